import type { ByteCount } from '../util/units.ts';
import { LOOK, type HeapChunks } from './heap-chunks.ts';

/** What is live, in quarantine, free and overhead adds up to all of the heap below the wilderness. */
export interface HeapStatistics {
  readonly liveBlocks: number;
  /** As the program asked for them. */
  readonly liveBytes: ByteCount;
  readonly quarantinedBlocks: number;
  readonly quarantinedBytes: ByteCount;
  /** Headers and redzones of both. */
  readonly overheadBytes: ByteCount;
  readonly freeChunks: number;
  /** Whole chunks, as a new block may take their headers too. */
  readonly freeBytes: ByteCount;
  readonly largestFree: ByteCount;
  /** External fragmentation, from 0 to 1: how much of what is free lies outside the largest free chunk. Undefined where nothing is free. */
  readonly fragmentation: number | undefined;
}

export function heapStatistics({ count, start, payload, payloadEnd, end, look }: HeapChunks): HeapStatistics {
  const blocks = [0, 0, 0, 0];
  const bytes = [0, 0, 0, 0];
  let [overheadBytes, largestFree] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    const which = look[at]!;
    const [asked, all] = [payloadEnd[at]! - payload[at]!, end[at]! - start[at]!];
    blocks[which]! += 1;
    bytes[which]! += which === LOOK.free ? all : asked;
    if (which === LOOK.free) largestFree = Math.max(largestFree, all);
    else overheadBytes += all - asked;
  }
  const freeBytes = bytes[LOOK.free]!;
  return {
    liveBlocks: blocks[LOOK.live]! + blocks[LOOK.leaked]!,
    liveBytes: bytes[LOOK.live]! + bytes[LOOK.leaked]!,
    quarantinedBlocks: blocks[LOOK.quarantined]!,
    quarantinedBytes: bytes[LOOK.quarantined]!,
    overheadBytes,
    freeChunks: blocks[LOOK.free]!,
    freeBytes,
    largestFree,
    fragmentation: freeBytes > 0 ? 1 - largestFree / freeBytes : undefined,
  };
}
