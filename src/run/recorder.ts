import { Layout } from '../instrument/memory-layout.ts';
import type { Chunk } from '../trace/recording.ts';
import { KIND_BITS, RecordKind, type DetailKind } from '../trace/records.ts';
import type { ProgramState } from './program-state.ts';

export interface RecorderSink {
  /** Takes over the chunk; true if it is done with it, so that its memory may be used for the next one. */
  chunk(chunk: Chunk): boolean;
}

/** Largest piece of output that goes into one record: the ring must hold it. */
const OUTPUT_PIECE = 0x4000;

/** Empties the ring into chunks, and writes the host's own records into the same stream. */
export class Recorder {
  /** While false, what the ring held is dropped (a window run before its window). */
  keeping = true;
  private spare: Uint32Array | undefined;
  private pendingWrite: { address: number; before: Uint8Array } | undefined;

  constructor(
    private readonly state: ProgramState,
    private readonly sink: RecorderSink,
    /** Log the host's writes to program memory. */
    private readonly logWrites: boolean,
  ) {}

  /** Hands on what is in the ring. */
  drain(): void {
    const end = this.state.field(Layout.STATE_RING);
    this.state.setField(Layout.STATE_RING, Layout.RING_BASE);
    if (end === Layout.RING_BASE || !this.keeping) return;
    const from = Layout.RING_BASE >> 2;
    const length = (end >> 2) - from;
    const words = this.spare && this.spare.length >= length ? this.spare : new Uint32Array(length);
    words.set(this.state.words.subarray(from, end >> 2));
    this.spare = this.sink.chunk({ process: 0, words, length }) ? words : undefined;
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
