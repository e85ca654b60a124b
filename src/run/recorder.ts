import { Layout } from '../instrument/memory-layout.ts';
import type { Chunk } from '../trace/recording.ts';
import { KIND_BITS, RecordKind, type DetailKind, type SystemEvent } from '../trace/records.ts';
import type { ProcessId } from '../util/units.ts';
import type { ProgramState } from './program-state.ts';
import { SharedChunk } from './shared-chunk.ts';

/** A task whose records these are. */
export interface RecordSource {
  readonly state: ProgramState;
  readonly process: ProcessId;
  readonly thread: number;
}

export interface RecorderSink {
  /** Its words are lent: whoever keeps them takes a copy. */
  chunk(chunk: Chunk): void;
}

/** Largest piece of output that goes into one record: the ring must hold it. */
const OUTPUT_PIECE = 0x4000;

/**
 * Empties rings into chunks, and writes the host's own records into the same stream. A system of several tasks gathers what they write
 * between their turns in chunks that they share; one task's ring becomes a chunk as it is.
 */
export class Recorder {
  /** While false, what the ring held is dropped (a window run before its window). */
  keeping = true;
  private pendingWrite: { address: number; before: Uint8Array } | undefined;
  private shared: SharedChunk | undefined;

  constructor(
    private source: RecordSource,
    private readonly sink: RecorderSink,
    /** Log the host's writes to program memory. */
    private readonly logWrites: boolean,
  ) {}

  private get state(): ProgramState {
    return this.source.state;
  }

  /** What comes now is another task's. Call when the one before has stopped. */
  switchTo(source: RecordSource): void {
    this.afterWrites();
    this.drain();
    this.shared ??= new SharedChunk(this.source, this.sink);
    this.source = source;
  }

  /** Hands on what is in the ring. */
  drain(): void {
    const { state } = this;
    const end = state.field(Layout.STATE_RING);
    state.setField(Layout.STATE_RING, Layout.RING_BASE);
    if (end === Layout.RING_BASE || !this.keeping) return;
    const words = state.words.subarray(Layout.RING_BASE >> 2, end >> 2);
    if (this.shared) this.shared.add(this.source, words);
    else this.sink.chunk({ process: this.source.process, words, length: words.length });
  }

  /** As `drain`, and what several tasks share is handed on too. */
  flush(): void {
    this.drain();
    this.shared?.flush();
  }

  /** Room for a record in the ring; word index of its header. */
  private reserve(words: number): number {
    if (this.state.field(Layout.STATE_RING) >= Layout.RING_SOFT_END) this.drain();
    const at = this.state.field(Layout.STATE_RING);
    this.state.setField(Layout.STATE_RING, at + words * 4);
    return at >> 2;
  }

  private put(
    kind: RecordKind,
    payload: number,
    fields: readonly number[],
    bytes: Uint8Array = new Uint8Array(0),
  ): void {
    const at = this.reserve(1 + fields.length + Math.ceil(bytes.length / 4));
    const { words } = this.state;
    words[at] = (payload << KIND_BITS) | kind;
    fields.forEach((field, i) => (words[at + 1 + i] = field));
    const start = at + 1 + fields.length;
    if (bytes.length > 0) words[start + Math.ceil(bytes.length / 4) - 1] = 0;
    this.state.bytes.set(bytes, start * 4);
  }

  private stepWords(): [number, number] {
    const { steps } = this.state;
    return [steps % 2 ** 32, Math.floor(steps / 2 ** 32)];
  }

  output(descriptor: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; done += OUTPUT_PIECE) {
      const piece = bytes.subarray(done, done + OUTPUT_PIECE);
      this.put(RecordKind.output, descriptor, [piece.length, ...this.stepWords()], piece);
    }
  }

  input(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; done += OUTPUT_PIECE) {
      const piece = bytes.subarray(done, done + OUTPUT_PIECE);
      this.put(RecordKind.input, 0, [piece.length, ...this.stepWords()], piece);
    }
  }

  finding(kind: number, fields: { address: number; size: number; flags: number; block: number; stack: number }): void {
    this.put(RecordKind.finding, kind, [
      fields.address,
      fields.size,
      fields.flags,
      fields.block,
      fields.stack,
      0,
      ...this.stepWords(),
    ]);
  }

  /** More about the finding just recorded, or about others. */
  detail(kind: DetailKind, bytes: Uint8Array): void {
    this.put(RecordKind.detail, kind, [bytes.length], bytes);
  }

  /** Something happened in the system around the program. */
  system(event: SystemEvent, a = 0, b = 0, c = 0, stack = 0): void {
    this.put(RecordKind.system, event, [a, b, c, stack, ...this.stepWords()]);
  }

  /** The host changed shadow bytes; only a window wants to know. */
  shadow(state: number, address: number, n: number): void {
    if (this.logWrites && this.keeping) this.put(RecordKind.shadow, state, [address, n]);
  }

  /** The host is about to write n bytes. */
  beforeWrite(address: number, n: number): void {
    if (!this.logWrites) return;
    this.afterWrites();
    this.pendingWrite = { address, before: this.state.bytes.slice(address, address + n) };
  }

  /** The host's writes are done: log the last one. */
  afterWrites(): void {
    const pending = this.pendingWrite;
    this.pendingWrite = undefined;
    if (!pending) return;
    const { address, before } = pending;
    for (let done = 0; done < before.length; done += OUTPUT_PIECE) {
      const piece = before.slice(done, done + OUTPUT_PIECE);
      for (let i = 0; i < piece.length; i++) piece[i]! ^= this.state.bytes[address + done + i]!;
      this.put(RecordKind.bulk, 0, [address + done, piece.length], piece);
    }
  }
}
