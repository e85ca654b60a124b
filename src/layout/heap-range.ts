import type { AllocationTable } from '../replay/timeline.ts';
import type { Address } from '../util/units.ts';

/** Native programs have heaps far apart, with nothing between them to draw. */
const GAP = 2 ** 30;

export interface HeapPart {
  readonly low: Address;
  readonly high: Address;
  readonly blocks: number;
}

/** Stretches of addresses that blocks of the run ever lie in, the one with most blocks first; one for a program of 32 bits. */
export function heapParts(table: AllocationTable): readonly HeapPart[] {
  const { address, size, count } = table;
  if (address instanceof Uint32Array) return [{ ...heapRange(table), blocks: count }];
  const starts = address.slice(1).sort();
  const parts: { low: Address; high: Address; blocks: number }[] = [];
  for (const start of starts) {
    const last = parts.at(-1);
    if (!last || start - last.high > GAP) parts.push({ low: start - (start % 16), high: start + 1, blocks: 1 });
    else {
      last.high = start + 1;
      last.blocks += 1;
    }
  }
  for (let id = 1; id <= count; id += 1) {
    const part = parts.findLast(({ low }) => low <= address[id]!);
    if (part) part.high = Math.max(part.high, address[id]! + size[id]!);
  }
  return parts.length === 0 ? [{ low: 0, high: 0, blocks: 0 }] : parts.sort((a, b) => b.blocks - a.blocks);
}

/** The addresses [low, high) that blocks of the run ever lie in: a map over it keeps still while blocks come and go. */
export function heapRange(table: AllocationTable): { readonly low: Address; readonly high: Address } {
  let low = Infinity;
  let high = 0;
  for (let id = 1; id <= table.count; id += 1) {
    const address = table.address[id] ?? 0;
    low = Math.min(low, address);
    high = Math.max(high, address + Math.max(1, table.size[id] ?? 0));
  }
  return low < high ? { low: low - (low % 16), high } : { low: 0, high: 0 };
}
