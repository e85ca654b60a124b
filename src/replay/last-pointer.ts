/** When a leaked block became unreachable. */
import type { AllocationId, StepIndex } from '../util/units.ts';
import type { Moment, Replay } from './timeline.ts';

/** Whether any pointer that the program can reach leads to the block at this moment. */
export type IsReachable = (moment: Moment, block: AllocationId) => boolean;

/** A result that functions hand on is in no variable while they return: for so many statements. */
const RETURNS = 8;

/** When a process has a block. */
export interface BlockSpan {
  /** The first position. */
  readonly had: StepIndex;
  /** The last position to look at. */
  readonly end: StepIndex;
}

/**
 * The first position at which nothing leads to the block any more: the statement before it threw the last pointer away.
 * Undefined if it is still reachable at the end of the window, or already wasn't at its beginning. Tries some twenty
 * positions: takes for granted that what is lost stays lost.
 */
export function lastPointerLost(
  replay: Replay,
  block: AllocationId,
  isReachable: IsReachable,
  { had, end }: BlockSpan,
): StepIndex | undefined {
  if (block <= 0 || had > end) return undefined;
  const isReachableAt = (step: StepIndex): boolean => isReachable(replay.seek(step), block);
  if (isReachableAt(end)) return undefined;
  let reachable: StepIndex = Math.max(had, replay.first);
  const held = firstWhere(isReachableAt, reachable, Math.min(end, reachable + RETURNS));
  // Never stored anywhere: the statement that allocated it also lost it.
  if (held === undefined) return had >= replay.first ? reachable : undefined;
  reachable = held;
  let lost = end;
  while (lost - reachable > 1) {
    const middle = Math.floor((reachable + lost) / 2);
    if (isReachableAt(middle)) reachable = middle;
    else lost = middle;
  }
  return lost;
}

function firstWhere(holds: (step: StepIndex) => boolean, first: StepIndex, last: StepIndex): StepIndex | undefined {
  for (let step = first; step <= last; step++) if (holds(step)) return step;
  return undefined;
}
