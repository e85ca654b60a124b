import { Layout } from '../instrument/memory-layout.ts';
import type { BlockColumns } from '../leaks/reachability.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address } from '../util/units.ts';
import type { ProgramState } from './program-state.ts';

/** Also the granule in which the heap is laid out. */
const HEADER_BYTES = 16;
const MARKER = 15;

export interface LiveBlocks extends BlockColumns {
  readonly id: Uint32Array;
  /** That allocated the block. */
  readonly stack: Uint32Array;
}

/**
 * The blocks that are live now, ascending by address: read off the headers that the allocator keeps in shadow bytes
 * (wasm/include/heapscope/heap.h draws one).
 */
export function liveBlocks(state: ProgramState, heapBase: Address): LiveBlocks {
  const { bytes, words } = state;
  const rows: { id: number[]; address: number[]; size: number[]; stack: number[] } = {
    id: [],
    address: [],
    size: [],
    stack: [],
  };
  const six = (at: number, count: number): number => {
    let value = 0;
    for (let k = count - 1; k >= 0; k--) value = (value << 6) | (bytes[at + k]! >> 1);
    return value;
  };
  const end = Layout.LIMIT + state.field(Layout.STATE_HEAP_TOP);
  let left = state.field(Layout.STATE_LIVE_BLOCKS);
  for (let header = Layout.LIMIT + heapBase; left > 0 && header < end; header += HEADER_BYTES) {
    // What a freed block's header says of its size may not be so any more: others may lie there.
    if (words[(header + MARKER) >> 2]! >>> 24 !== ShadowState.heapHeader) continue;
    left--;
    const size = six(header, 5);
    rows.id.push(six(header + 8, 5));
    rows.address.push(header + HEADER_BYTES - Layout.LIMIT);
    rows.size.push(size);
    rows.stack.push(six(header + 5, 3) | (six(header + 13, 1) << 18));
    header += (size + HEADER_BYTES - 1) & -HEADER_BYTES;
  }
  return {
    id: Uint32Array.from(rows.id),
    address: Uint32Array.from(rows.address),
    size: Uint32Array.from(rows.size),
    stack: Uint32Array.from(rows.stack),
  };
}
