import type { StepIndex } from '../util/units.ts';

/** Statements that are recorded in full at once: about 40 MB. */
export const WINDOW_STEPS = 1_000_000;

/** What a person goes to is recorded, or read, when they have stayed there for so long: they may go on. */
export const SEEK_DELAY_MS = 200;

/** The window to record so that `around` can be seen, in a run of `total` statements. Gives [first, end). */
export function windowRange(
  around: StepIndex,
  total: StepIndex,
): { readonly first: StepIndex; readonly end: StepIndex } {
  const first = Math.max(0, Math.min(Math.floor(around - WINDOW_STEPS / 2), total - WINDOW_STEPS));
  return { first, end: Math.min(total, first + WINDOW_STEPS) };
}
