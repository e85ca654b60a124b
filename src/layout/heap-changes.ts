/** What a step did to the chunks themselves: split one, or joined some. Read off the chunks after it. */
import type { Address, ByteCount } from '../util/units.ts';
import { chunkCapacity, HEADER_BYTES } from './chunk-sizes.ts';
import { releasedBetween, type HeapOrder } from './heap-order.ts';
import { chunkAtOrAfter, LOOK, type Allocator, type HeapChunks } from './heap-chunks.ts';
import type { AllocationTable } from '../replay/timeline.ts';

export type HeapChange =
  /** A block was cut out of a free chunk of `from` bytes; `rest` of them stay free. */
  | {
      readonly kind: 'split';
      readonly block: number;
      readonly chunk: number;
      readonly from: ByteCount;
      readonly rest: ByteCount;
      /** Chunks that are left of the free one: behind the block, and before it if it had to be aligned. */
      readonly rests: readonly number[];
    }
  /** What was freed last became one free chunk with what was free beside it. `borders`: where the parts met. */
  | { readonly kind: 'join'; readonly chunk: number; readonly bytes: ByteCount; readonly borders: readonly Address[] }
  /** Freed chunks at the heap's end: the wilderness begins before them now. `was`: where it began. */
  | { readonly kind: 'shrink'; readonly top: Address; readonly was: Address };

export interface ChangeSources {
  readonly chunks: HeapChunks;
  readonly table: AllocationTable;
  readonly order: HeapOrder;
  readonly allocator: Allocator;
  /** The events of the step, as numbers from 1: those after `from`, up to `to`. */
  readonly from: number;
  readonly to: number;
}

export function heapChanges(sources: ChangeSources): readonly HeapChange[] {
  const { table, from, to } = sources;
  const changes: HeapChange[] = [];
  for (let event = from + 1; event <= to; event += 1) {
    const signedId = table.events[event - 1]!;
    const change = signedId > 0 ? splitBy(sources, event, signedId) : undefined;
    if (change) changes.push(change);
  }
  const released = [...releasedBetween(sources.order, from, to)];
  const joined = new Set<number>();
  for (const id of released) {
    const at = chunkAtOrAfter(sources.chunks, table.address[id]!);
    if (at < sources.chunks.count && sources.chunks.look[at] === LOOK.free) joined.add(at);
  }
  for (const at of joined) {
    const change = joinOf(sources, at, released);
    if (change) changes.push(change);
  }
  const shrunk = shrinkBy(sources, released);
  return shrunk ? [...changes, shrunk] : changes;
}

function splitBy({ chunks, table }: ChangeSources, event: number, id: number): HeapChange | undefined {
  const at = chunkAtOrAfter(chunks, table.address[id]!);
  if (chunks.id[at] !== id || chunks.since[at] !== event) return undefined;
  const rests = [at - 1, at + 1].filter((rest) => chunks.look[rest] === LOOK.free && chunks.since[rest] === event);
  // At the heap's end the block came out of the wilderness, and what is before it is the gap of its alignment.
  if (rests.length === 0 || at + 1 >= chunks.count) return undefined;
  const bytes = (chunk: number): ByteCount => chunks.end[chunk]! - chunks.start[chunk]!;
  const rest = rests.reduce((sum, each) => sum + bytes(each), 0);
  return { kind: 'split', block: at, chunk: rests.at(-1)!, from: rest + bytes(at), rest, rests };
}

function joinOf(sources: ChangeSources, at: number, released: readonly number[]): HeapChange | undefined {
  const { chunks } = sources;
  const [start, end] = [chunks.start[at]!, chunks.end[at]!];
  const borders = bordersOf(sources, released, start, end);
  if (borders.length === 0) return undefined;
  return { kind: 'join', chunk: at, bytes: end - start, borders };
}

/** Inside [start, end): where what was released begins and ends. */
function bordersOf(
  { table, allocator }: ChangeSources,
  released: readonly number[],
  start: Address,
  end: Address,
): readonly Address[] {
  const borders = new Set<Address>();
  for (const id of released) {
    const chunk = table.address[id]! - HEADER_BYTES;
    if (chunk < start || chunk >= end) continue;
    borders.add(chunk);
    borders.add(table.address[id]! + chunkCapacity(table.size[id]!, allocator.redzone));
  }
  return [...borders].filter((border) => border > start && border < end).sort((a, b) => a - b);
}

function shrinkBy({ chunks, table, allocator }: ChangeSources, released: readonly number[]): HeapChange | undefined {
  const ends = released
    .filter((id) => table.address[id]! >= chunks.top)
    .map((id) => table.address[id]! + chunkCapacity(table.size[id]!, allocator.redzone));
  if (ends.length === 0) return undefined;
  return { kind: 'shrink', top: chunks.top, was: Math.max(...ends) };
}
