/** Runs a program under libheapscope.so and gives its events: a small drainer for tests, in this process. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StreamsDirectory, type ControlField } from '../../src/cli/native/streams-directory.ts';
import { buildLibrary } from '../../src/native/build-library.node.ts';
import { EventOrder } from '../../src/native/event-order.ts';
import { sinkOf, type NativeEvent } from '../../src/native/events.ts';

const nativeFolder = fileURLToPath(new URL('..', import.meta.url));
const buildFolder = path.join(nativeFolder, '..', 'build', 'native');

/** The library's path; throws with the compiler's words. */
export function library(): string {
  const built = buildLibrary(nativeFolder, buildFolder);
  if (built.type !== 'built') throw new Error(built.type === 'failed' ? built.output : 'there is no C compiler');
  return built.library;
}

export interface Traced {
  readonly events: readonly NativeEvent[];
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** How many processes could make no stream. */
  readonly unrecorded: number;
}

export interface TraceOptions {
  readonly control?: Partial<Record<ControlField, number>>;
  readonly input?: string;
  readonly cwd?: string;
  /** false: nobody reads while the program runs. */
  readonly drain?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** The program has the recorder in it, and ours isn't loaded. */
  readonly isLinked?: boolean;
  /** Loaded instead of the one that is built here. */
  readonly library?: string;
  /** Libraries to load behind ours. */
  readonly preload?: readonly string[];
  /** Sees the control file before each look at the streams, and may write to it; gets the events until then. */
  readonly drive?: (control: StreamsDirectory, events: readonly NativeEvent[]) => void;
}

export async function trace(command: readonly string[], options: TraceOptions = {}): Promise<Traced> {
  const streams = new StreamsDirectory();
  for (const [field, value] of Object.entries(options.control ?? {})) streams.tell(field as ControlField, value);
  const events: NativeEvent[] = [];
  const order = new EventOrder(sinkOf((event) => void events.push(event)));
  const drain = () => {
    streams.drain(
      (key, bytes) => order.add(key, bytes),
      (key) => order.end(key),
    );
    order.deliver();
  };
  const look = () => {
    options.drive?.(streams, events);
    streams.pulse();
    if (options.drain !== false) drain();
  };
  const timer = setInterval(look, 2);
  try {
    const ended = await run(
      command,
      {
        ...options.environment,
        HEAPSCOPE_DIR: streams.path,
        ...(options.isLinked !== true && {
          LD_PRELOAD: [options.library ?? library(), ...(options.preload ?? [])].join(':'),
        }),
      },
      options,
    );
    drain();
    order.finish();
    return { ...ended, events, unrecorded: streams.told('unrecorded') };
  } finally {
    clearInterval(timer);
    streams.remove();
  }
}

/** No program of a test takes as long; where one doesn't end, its test fails and not the whole suite. */
const AT_MOST = { timeout: 120_000, killSignal: 'SIGKILL' } as const;

/** Runs a program to its end, and waits until its descendants have let go of its output. */
export async function run(
  [program, ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  { input, cwd }: TraceOptions = {},
): Promise<Omit<Traced, 'events' | 'unrecorded'>> {
  const child = spawn(program!, args, { env: { ...process.env, ...environment }, cwd, ...AT_MOST });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (output.stdout += data));
  child.stderr.on('data', (data) => (output.stderr += data));
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, ...output }));
  });
}
