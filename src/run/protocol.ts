/** Messages between the page (or the command) and the worker that runs programs. Tagged by `type`. */
import type { StepIndex } from '../util/units.ts';
import type { Chunk, SiteTable } from '../trace/recording.ts';
import type { RunNote } from '../trace/run-note.ts';
import type { RunRequest, RunResult } from './request.ts';

export interface RunMessage {
  readonly type: 'run';
  /** Answers carry it, so that those to an abandoned request can be told apart. */
  readonly id: number;
  readonly request: RunRequest;
}

export type RunReply =
  /** The program is about to start: what chunks that come without a result can be read with. */
  | { readonly type: 'started'; readonly id: number; readonly sites: SiteTable }
  | { readonly type: 'chunk'; readonly id: number; readonly chunk: Chunk }
  | { readonly type: 'progress'; readonly id: number; readonly steps: StepIndex }
  | { readonly type: 'note'; readonly id: number; readonly note: RunNote }
  /** `survey` and the window's `chunks` are empty: they came as chunks. */
  | { readonly type: 'done'; readonly id: number; readonly result: RunResult }
  /** The program couldn't be started at all. */
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
