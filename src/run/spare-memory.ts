/**
 * Memories of runs that are over, for those to come. A run is often made again at once (to follow undefined values, to record a window, with
 * another input), and to set what it wrote to zero takes a fraction of the time in which the system gives as many fresh pages.
 */
import { Layout, WASM_PAGE_BYTES } from '../instrument/memory-layout.ts';
import type { MemoryLayout } from '../trace/recording.ts';
import { ORIGINS, PASSED_BYTES } from './fork-memory.ts';
import { PASSED, type ProgramState } from './program-state.ts';

/**
 * Memories that more has been written to are left to the garbage collector. For each plane (program, shadow, undefined bits): a program that
 * allocates and frees for long fills its quarantine of 64 MB, and then goes on in what was in it.
 */
const MOST_WRITTEN_BYTES = 96 * 2 ** 20;
/** Of programs that fork, a run needs several. */
const MOST_SPARES = 4;
/** Call slots are looked through in such pieces, from the outermost: the first without any ends them. */
const SLOTS_PIECE_BYTES = 0x10000;

interface Spare {
  readonly memory: WebAssembly.Memory;
  /** Where it may hold something else than zeros. */
  readonly written: readonly (readonly [start: number, end: number])[];
  readonly writtenBytes: number;
}

/** By their number of pages. */
const spares = new Map<number, Spare[]>();

/** A memory of zeros. */
export function takeMemory(pages: number): WebAssembly.Memory {
  const spare = spares.get(pages)?.pop();
  if (!spare) return new WebAssembly.Memory({ initial: pages, maximum: pages });
  const bytes = new Uint8Array(spare.memory.buffer);
  for (const [start, end] of spare.written) bytes.fill(0, start, end);
  return spare.memory;
}

/**
 * The memory of a process without further threads is nobody's any more. Its run has made no finding of a write: what it wrote was its own. Whoever
 * marked more as such (only clang's code should) keeps it from being used again.
 */
export function keepMemory(memory: WebAssembly.Memory, state: ProgramState, layout: MemoryLayout): void {
  if (state.field(Layout.STATE_MARKED_BEYOND) > 0) return;
  const written = writtenRanges(state, layout);
  const planes = state.bytes.length / Layout.LIMIT;
  const writtenBytes = written.reduce((sum, [start, end]) => sum + end - start, 0);
  const pages = state.bytes.length / WASM_PAGE_BYTES;
  const others = spares.get(pages) ?? [];
  const all = others.reduce((sum, spare) => sum + spare.writtenBytes, writtenBytes);
  if (others.length >= MOST_SPARES || all > MOST_WRITTEN_BYTES * planes) return;
  spares.set(pages, [...others, { memory, written, writtenBytes }]);
}

/** Where such a run may have written. */
function writtenRanges(state: ProgramState, layout: MemoryLayout): Spare['written'] {
  const ranges: [start: number, end: number][] = [];
  for (const [start, end] of state.usedRanges(layout))
    for (let plane = 0; plane < state.bytes.length; plane += Layout.LIMIT) ranges.push([plane + start, plane + end]);
  const add = (start: number, bytes: number): void => void ranges.push([start, start + bytes]);
  if (state.lowestMapped < Layout.RESERVED_BASE)
    for (let plane = 0; plane < state.bytes.length; plane += Layout.LIMIT)
      ranges.push([plane + state.lowestMapped, plane + Layout.RESERVED_BASE]);
  add(Layout.NODES_BASE, (state.field(Layout.STATE_NODE_COUNT) + 1) * 8);
  add(Layout.NODE_HASH_BASE, state.field(Layout.STATE_HASH_SIZE) * 4);
  add(Layout.SEEN_BASE, Layout.SEEN_SIZE * 16);
  add(Layout.SLOTS_BASE, usedSlotBytes(state));
  add(Layout.RING_BASE, Layout.RING_SOFT_END + Layout.RING_SLACK - Layout.RING_BASE);
  if (state.field(Layout.STATE_COUNTED) > 0) add(Layout.COUNTS_BASE, Layout.COUNTS_SIZE * 32);
  // Asyncify's area begins with where it goes on: after a suspension it was more.
  if (state.words[Layout.SUSPENSION_BASE >> 2] !== 0)
    add(Layout.SUSPENSION_BASE, Layout.SUSPENSION_END - Layout.SUSPENSION_BASE);
  for (const base of PASSED) add(base, PASSED_BYTES);
  if (state.field(Layout.STATE_TRIES_ORIGINS) > 0) for (const [start, bytes] of ORIGINS) add(start, bytes);
  add(Layout.STATE_BASE, Layout.LIMIT - Layout.STATE_BASE);
  return ranges;
}

/** A function that called another has written its site: so where no slot has been written, none behind it has. */
function usedSlotBytes({ words }: ProgramState): number {
  const first = Layout.SLOTS_BASE >> 2;
  const last = Layout.SLOTS_END >> 2;
  let end = first;
  while (end < last && words.subarray(end, end + (SLOTS_PIECE_BYTES >> 2)).some((word) => word !== 0))
    end += SLOTS_PIECE_BYTES >> 2;
  return (end - first) * 4;
}
