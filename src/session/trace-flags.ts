/** What views need of the trace's vocabulary. */
import { AllocationOp } from '../trace/records.ts';

export { ALLOCATION_BY_LIBC, ShadowState } from '../trace/records.ts';

const NAMES = Object.fromEntries(Object.entries(AllocationOp).map(([name, code]) => [code, name]));

/** "malloc", "calloc", ...; `operation` as records hold it, with or without the mark for libc's own. */
export function operationName(operation: number): string {
  return NAMES[operation & 0xff] ?? 'malloc';
}
