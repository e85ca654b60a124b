/** What the allocations of each call stack come to, in columns by stack: made for tens of millions of events. */
import type { AllocationTable } from '../replay/timeline.ts';
import type { StepIndex } from '../util/units.ts';

/**
 * What can be measured of a call site. All of them add up, so that a caller's is the sum of its callees':
 * `peak` is what lived when the whole program held the most; `temporary` counts blocks that were freed before another was
 * allocated.
 */
export const MEASURES = ['bytes', 'blocks', 'peak', 'live', 'leaked', 'temporary'] as const;
export type Measure = (typeof MEASURES)[number];

/** The columns of an allocation table that are needed here: a native run's serve as well. */
export type MeasuredTable = Pick<
  AllocationTable,
  'count' | 'size' | 'stack' | 'operation' | 'step' | 'freeStep' | 'events'
>;

/** By `StackId`. */
export interface RunMeasures extends Readonly<Record<Exclude<Measure, 'live'>, Float64Array>> {
  /** Of the first allocation of each stack; there was none where `blocks` is 0. */
  readonly firstStep: Float64Array;
  readonly firstOperation: Uint16Array;
}

/** Everything that doesn't depend on the position: three passes over the columns. */
export function measureRun(table: MeasuredTable): RunMeasures {
  const { count, size, stack, operation, step, freeStep, events } = table;
  const stacks = stackCount(table);
  const column = (): Float64Array => new Float64Array(stacks);
  const [bytes, blocks, leaked, temporary] = [column(), column(), column(), column()];
  const firstStep = column();
  const firstOperation = new Uint16Array(stacks);
  for (let id = 1; id <= count; id += 1) {
    const at = stack[id]!;
    if (blocks[at]! === 0) {
      firstStep[at] = step[id]!;
      firstOperation[at] = operation[id]!;
    }
    blocks[at]! += 1;
    bytes[at]! += size[id]!;
    if (freeStep[id] === Infinity) leaked[at]! += size[id]!;
  }
  let [live, most, mostAfter] = [0, 0, 0];
  for (let at = 0; at < events.length; at += 1) {
    const event = events[at]!;
    if (event < 0) {
      live -= size[-event]!;
      continue;
    }
    live += size[event]!;
    if (live > most) [most, mostAfter] = [live, at + 1];
    if (events[at + 1] === -event) temporary[stack[event]!]! += 1;
  }
  return { bytes, blocks, peak: liveAfter(table, mostAfter, stacks), leaked, temporary, firstStep, firstOperation };
}

/** Bytes of each stack in blocks that live before statement `step`. */
export function liveByStack(table: MeasuredTable, step: StepIndex): Float64Array {
  const { count, size, stack, freeStep } = table;
  const live = new Float64Array(stackCount(table));
  for (let id = 1; id <= count && table.step[id]! <= step; id += 1)
    if (freeStep[id]! > step) live[stack[id]!]! += size[id]!;
  return live;
}

function liveAfter({ size, stack, events }: MeasuredTable, eventCount: number, stacks: number): Float64Array {
  const live = new Float64Array(stacks);
  for (let at = 0; at < eventCount; at += 1) {
    const event = events[at]!;
    if (event > 0) live[stack[event]!]! += size[event]!;
    else live[stack[-event]!]! -= size[-event]!;
  }
  return live;
}

function stackCount({ count, stack }: MeasuredTable): number {
  let highest = 0;
  for (let id = 1; id <= count; id += 1) if (stack[id]! > highest) highest = stack[id]!;
  return highest + 1;
}
