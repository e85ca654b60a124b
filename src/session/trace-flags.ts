/** What views need of the trace's vocabulary. */
import { AllocationOp, SegmentKind } from '../trace/records.ts';

export { SIGNAL_NAMES } from '../trace/signals.ts';

const NAMES = Object.fromEntries(Object.entries(AllocationOp).map(([name, code]) => [code, name]));

export type SegmentKindName = keyof typeof SegmentKind;
const SEGMENT_NAMES = Object.fromEntries(Object.entries(SegmentKind).map(([name, code]) => [code, name])) as Record<
  number,
  SegmentKindName
>;

export function segmentKindName(kind: SegmentKind): SegmentKindName {
  return SEGMENT_NAMES[kind] ?? 'anonymous';
}

/** "malloc", "calloc", ...; `operation` as records hold it, with or without the mark for libc's own. */
export function operationName(operation: number): string {
  return NAMES[operation & 0xff] ?? 'malloc';
}
