/** When memory was freed, and when it left the quarantine: numbers of events (from 1), by block. */
import { firstAbove } from '../replay/columns.ts';
import type { AllocationTable } from '../replay/timeline.ts';
import type { ByteCount } from '../util/units.ts';
import { HEADER_BYTES } from './chunk-sizes.ts';

export interface HeapOrder {
  readonly allocated: Int32Array;
  /** 0: never. */
  readonly freed: Int32Array;
  /** The event at which it was no longer kept from reuse; 0: never. */
  readonly released: Int32Array;
  /** Blocks in the order in which they were freed, and so in which they leave the quarantine. */
  readonly frees: Int32Array;
}

/** For one pass over all events, which there may be millions of. */
const orders = new WeakMap<AllocationTable, { readonly quarantine: ByteCount; readonly order: HeapOrder }>();

/** `quarantine`: bytes of freed blocks, with their headers, that are kept from reuse at most; as `wasm/quarantine.c` keeps them. */
export function heapOrder(table: AllocationTable, quarantine: ByteCount): HeapOrder {
  const known = orders.get(table);
  if (known?.quarantine === quarantine) return known.order;
  const order = orderOf(table, quarantine);
  orders.set(table, { quarantine, order });
  return order;
}

function orderOf({ count, events, size }: AllocationTable, quarantine: ByteCount): HeapOrder {
  const allocated = new Int32Array(count + 1);
  const freed = new Int32Array(count + 1);
  const released = new Int32Array(count + 1);
  const frees = new Int32Array(events.reduce((sum, event) => sum + (event < 0 ? 1 : 0), 0));
  let held = 0;
  let [newest, oldest] = [0, 0];
  for (let at = 0; at < events.length; at += 1) {
    const event = events[at]!;
    if (event > 0) {
      allocated[event] = at + 1;
      continue;
    }
    freed[-event] = at + 1;
    frees[newest++] = -event;
    held += size[-event]! + HEADER_BYTES;
    for (; held > quarantine && oldest < newest; oldest += 1) {
      const id = frees[oldest]!;
      held -= size[id]! + HEADER_BYTES;
      released[id] = at + 1;
    }
  }
  return { allocated, freed, released, frees };
}

/** Blocks that left the quarantine after event `from` and up to event `to`, in this order. */
export function releasedBetween({ released, frees }: HeapOrder, from: number, to: number): Int32Array {
  const when = (at: number): number => released[frees[at]!] || Infinity;
  return frees.subarray(firstAbove(frees.length, when, from), firstAbove(frees.length, when, to));
}
