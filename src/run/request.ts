/** What a run takes, and what it tells while it goes. */
import type { CheckOptions } from '../trace/check-options.ts';
import type { StepIndex } from '../util/units.ts';
import type { Schedule } from './kernel/policy.ts';
import type { RunNote } from '../trace/run-note.ts';
import type { Chunk, RecordedWindow, RunEnd, SiteTable } from '../trace/recording.ts';

export interface RunInputs {
  /** argv[0] first. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: StandardInput;
  /** The in-memory file system at the start: path (relative to '/') to contents. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Seeds random numbers and schedules; the virtual clock starts at `clockStart`. */
  readonly seed: number;
  /** Nanoseconds since 1970. */
  readonly clockStart: bigint;
}

/** Where `clockStart` is when nobody asks for something else: 2023-11-14, 22:13:20 UTC. */
export const CLOCK_START = 1_700_000_000_000_000_000n;

/** `closed` false: when the bytes are used up, the run ends with `needs-input`, to be run again with more. */
export interface StandardInput {
  readonly bytes: Uint8Array;
  readonly closed: boolean;
}

export interface RunLimits {
  readonly seconds: number;
  readonly steps: number;
  /** What malloc and mmap give; then they fail, as on a machine that has no more. */
  readonly memoryBytes: number;
  readonly outputBytes: number;
  /** Of a survey: a run that never ends may allocate millions of times a second. */
  readonly recordingBytes: number;
}

export const DEFAULT_LIMITS: RunLimits = {
  seconds: 60,
  steps: 1e10,
  memoryBytes: 384 * 2 ** 20,
  outputBytes: 16 * 2 ** 20,
  recordingBytes: 512 * 2 ** 20,
};

export interface RunRequest {
  readonly wasm: Uint8Array;
  readonly inputs: RunInputs;
  readonly limits: RunLimits;
  /** Default: DEFAULT_CHECKS. */
  readonly checks?: CheckOptions;
  /** Who runs when, among several tasks. Absent: in turn. */
  readonly schedule?: Schedule;
  /** The run ends before its first system call after this step: files are then as they were at it. */
  readonly until?: StepIndex;
  /**
   * Where values are followed bit by bit, all functions do it from the start: slower, and with the same result. For tests and
   * measurements.
   */
  readonly followsAll?: boolean;
  /** Absent: survey. */
  readonly window?: { readonly first: StepIndex; readonly end: StepIndex };
}

/** Called during the run, in order. */
export interface RunListener {
  /** Before the program's first step. */
  started?(sites: SiteTable): void;
  /** Its words are lent: `keptChunk` is for whoever keeps them. */
  chunk?(chunk: Chunk): void;
  note?(note: RunNote): void;
  /** Return false to stop the run (it ends as `killed`). Called about every 30 ms. */
  progress?(steps: StepIndex): boolean;
}

/** A lent chunk with words of its own. */
export const keptChunk = (chunk: Chunk): Chunk => ({ ...chunk, words: chunk.words.slice(0, chunk.length) });

export interface RunResult {
  readonly sites: SiteTable;
  readonly survey: readonly Chunk[];
  readonly window: RecordedWindow | undefined;
  readonly end: RunEnd | { readonly kind: 'needs-input'; readonly steps: StepIndex };
  /** Files the program left behind. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** A run that asks for input when there is none any more ends there. */
export function endOf({ end }: Pick<RunResult, 'end'>): RunEnd {
  return end.kind === 'needs-input' ? { kind: 'killed', reason: 'input', steps: end.steps } : end;
}
