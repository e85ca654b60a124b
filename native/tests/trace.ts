/** Runs a program under libheapscope.so and gives its events: a small drainer for tests, in this process. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildLibrary } from '../../src/native/build-library.node.ts';
import { EventOrder } from '../../src/native/event-order.ts';
import { sinkOf, type NativeEvent } from '../../src/native/events.ts';
import {
  Control,
  CONTROL_BYTES,
  CONTROL_MAGIC,
  STREAM_HEADER_BYTES,
  STREAM_MAGIC,
  STREAM_VERSION,
  StreamHeader,
} from '../../src/native/stream.ts';

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
}

export interface TraceOptions {
  readonly control?: Partial<Record<keyof typeof Control, number>>;
  readonly input?: string;
  readonly cwd?: string;
  /** false: nobody reads while the program runs. */
  readonly drain?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** The program has the recorder in it, and ours isn't loaded. */
  readonly isLinked?: boolean;
  /** Libraries to load behind ours. */
  readonly preload?: readonly string[];
  /** Sees the control file before each look at the streams, and may write to it; gets the events until then. */
  readonly drive?: (control: ControlFile, events: readonly NativeEvent[]) => void;
}

/** The control file, by field. */
export class ControlFile {
  private readonly file: number;

  constructor(directory: string) {
    writeFileSync(path.join(directory, 'control'), new Uint8Array(CONTROL_BYTES));
    this.file = openSync(path.join(directory, 'control'), 'r+');
  }

  get(field: keyof typeof Control): number {
    const word = new Uint32Array(1);
    readSync(this.file, word, 0, 4, Control[field]);
    return word[0]!;
  }

  set(field: keyof typeof Control, value: number): void {
    writeSync(this.file, new Uint32Array([value]), 0, 4, Control[field]);
  }

  close(): void {
    closeSync(this.file);
  }
}

export async function trace(command: readonly string[], options: TraceOptions = {}): Promise<Traced> {
  const directory = mkdtempSync('/dev/shm/heapscope-test-');
  const control = new ControlFile(directory);
  const settings = { drainer: process.pid, version: STREAM_VERSION, magic: CONTROL_MAGIC, ...options.control };
  for (const [field, value] of Object.entries(settings)) control.set(field as keyof typeof Control, value);
  const events: NativeEvent[] = [];
  const drainer = new Drainer(directory, events);
  let pulse = 0;
  const look = () => {
    options.drive?.(control, events);
    control.set('pulse', ++pulse);
    if (options.drain !== false) drainer.drain();
  };
  const timer = setInterval(look, 2);
  try {
    const ended = await run(
      command,
      {
        ...options.environment,
        HEAPSCOPE_DIR: directory,
        ...(options.isLinked !== true && { LD_PRELOAD: [library(), ...(options.preload ?? [])].join(':') }),
      },
      options,
    );
    drainer.drain();
    drainer.finish();
    return { ...ended, events };
  } finally {
    clearInterval(timer);
    drainer.close();
    control.close();
    rmSync(directory, { recursive: true });
  }
}

/** Runs a program to its end, and waits until its descendants have let go of its output. */
export async function run(
  [program, ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  { input, cwd }: TraceOptions = {},
): Promise<Omit<Traced, 'events'>> {
  const child = spawn(program!, args, { env: { ...process.env, ...environment }, cwd });
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

interface OpenStream {
  readonly file: number;
  readonly ringBytes: number;
  tail: number;
}

class Drainer {
  private readonly streams = new Map<string, OpenStream>();
  private readonly directory: string;
  private readonly order: EventOrder;

  constructor(directory: string, events: NativeEvent[]) {
    this.directory = directory;
    this.order = new EventOrder(sinkOf((event) => void events.push(event)));
  }

  drain(): void {
    const names = readdirSync(this.directory).filter((name) => name.endsWith('.hs'));
    // Those of processes last: they name what the others refer to.
    const last = (name: string) => Number(name.endsWith('-0.hs'));
    for (const name of names.sort((a, b) => last(a) - last(b))) this.read(name);
    this.order.deliver();
  }

  finish(): void {
    this.order.finish();
  }

  close(): void {
    for (const { file } of this.streams.values()) closeSync(file);
  }

  private read(name: string): void {
    const stream = this.streams.get(name) ?? this.open(name);
    if (!stream) return;
    const head = Number(readWords(stream.file, StreamHeader.head).getBigUint64(0, true));
    const bytes = new Uint8Array(head - stream.tail);
    const at = stream.tail % stream.ringBytes;
    const first = Math.min(bytes.length, stream.ringBytes - at);
    readSync(stream.file, bytes, 0, first, STREAM_HEADER_BYTES + at);
    readSync(stream.file, bytes, first, bytes.length - first, STREAM_HEADER_BYTES);
    stream.tail = head;
    writeSync(stream.file, new BigUint64Array([BigInt(head)]), 0, 8, StreamHeader.tail);
    const [pid, image, number] = name.slice(0, -'.hs'.length).split('-').map(Number) as [number, number, number];
    if (bytes.length > 0) this.order.add({ pid, image, stream: number }, bytes);
  }

  private open(name: string): OpenStream | undefined {
    const file = openSync(path.join(this.directory, name), 'r+');
    const header = readWords(file, 0);
    if (header.getUint32(StreamHeader.magic, true) !== STREAM_MAGIC) {
      closeSync(file);
      return undefined;
    }
    const stream = { file, ringBytes: header.getUint32(StreamHeader.ringBytes, true), tail: 0 };
    this.streams.set(name, stream);
    return stream;
  }
}

function readWords(file: number, position: number): DataView {
  const bytes = new Uint8Array(64);
  readSync(file, bytes, 0, bytes.length, position);
  return new DataView(bytes.buffer);
}
