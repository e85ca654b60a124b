/** One run of a native program: starts it, reads its streams while it runs, and follows what they say. */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { EventOrder } from '../../native/event-order.ts';
import { EventRecorder } from '../../native/event-recorder.ts';
import type { StackFilter } from '../../native/stack-filter.ts';
import type { Chunk, RunEnd } from '../../trace/recording.ts';
import { Loss } from '../../native/stream.ts';
import { allocatesForLibc } from './libc-buffers.ts';
import type { StreamsDirectory } from './streams-directory.ts';

export interface NativeProgram {
  readonly file: string;
  /** As it was typed. */
  readonly name: string;
  readonly arguments: readonly string[];
  readonly library: string;
  /** Its output comes back as bytes; else it goes where the command's own goes. */
  readonly captures: boolean;
}

export interface NativeEnd {
  readonly end: RunEnd;
  /** Somebody wanted it to end. */
  readonly wasInterrupted: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** How long nothing is read when nothing was there to read. */
const IDLE_MILLISECONDS = 5;
/** Sent on to the program; a terminal sends those of its keyboard to both. */
const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const;
const OF_KEYBOARD = ['SIGINT', 'SIGQUIT'] as const;

export class NativeRun {
  readonly recorder: EventRecorder;
  readonly #order: EventOrder;
  readonly #streams: StreamsDirectory;
  readonly #take: (chunk: Chunk) => void;

  /** `take` gets the survey's chunks as they fill. */
  constructor(streams: StreamsDirectory, take: (chunk: Chunk) => void, filter?: StackFilter) {
    this.recorder = new EventRecorder({ allocatesForLibc: allocatesForLibc(), filter });
    this.#order = new EventOrder(this.recorder);
    this.#streams = streams;
    this.#take = take;
  }

  /** Runs the program to its end. `onTurn` is called after each look at the streams, and waited for. Throws as `spawn` does. */
  async run(program: NativeProgram, onTurn: () => Promise<void>): Promise<NativeEnd> {
    const child = start(program, this.#streams.path);
    const texts = [child.stdout, child.stderr].map(collect);
    const closed = new Promise<void>((go) => void child.once('close', () => go()));
    let wasInterrupted = false;
    const release = passSignals(child, {
      interrupted: () => (wasInterrupted = true),
      scan: () => this.#streams.askForScan(),
    });
    try {
      let ended: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
      let failed: Error | undefined;
      child.once('exit', (code, signal) => (ended = { code, signal }));
      child.once('error', (error) => (failed = error));
      while (!ended) {
        if (failed) throw failed;
        const read = this.#turn();
        await onTurn();
        await (read > 0 ? new Promise<void>((go) => setImmediate(go)) : delay(IDLE_MILLISECONDS));
      }
      // Until the pipes are at their ends, or for a moment: a child that goes on may hold them open.
      if (program.captures) await Promise.race([closed, delay(500)]);
      const end = this.#finish(ended.code, ended.signal);
      return { end, wasInterrupted, stdout: texts[0]!(), stderr: texts[1]!() };
    } finally {
      release();
    }
  }

  /** Gives on all that has come, and not only full chunks. */
  flush(): void {
    for (const chunk of this.recorder.chunks(true)) this.#take(chunk);
  }

  /** Gives how many bytes were read. */
  #turn(): number {
    const read = this.#streams.drain(
      (key, bytes) => this.#order.add(key, bytes),
      (key) => this.#order.end(key),
    );
    this.#order.deliver();
    for (const chunk of this.recorder.chunks(false)) this.#take(chunk);
    this.#streams.pulse();
    return read;
  }

  #finish(code: number | null, signal: NodeJS.Signals | null): RunEnd {
    // Children that go on are not waited for.
    this.#streams.tell('stop', Loss.stopped);
    while (this.#turn() > 0);
    this.#order.finish();
    this.recorder.finish(signal === null ? ((code ?? 0) & 0xff) << 8 : constants.signals[signal]);
    this.flush();
    const steps = this.recorder.step;
    return signal === null ? { kind: 'exit', code: code ?? 0, steps } : { kind: 'killed', reason: signal, steps };
  }
}

function start({ file, name, arguments: words, library, captures }: NativeProgram, streams: string): ChildProcess {
  const others = process.env['LD_PRELOAD'];
  const output = captures ? 'pipe' : 'inherit';
  return spawn(file, words, {
    argv0: name,
    stdio: ['inherit', output, output],
    env: { ...process.env, LD_PRELOAD: others ? `${library}:${others}` : library, HEAPSCOPE_DIR: streams },
  });
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

const delay = (milliseconds: number): Promise<void> => new Promise((go) => setTimeout(go, milliseconds));

interface Wishes {
  interrupted(): void;
  scan(): void;
}

function passSignals(child: ChildProcess, wishes: Wishes): () => void {
  const handlers = [
    ['SIGUSR1', () => wishes.scan()] as const,
    ...FORWARDED.map((signal) => [signal, () => void child.kill(signal)] as const),
    ...OF_KEYBOARD.map((signal) => {
      const handler = (): void => {
        wishes.interrupted();
        if (!process.stdin.isTTY) child.kill(signal);
      };
      return [signal, handler] as const;
    }),
  ];
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
