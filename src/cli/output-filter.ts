import type { Chunk } from '../trace/recording.ts';
import { KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import { recordBytes, recordSize } from '../trace/walk-records.ts';

/**
 * The program's output as its records arrive, over any number of runs of it: each run repeats what the one before wrote and
 * adds to it, and only what is new is passed on.
 */
export class OutputFilter {
  readonly #passed = { 1: 0, 2: 0 };
  #seen = { 1: 0, 2: 0 };
  readonly #parts: { readonly 1: Uint8Array[]; readonly 2: Uint8Array[] } = { 1: [], 2: [] };

  constructor(private readonly pass: (stream: 1 | 2, bytes: Uint8Array) => void) {}

  /** The program starts again from the beginning. */
  restart(): void {
    this.#seen = { 1: 0, 2: 0 };
  }

  take({ words, length }: Chunk): void {
    for (let at = 0; at < length; at += recordSize(words, at)) {
      const header = words[at]!;
      if ((header & KIND_MASK) !== RecordKind.output) continue;
      this.#output(header >>> KIND_BITS === 2 ? 2 : 1, recordBytes(words, at + 4, words[at + 1]!));
    }
  }

  /** All that was passed on. */
  text(stream: 1 | 2): string {
    return new TextDecoder().decode(Buffer.concat(this.#parts[stream]));
  }

  #output(stream: 1 | 2, bytes: Uint8Array): void {
    const old = Math.min(bytes.length, Math.max(0, this.#passed[stream] - this.#seen[stream]));
    this.#seen[stream] += bytes.length;
    if (old === bytes.length) return;
    const fresh = bytes.subarray(old);
    this.#passed[stream] += fresh.length;
    this.#parts[stream].push(fresh);
    this.pass(stream, fresh);
  }
}
