import type { StepIndex } from '../util/units.ts';
import type { Recorded } from './recorded.ts';

/**
 * Where a fresh recording is opened: at its first misuse; else where the first leak lost its last pointer; else at the last
 * statement, where the stack still stands beside the heap. A run too long for one window is opened at its start.
 */
export function firstPosition({ findings, lost, steps, window }: Recorded): StepIndex {
  if (!window) return 0;
  const early = findings.filter((finding) => finding.kind !== 'leak').map((finding) => finding.step);
  if (early.length > 0) return Math.min(...early);
  const leaks = [...lost.values()].map((event) => event.step);
  // In the last step everything is lost: the stack is gone, and the picture says nothing.
  return Math.max(0, Math.min(steps - 1, ...leaks));
}
