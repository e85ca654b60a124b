/** Where a run's chunks go: to its listener as they come, or kept for the result. */
import type { Chunk } from '../trace/recording.ts';
import type { ByteCount } from '../util/units.ts';
import { LimitReached } from './ends.ts';
import { keptChunk, type RunListener } from './request.ts';

export class Delivery {
  /** Those that no listener took. */
  readonly chunks: Chunk[] = [];
  /** Words of records that came, with those that were not delivered again. */
  words = 0;

  constructor(
    private readonly listener: RunListener,
    /** So many words a run before has delivered: this one repeats it, they are the same, and not delivered again. */
    private readonly deliveredBefore: number,
    private readonly mostBytes: ByteCount,
  ) {}

  chunk(chunk: Chunk): void {
    const before = this.words;
    this.words += chunk.length;
    const skipped = Math.min(chunk.length, Math.max(0, this.deliveredBefore - before));
    if (skipped === chunk.length) return;
    if (skipped > 0) chunk = { ...chunk, words: chunk.words.subarray(skipped), length: chunk.length - skipped };
    if (this.listener.chunk) this.listener.chunk(chunk);
    else this.chunks.push(keptChunk(chunk));
  }

  /** Throws `LimitReached` if there is more than there may be. */
  limit(): void {
    if (this.words * 4 > this.mostBytes) throw new LimitReached('memory', this.mostBytes);
  }
}
