import type { AllocationTable } from '../replay/timeline.ts';
import { ALLOCATION_BY_LIBC } from '../trace/records.ts';
import type { AllocationId } from '../util/units.ts';

/** Whether libc allocated a block for itself: it is no object of the program's. */
export function isLibcsBlock({ operation }: Pick<AllocationTable, 'operation'>, block: AllocationId): boolean {
  return ((operation[block] ?? 0) & ALLOCATION_BY_LIBC) !== 0;
}
