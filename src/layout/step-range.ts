/** The part of a run that the timeline shows. */
import type { StepIndex } from '../util/units.ts';

export interface StepRange {
  readonly first: StepIndex;
  readonly end: StepIndex;
}

/** Closer than this there is nothing more to see. */
const FEWEST_STEPS = 20;

export function wholeRange(steps: StepIndex): StepRange {
  return { first: 0, end: Math.max(1, steps) };
}

/** Where a step lies, in pixels; outside [0, width] for steps out of sight. */
export function stepToX({ first, end }: StepRange, width: number): (step: StepIndex) => number {
  const scale = width / Math.max(1, end - first);
  return (step) => (step - first) * scale;
}

/** Shows `factor` times as many steps; `at` keeps its place. */
export function zoomRange(range: StepRange, steps: StepIndex, factor: number, at: StepIndex): StepRange {
  const before = range.end - range.first;
  const span = Math.min(Math.max(1, steps), Math.max(FEWEST_STEPS, before * factor));
  return within({ first: at - ((at - range.first) / before) * span, end: 0 }, span, steps);
}

export function panRange(range: StepRange, steps: StepIndex, by: number): StepRange {
  return within({ first: range.first + by, end: 0 }, range.end - range.first, steps);
}

/** The same range, moved if `step` isn't in it. */
export function rangeShowing(range: StepRange, steps: StepIndex, step: StepIndex): StepRange {
  if (step >= range.first && step <= range.end) return range;
  const span = range.end - range.first;
  return within({ first: step - span / 2, end: 0 }, span, steps);
}

function within({ first }: StepRange, span: number, steps: StepIndex): StepRange {
  const begin = Math.max(0, Math.min(Math.max(1, steps) - span, first));
  return { first: begin, end: begin + span };
}
