/** When a leaked block became unreachable. */
import type { AllocationId, StepIndex } from '../util/units.ts';
import type { Moment, Replay, Survey } from './timeline.ts';

/** Whether any pointer that the program can reach leads to the block at this moment. */
export type IsReachable = (moment: Moment, block: AllocationId) => boolean;

/** A result that functions hand on is in no variable while they return: for so many statements. */
const RETURNS = 8;

/**
 * The first position at which nothing leads to the block any more: the statement before it threw the last pointer away.
 * Undefined if it is still reachable at the end of the window, or already wasn't at its beginning. Tries some twenty
 * positions: takes for granted that what is lost stays lost. `end` is the last position to look at; absent: the window's end.
 */
export function lastPointerLost(
  replay: Replay,
  survey: Survey,
  block: AllocationId,
  isReachable: IsReachable,
  end: StepIndex = replay.end,
): StepIndex | undefined {
  const allocated = survey.allocations.step[block];
  if (allocated === undefined || block <= 0 || allocated > end) return undefined;
  const isReachableAt = (step: StepIndex): boolean => isReachable(replay.seek(step), block);
  if (isReachableAt(end)) return undefined;
  let reachable: StepIndex = Math.max(allocated, replay.first);
  const held = firstWhere(isReachableAt, reachable, Math.min(end, reachable + RETURNS));
  // Never stored anywhere: the statement that allocated it also lost it.
  if (held === undefined) return allocated >= replay.first ? reachable : undefined;
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
