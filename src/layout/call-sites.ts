import type { StackLine, Survey } from '../replay/timeline.ts';
import { ALLOCATION_BY_LIBC } from '../trace/records.ts';
import type { AllocationId, ByteCount, StackId, StepIndex } from '../util/units.ts';

export interface CallSite {
  readonly stack: StackId;
  /** The user's function and line, innermost; undefined where only libc is known. */
  readonly place: StackLine | undefined;
  readonly lines: readonly StackLine[];
  readonly count: number;
  readonly bytes: ByteCount;
  readonly liveBlocks: number;
  readonly liveBytes: ByteCount;
  readonly neverFreed: number;
  readonly neverFreedBytes: ByteCount;
  readonly first: AllocationId;
  readonly firstStep: StepIndex;
  readonly byLibc: boolean;
}

export type CallSiteSources = Pick<Survey, 'allocations' | 'stackLines'>;

/** The allocations of a run grouped by call stack, those with the most bytes first; `step` decides what is live. */
export function groupCallSites(survey: CallSiteSources, step: StepIndex): CallSite[] {
  const table = survey.allocations;
  const groups = new Map<StackId, Mutable<CallSite>>();
  for (let id = 1; id <= table.count; id += 1) {
    const stack = table.stack[id] ?? 0;
    let group = groups.get(stack);
    if (!group) groups.set(stack, (group = emptyGroup(survey, stack, id)));
    const size = table.size[id] ?? 0;
    const freeStep = table.freeStep[id] ?? Infinity;
    group.count += 1;
    group.bytes += size;
    if ((table.step[id] ?? 0) <= step && freeStep > step) {
      group.liveBlocks += 1;
      group.liveBytes += size;
    }
    if (freeStep === Infinity) {
      group.neverFreed += 1;
      group.neverFreedBytes += size;
    }
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes || a.first - b.first);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function emptyGroup(survey: CallSiteSources, stack: StackId, first: AllocationId): Mutable<CallSite> {
  const lines = survey.stackLines(stack);
  return {
    stack,
    place: lines.find((line) => !line.libc && line.line > 0),
    lines,
    count: 0,
    bytes: 0,
    liveBlocks: 0,
    liveBytes: 0,
    neverFreed: 0,
    neverFreedBytes: 0,
    first,
    firstStep: survey.allocations.step[first] ?? 0,
    byLibc: ((survey.allocations.operation[first] ?? 0) & ALLOCATION_BY_LIBC) !== 0,
  };
}
