/** What the session needs to read a run; the real one is `program-analyst.ts`. */
import type { RunResult } from '../run/request.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';

/** Turns what a run gave into what the page reads. */
export interface Analyst {
  /** `full`: a second run of the same program with the same inputs, whose window covers all of it. */
  analyse(wasm: Uint8Array, survey: RunResult, full: RunResult | undefined): Promise<Recorded>;
  /** Opens the window of a later run of the same program. */
  openWindow(result: RunResult): Promise<OpenedWindow | undefined>;
}
