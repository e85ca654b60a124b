/** Copies the records of a survey that are no allocations and no frees, and keeps what they depend on: the task, and high bits. */
import { KIND_BITS, KIND_MASK, RecordKind } from '../../trace/records.ts';
import type { Chunk } from '../../trace/recording.ts';
import type { ProcessId, ThreadId } from '../../util/units.ts';
import { withRoom } from '../columns.ts';

export class RestRecords {
  #words = new Uint32Array(0);
  #length = 0;
  #process: ProcessId = 0;
  #thread: ThreadId = 0;
  #addressHigh = 0;
  #sizeHigh = 0;

  /** The task whose records follow. */
  switchTo(process: ProcessId, thread: ThreadId): void {
    if (process === this.#process && thread === this.#thread) return;
    this.#process = process;
    this.#thread = thread;
    if (this.#length > 0) this.#mark();
  }

  /** A record of `size` words; the high bits are as its chunk has told them. */
  add(words: Uint32Array, at: number, size: number, addressHigh: number, sizeHigh: number): void {
    if (this.#length === 0) this.#mark();
    const kind = words[at]! & KIND_MASK;
    const isWide = kind === RecordKind.finding || kind === RecordKind.system;
    if (isWide && (addressHigh !== this.#addressHigh || sizeHigh !== this.#sizeHigh)) {
      this.#put([RecordKind.wide, addressHigh, sizeHigh]);
      this.#addressHigh = addressHigh;
      this.#sizeHigh = sizeHigh;
    }
    this.#put(words.subarray(at, at + size));
  }

  /** A copy of what came since the last time that it was cleared. */
  chunk(): Chunk {
    const words = this.#words.slice(0, this.#length);
    return { process: this.#process, words, length: words.length };
  }

  /** What follows begins anew. */
  clear(): void {
    this.#length = this.#addressHigh = this.#sizeHigh = 0;
  }

  #mark(): void {
    this.#put([(this.#process << KIND_BITS) | RecordKind.process, this.#thread]);
  }

  #put(words: ArrayLike<number>): void {
    this.#words = withRoom(this.#words, this.#length + words.length);
    this.#words.set(words, this.#length);
    this.#length += words.length;
  }
}
