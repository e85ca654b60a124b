import type { StepIndex } from '../util/units.ts';
import type { Recorded } from './recorded.ts';

/**
 * Where a fresh recording is opened: at its first finding, or, when all findings are about the end (leaks) or there are none, at the last
 * statement, where the stack still stands beside the heap. A run too long for one window is opened at its start.
 */
export function firstPosition({ findings, steps, window }: Recorded): StepIndex {
  if (!window) return 0;
  const early = findings.filter((finding) => finding.kind !== 'leak').map((finding) => finding.step);
  if (early.length > 0) return Math.min(...early);
  return Math.max(0, steps - 1);
}
