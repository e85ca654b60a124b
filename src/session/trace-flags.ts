/** What views need of the trace's vocabulary. */
export { ALLOCATION_BY_LIBC, AllocationOp, ShadowState } from '../trace/records.ts';
