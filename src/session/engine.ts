/**
 * What the session needs of the compiler and of the runner, so that tests can put something small in their place. The real
 * one, over two workers, is `worker-engine.ts`.
 */
import type { RunNote } from '../trace/run-note.ts';
import type { CompileRequest, CompileResult, Diagnostic, LoadProgress } from '../compile/compile.ts';
import type { ToolOutput } from '../compile/compiler.ts';
import type { RunRequest, RunResult } from '../run/request.ts';
import type { StepIndex } from '../util/units.ts';

export interface RunWatcher {
  /** Bytes the program printed, as they come. */
  output?(descriptor: number, bytes: Uint8Array, step: StepIndex): void;
  steps?(steps: StepIndex): void;
  /** The system refused something. */
  note?(note: RunNote): void;
}

export interface RunningProgram {
  readonly result: Promise<RunResult>;
  /** Ends the run at once; `result` still settles, with what was recorded. */
  stop(): void;
}

export interface Engine {
  /** `onLoad` is called while the toolchain is downloaded. Rejects with an AbortError when cancelled. */
  compile(request: CompileRequest, onLoad: (progress: LoadProgress) => void): Promise<CompileResult>;
  /** Diagnostics only; for the editor while typing. */
  check(request: CompileRequest): Promise<readonly Diagnostic[]>;
  /** Gives up the current compile and download. */
  cancelCompile(): void;
  run(request: RunRequest, watcher: RunWatcher): RunningProgram;
  /** Runs LLVM's addr2line over `files`. */
  addr2line(args: readonly string[], files: Readonly<Record<string, Uint8Array>>): Promise<ToolOutput>;
}
