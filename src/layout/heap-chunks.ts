/**
 * The heap as an allocator lays it out, in columns by chunk, ascending by address. Ours (`wasm/heap.c`):
 *
 *     | header: 16 bytes | payload | redzone, up to the size class | header | payload ...        | wilderness
 *     start              payload   payloadEnd                       end = next start, or a gap    top
 */
import type { AllocationTable, BlockAt } from '../replay/timeline.ts';
import { DEFAULT_CHECKS } from '../trace/check-options.ts';
import type { Address, AllocationId, ByteCount } from '../util/units.ts';

/** Of a payload. A freed one waits in the quarantine before it is free to be given out again. */
export const CHUNK_LOOKS = ['live', 'leaked', 'quarantined', 'free'] as const;
export type ChunkLook = (typeof CHUNK_LOOKS)[number];

export interface HeapChunks {
  readonly count: number;
  readonly id: Int32Array;
  readonly start: Float64Array;
  readonly payload: Float64Array;
  readonly payloadEnd: Float64Array;
  readonly end: Float64Array;
  /** Indices in `CHUNK_LOOKS`. */
  readonly look: Uint8Array;
  /** By chunk: the chunk that is next in its list (the quarantine, the oldest first; a bin, the newest first), or -1. */
  readonly next: Int32Array;
}

export interface ChunkSources {
  /** Ascending by address. */
  readonly blocks: readonly BlockAt[];
  /** When each was freed: that orders the lists. */
  readonly freeStep: AllocationTable['freeStep'];
  readonly isLeaked: (id: AllocationId) => boolean;
  /** Least bytes of redzone between two blocks, as the run was asked for; undefined: the blocks are glibc's. */
  readonly redzone: ByteCount | undefined;
  /** What the quarantine holds at most; absent: what it holds unless a run asks for something else. */
  readonly quarantine?: ByteCount;
}

export const HEADER_BYTES = 16;

/** As glibc rounds what is asked for (malloc_usable_size), behind the word that holds the chunk's size. It has no quarantine. */
const GLIBC_HEADER_BYTES = 8;

function glibcCapacity(size: ByteCount): ByteCount {
  return Math.max(24, Math.ceil((size + 8) / 16) * 16 - 8);
}

/** Bytes from a payload to the end of its chunk: what was asked for, a redzone, rounded up to a size class. */
export function chunkCapacity(size: ByteCount, redzone: ByteCount): ByteCount {
  const bytes = Math.max(16, size + Math.max(growingRedzone(size), redzone - HEADER_BYTES));
  // Above 1024, eight classes for each doubling.
  const step = bytes <= 1024 ? 16 : 2 ** (31 - Math.clz32(bytes - 1) - 3);
  return Math.ceil(bytes / step) * step;
}

/** As `trailing_redzone` in `wasm/heap.c`. */
function growingRedzone(size: ByteCount): ByteCount {
  if (size <= 48) return 0;
  if (size <= 96) return 16;
  if (size < 448) return 48;
  if (size < 4096) return 128;
  if (size <= 32_256) return 512;
  return size <= 64_512 ? 1024 : 2048;
}

export function layHeapChunks(sources: ChunkSources): HeapChunks {
  const { blocks, isLeaked, redzone } = sources;
  const count = blocks.length;
  const header = redzone === undefined ? GLIBC_HEADER_BYTES : HEADER_BYTES;
  const capacity = (size: ByteCount): ByteCount =>
    redzone === undefined ? glibcCapacity(size) : chunkCapacity(size, redzone);
  const chunks = {
    count,
    id: new Int32Array(count),
    start: new Float64Array(count),
    payload: new Float64Array(count),
    payloadEnd: new Float64Array(count),
    end: new Float64Array(count),
    look: new Uint8Array(count),
    next: new Int32Array(count).fill(-1),
  };
  const freed: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const { id, address, size, state } = blocks[at]!;
    chunks.id[at] = id;
    chunks.start[at] = address - header;
    chunks.payload[at] = address;
    chunks.payloadEnd[at] = address + size;
    const following = at + 1 < count ? blocks[at + 1]!.address - header : Infinity;
    chunks.end[at] = Math.max(address + size, Math.min(address + capacity(size), following));
    chunks.look[at] = state === 'live' && isLeaked(id) ? 1 : 0;
    if (state === 'freed') freed.push(at);
  }
  linkFreed(chunks, freed, sources);
  return chunks;
}

/** Decides who is still in the quarantine, and follows the lists through the freed chunks. */
function linkFreed(
  chunks: HeapChunks,
  freed: number[],
  { freeStep, quarantine = DEFAULT_CHECKS.quarantineBytes }: Pick<ChunkSources, 'freeStep' | 'quarantine'>,
): void {
  const when = (at: number): number => freeStep[chunks.id[at]!] ?? 0;
  freed.sort((a, b) => when(b) - when(a) || chunks.id[b]! - chunks.id[a]!);
  let held = 0;
  let newer = -1;
  const bins = new Map<number, number>();
  for (const at of freed) {
    held += chunks.payloadEnd[at]! - chunks.payload[at]! + HEADER_BYTES;
    const isHeld = held <= quarantine;
    chunks.look[at] = CHUNK_LOOKS.indexOf(isHeld ? 'quarantined' : 'free');
    if (isHeld) {
      chunks.next[at] = newer;
      newer = at;
      continue;
    }
    const capacity = chunks.end[at]! - chunks.payload[at]!;
    const before = bins.get(capacity);
    if (before !== undefined) chunks.next[before] = at;
    bins.set(capacity, at);
  }
}

/** The chunk that holds an address, or the first one after it; `count` if there is none. */
export function chunkAtOrAfter({ count, end }: HeapChunks, address: Address): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (end[middle]! > address) high = middle;
    else low = middle + 1;
  }
  return low;
}

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
    if (which < 2) {
      liveBytes += payloadEnd[at]! - payload[at]!;
      overheadBytes += end[at]! - payloadEnd[at]! + payload[at]! - start[at]!;
    } else largestFree = Math.max(largestFree, bytes);
  }
  const freed = capacity[2]! + capacity[3]!;
  return {
    liveBlocks: blocks[0]! + blocks[1]!,
    liveBytes,
    overheadBytes,
    quarantinedChunks: blocks[2]!,
    quarantinedBytes: capacity[2]!,
    freeChunks: blocks[3]!,
    freeBytes: capacity[3]!,
    largestFree,
    externalFragmentation: freed > 0 ? 1 - largestFree / freed : 0,
  };
}
