/** Runs a compiled program to its end, asking for input where it wants some. */
import type { Schedule } from '../run/kernel/policy.ts';
import type { RunClient, RunHandle } from '../run/run-client.ts';
import type { RunInputs, RunLimits, RunRequest, RunResult, StandardInput } from '../run/request.ts';
import type { CheckOptions } from '../trace/check-options.ts';
import type { RunEnd } from '../trace/recording.ts';
import type { RunNote } from '../trace/run-note.ts';
import type { OutputFilter } from './output-filter.ts';
import type { RecordingFile } from './recording-file.ts';
import type { CommandInput } from './standard-input.ts';

/** Runs of up to this many statements are recorded whole; of longer ones the recording holds the survey. */
export const WINDOW_STEPS = 1_000_000;

export interface Execution {
  readonly wasm: Uint8Array;
  readonly inputs: Omit<RunInputs, 'stdin'>;
  readonly limits: RunLimits;
  readonly checks: CheckOptions;
  /** Who runs when, among several tasks. Absent: in turn. */
  readonly schedule?: Schedule | undefined;
  /** All of standard input, or where to get it from. */
  readonly stdin: Uint8Array | CommandInput;
  readonly output: OutputFilter;
  readonly recording: RecordingFile | undefined;
  /** Called after the run with what a person should know of it, once each. */
  readonly onNote?: ((note: RunNote) => void) | undefined;
  /** Called with what stops the run at once. */
  onStart(stop: () => void): void;
}

/** How much longer than its limit a program may take before it is ended from outside, with what had been recorded. */
const GRACE_MILLISECONDS = 1000;

export type Executed = Omit<RunResult, 'end'> & {
  readonly end: RunEnd;
  /** Of the last run, with all the input that the program asked for. */
  readonly request: RunRequest;
};

export async function execute(client: RunClient, execution: Execution): Promise<Executed> {
  const { output, recording, stdin } = execution;
  // A run that is made again with more input says the same again.
  const notes = new Map<string, RunNote>();
  for (;;) {
    const request = requestOf(execution);
    output.restart();
    const running = client.run(request, {
      started: (sites) => recording?.start(sites),
      chunk: (chunk) => {
        output.take(chunk);
        recording?.add(chunk);
      },
      note: (note) => notes.set(JSON.stringify(note), note),
    });
    execution.onStart(running.stop);
    const { end, ...result } = await withWatchdog(running, request.limits.seconds);
    if (end.kind !== 'needs-input') {
      for (const note of notes.values()) execution.onNote?.(note);
      return { ...result, end, request };
    }
    if (stdin instanceof Uint8Array) throw new Error('the program asked for input that is closed');
    await stdin.more();
  }
}

/** The runner looks at its clock at the program's statements; a loop that has none (`for (;;);`) is ended from here. */
async function withWatchdog(running: RunHandle, seconds: number): Promise<RunResult> {
  let isLate = false;
  const timer = setTimeout(
    () => {
      isLate = true;
      running.stop();
    },
    seconds * 1000 + GRACE_MILLISECONDS,
  );
  try {
    const result = await running.result;
    if (!isLate || result.end.kind !== 'killed') return result;
    return { ...result, end: { kind: 'limit', reason: 'time', limit: seconds, steps: result.end.steps } };
  } finally {
    clearTimeout(timer);
  }
}

function requestOf({ wasm, inputs, limits, checks, schedule, stdin }: Execution): RunRequest {
  const input: StandardInput = stdin instanceof Uint8Array ? { bytes: stdin, closed: true } : stdin.input;
  return { wasm, inputs: { ...inputs, stdin: input }, limits, checks, ...(schedule && { schedule }) };
}

/** Makes the run again, recording every step of it; undefined when it is too long or didn't end by itself. */
export async function wholeWindow(client: RunClient, { request, end }: Executed): Promise<RunResult['window']> {
  const isCut = end.kind === 'limit' || (end.kind === 'killed' && end.reason !== 'first-finding');
  if (isCut || end.steps > WINDOW_STEPS) return undefined;
  const { window, sites } = await client.run({ ...request, window: { first: 0, end: end.steps } }).result;
  return window && { ...window, sites };
}
