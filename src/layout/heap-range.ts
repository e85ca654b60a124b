import type { AllocationTable } from '../replay/timeline.ts';
import type { Address } from '../util/units.ts';

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
