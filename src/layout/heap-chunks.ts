/**
 * The heap as an allocator lays it out, in columns by chunk, ascending by address. Ours (`wasm/include/heapscope/heap.h`):
 *
 *     | header: 16 bytes | payload | redzone, up to 16 | header ... | free chunk: header, room | header ... | wilderness
 *     start              payload   payloadEnd          end = next start                                     top
 *
 * Ours joins free neighbours at once and leaves no gaps, so the free chunks are what lies between those in use and those in quarantine.
 */
import { eventsBefore } from '../replay/allocations.ts';
import type { AllocationTable, BlockAt } from '../replay/timeline.ts';
import type { Address, AllocationId, ByteCount, StepIndex } from '../util/units.ts';
import { binOf, chunkCapacity, GLIBC_HEADER_BYTES, glibcCapacity, HEADER_BYTES } from './chunk-sizes.ts';
import { heapOrder, type HeapOrder } from './heap-order.ts';

/** Of a payload. A freed one waits in the quarantine before it is free to be given out again. */
export const CHUNK_LOOKS = ['live', 'leaked', 'quarantined', 'free'] as const;
export type ChunkLook = (typeof CHUNK_LOOKS)[number];

export const LOOK = { live: 0, leaked: 1, quarantined: 2, free: 3 } as const;

export interface HeapChunks {
  readonly count: number;
  /** Of a free chunk: the block that lay in it last, 0 if none is known. */
  readonly id: Int32Array;
  readonly start: Float64Array;
  readonly payload: Float64Array;
  readonly payloadEnd: Float64Array;
  readonly end: Float64Array;
  /** Indices in `CHUNK_LOOKS`. */
  readonly look: Uint8Array;
  /**
   * The event that made the chunk what it is: of a live block its allocation, of one in quarantine its free, of a free chunk the
   * last join or split. 0 where that isn't known (glibc's).
   */
  readonly since: Int32Array;
  /** Where the wilderness begins. */
  readonly top: Address;
}

/** Ours; of glibc's (the run was native) no more is known than where blocks are, or were. */
export interface Allocator {
  /** Where the heap begins. */
  readonly base: Address;
  /** Least bytes of redzone between two blocks, as the run was asked for. */
  readonly redzone: ByteCount;
  /** What the quarantine holds at most. */
  readonly quarantine: ByteCount;
}

export interface ChunkSources {
  /** Those before statement `step`, ascending by address. */
  readonly blocks: readonly BlockAt[];
  readonly step: StepIndex;
  readonly table: AllocationTable;
  readonly isLeaked: (id: AllocationId) => boolean;
  /** Absent: glibc. */
  readonly allocator?: Allocator | undefined;
}

export function layHeapChunks({ blocks, step, table, isLeaked, allocator }: ChunkSources): HeapChunks {
  if (!allocator) return layGlibcChunks(blocks, isLeaked);
  const order = heapOrder(table, allocator.quarantine);
  const rows = new ChunkRows(2 * blocks.length + 1);
  const now = eventsBefore(table, step);
  let gap = new FreeGap(allocator.base, 0);
  for (const { id, address, size, state } of blocks) {
    const released = order.released[id]!;
    if (state === 'freed' && released !== 0 && released <= now) {
      gap.lay(id, address, order);
      continue;
    }
    const allocated = order.allocated[id]!;
    gap.close(rows, address - HEADER_BYTES, allocated);
    const look = state === 'freed' ? LOOK.quarantined : isLeaked(id) ? LOOK.leaked : LOOK.live;
    const end = address + chunkCapacity(size, allocator.redzone);
    const since = look === LOOK.quarantined ? order.freed[id]! : allocated;
    rows.add({ id, start: address - HEADER_BYTES, payload: address, payloadEnd: address + size, end, look, since });
    gap = new FreeGap(end, allocated);
  }
  return rows.chunks(gap.start);
}

/** What may be a free chunk: it is one if anything in use lies behind it. */
class FreeGap {
  #last: AllocationId = 0;
  #lastFreed = 0;
  #since: number;

  constructor(
    readonly start: Address,
    since: number,
  ) {
    this.#since = since;
  }

  /** A block lay here that is freed and has left the quarantine. */
  lay(id: AllocationId, address: Address, { freed, released }: HeapOrder): void {
    // One that an in-use chunk begins to cover.
    if (address < this.start) return;
    this.#since = Math.max(this.#since, released[id]!);
    if (freed[id]! < this.#lastFreed) return;
    this.#lastFreed = freed[id]!;
    this.#last = id;
  }

  /** The next chunk in use begins at `end`, and was allocated at the event `allocated`. */
  close(rows: ChunkRows, end: Address, allocated: number): void {
    const { start } = this;
    if (end <= start) return;
    const payload = Math.min(start + HEADER_BYTES, end);
    const since = Math.max(this.#since, allocated);
    rows.add({ id: this.#last, start, payload, payloadEnd: end, end, look: LOOK.free, since });
  }
}

interface ChunkRow {
  readonly id: AllocationId;
  readonly start: Address;
  readonly payload: Address;
  readonly payloadEnd: Address;
  readonly end: Address;
  readonly look: number;
  readonly since: number;
}

class ChunkRows {
  #count = 0;
  readonly #columns;

  constructor(most: number) {
    this.#columns = {
      id: new Int32Array(most),
      start: new Float64Array(most),
      payload: new Float64Array(most),
      payloadEnd: new Float64Array(most),
      end: new Float64Array(most),
      look: new Uint8Array(most),
      since: new Int32Array(most),
    };
  }

  add(row: ChunkRow): void {
    const at = this.#count++;
    const columns = this.#columns;
    columns.id[at] = row.id;
    columns.start[at] = row.start;
    columns.payload[at] = row.payload;
    columns.payloadEnd[at] = row.payloadEnd;
    columns.end[at] = row.end;
    columns.look[at] = row.look;
    columns.since[at] = row.since;
  }

  chunks(top: Address): HeapChunks {
    const count = this.#count;
    const { id, start, payload, payloadEnd, end, look, since } = this.#columns;
    return {
      count,
      top,
      id: id.subarray(0, count),
      start: start.subarray(0, count),
      payload: payload.subarray(0, count),
      payloadEnd: payloadEnd.subarray(0, count),
      end: end.subarray(0, count),
      look: look.subarray(0, count),
      since: since.subarray(0, count),
    };
  }
}

/** It keeps nothing from reuse, and which chunks it has joined is not known. */
function layGlibcChunks(blocks: readonly BlockAt[], isLeaked: ChunkSources['isLeaked']): HeapChunks {
  const rows = new ChunkRows(blocks.length);
  let top = 0;
  blocks.forEach(({ id, address, size, state }, at) => {
    const following = blocks[at + 1] ? blocks[at + 1]!.address - GLIBC_HEADER_BYTES : Infinity;
    const end = Math.max(address + size, Math.min(address + glibcCapacity(size), following));
    const look = state === 'freed' ? LOOK.free : isLeaked(id) ? LOOK.leaked : LOOK.live;
    const start = address - GLIBC_HEADER_BYTES;
    rows.add({ id, start, payload: address, payloadEnd: address + size, end, look, since: 0 });
    top = end;
  });
  return rows.chunks(top);
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

/** The chunk in which a block is, or was if its memory is free; -1: it is gone, or `id` is 0. */
export function chunkOfBlock(chunks: HeapChunks, table: AllocationTable, id: AllocationId): number {
  const address = table.address[id] ?? 0;
  const at = chunkAtOrAfter(chunks, address);
  if (id === 0 || at === chunks.count || chunks.start[at]! > address) return -1;
  return chunks.id[at] === id || chunks.look[at] === LOOK.free ? at : -1;
}

/**
 * By chunk: the chunk that is next in its list (the quarantine, the oldest first; a bin of free chunks, the newest first), or -1.
 * glibc's lists are not known.
 */
export function linkChunks(chunks: HeapChunks, order: HeapOrder | undefined): Int32Array {
  const { count, look, since, id, start, end } = chunks;
  const next = new Int32Array(count).fill(-1);
  if (!order) return next;
  const listed: number[] = [];
  for (let at = 0; at < count; at += 1) if (look[at]! >= LOOK.quarantined) listed.push(at);
  const lastFreed = (at: number): number => order.freed[id[at]!] ?? 0;
  // Newest first. Of what one event made free, what was freed first; of the two rests of one chunk, the front one.
  listed.sort((a, b) => since[b]! - since[a]! || lastFreed(b) - lastFreed(a) || start[b]! - start[a]!);
  const before = new Map<number, number>();
  let newer = -1;
  for (const at of listed) {
    if (look[at] === LOOK.quarantined) {
      next[at] = newer;
      newer = at;
      continue;
    }
    const bin = binOf(end[at]! - start[at]!);
    const previous = before.get(bin);
    if (previous !== undefined) next[previous] = at;
    before.set(bin, at);
  }
  return next;
}
