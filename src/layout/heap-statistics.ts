import type { ByteCount } from '../util/units.ts';
import { LOOK, type HeapChunks } from './heap-chunks.ts';

export interface HeapStatistics {
  readonly liveBlocks: number;
  readonly liveBytes: ByteCount;
  /** Headers and redzones of live blocks. */
  readonly overheadBytes: ByteCount;
  /** Payloads and redzones of chunks that wait in the quarantine. */
  readonly quarantinedChunks: number;
  readonly quarantinedBytes: ByteCount;
  /** The same of those that may be given out again. */
  readonly freeChunks: number;
  readonly freeBytes: ByteCount;
  readonly largestFree: ByteCount;
  /** How much of what is freed lies outside the largest piece of it, from 0 to 1. */
  readonly externalFragmentation: number;
}

export function heapStatistics({ count, start, payload, payloadEnd, end, look }: HeapChunks): HeapStatistics {
  const blocks = [0, 0, 0, 0];
  const capacity = [0, 0, 0, 0];
  let [liveBytes, overheadBytes, largestFree] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const which = look[at]!;
    const bytes = end[at]! - payload[at]!;
    blocks[which]! += 1;
    capacity[which]! += bytes;
    if (which < LOOK.quarantined) {
      liveBytes += payloadEnd[at]! - payload[at]!;
      overheadBytes += end[at]! - payloadEnd[at]! + payload[at]! - start[at]!;
    } else largestFree = Math.max(largestFree, bytes);
  }
  const freed = capacity[LOOK.quarantined]! + capacity[LOOK.free]!;
  return {
    liveBlocks: blocks[LOOK.live]! + blocks[LOOK.leaked]!,
    liveBytes,
    overheadBytes,
    quarantinedChunks: blocks[LOOK.quarantined]!,
    quarantinedBytes: capacity[LOOK.quarantined]!,
    freeChunks: blocks[LOOK.free]!,
    freeBytes: capacity[LOOK.free]!,
    largestFree,
    externalFragmentation: freed > 0 ? 1 - largestFree / freed : 0,
  };
}
