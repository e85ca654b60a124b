/**
 * Blocks by the addresses they cover, to find those that overlap a range.
 *
 * A block of up to 2^k bytes is put in the (at most two) buckets of 2^k bytes that it touches, at level k; levels below 12
 * share one. So both a tiny and a huge block are in few buckets, and a range meets few buckets of each level.
 */
const LEAST_LEVEL = 12;
const LEVELS = 54 - LEAST_LEVEL;

interface Entry {
  readonly id: number;
  readonly low: number;
  readonly high: number;
  taken: boolean;
}

export class OverlapIndex {
  readonly #levels = Array.from({ length: LEVELS }, () => new Map<number, Entry[]>());

  /** Adds a block at [low, high). */
  add(id: number, low: number, high: number): void {
    const level = Math.max(LEAST_LEVEL, levelOf(high - low));
    const buckets = this.#levels[level - LEAST_LEVEL]!;
    const entry = { id, low, high, taken: false };
    const last = bucketOf(high - 1, level);
    for (let bucket = bucketOf(low, level); bucket <= last; bucket++) {
      const entries = buckets.get(bucket);
      if (entries) entries.push(entry);
      else buckets.set(bucket, [entry]);
    }
  }

  /** Removes all blocks that overlap [low, high), and calls `found` with each. */
  take(low: number, high: number, found: (id: number) => void): void {
    for (const [index, buckets] of this.#levels.entries()) {
      if (buckets.size === 0) continue;
      const level = LEAST_LEVEL + index;
      const first = bucketOf(low, level);
      const last = bucketOf(high - 1, level);
      if (last - first < buckets.size) {
        for (let bucket = first; bucket <= last; bucket++) takeFrom(buckets, bucket, low, high, found);
      } else {
        for (const bucket of [...buckets.keys()])
          if (bucket >= first && bucket <= last) takeFrom(buckets, bucket, low, high, found);
      }
    }
  }
}

/** The least k with 2^k bytes or more. */
const levelOf = (bytes: number): number =>
  bytes <= 2 ** 32 ? 32 - Math.clz32(bytes - 1) : 32 + levelOf(Math.ceil(bytes / 2 ** 32));

const bucketOf = (address: number, level: number): number => Math.floor(address / 2 ** level);

function takeFrom(
  buckets: Map<number, Entry[]>,
  bucket: number,
  low: number,
  high: number,
  found: (id: number) => void,
): void {
  const entries = buckets.get(bucket);
  if (!entries) return;
  let kept = 0;
  for (const entry of entries) {
    if (entry.taken) continue;
    if (entry.low < high && entry.high > low) {
      entry.taken = true;
      found(entry.id);
    } else {
      entries[kept++] = entry;
    }
  }
  entries.length = kept;
  if (kept === 0) buckets.delete(bucket);
}
