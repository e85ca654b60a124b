import type { StepIndex } from '../util/units.ts';
import type { Recorded } from './recorded.ts';
import { storyOf } from './story-steps.ts';

export interface FirstView {
  readonly position: StepIndex;
  /** The finding that is opened; -1 for none. */
  readonly finding: number;
}

/**
 * Where a fresh recording is opened: at its first misuse; else where the first leak lost its last pointer; else at the last
 * statement, where the stack still stands beside the heap, or of a native program after its last event. A run too long for one window is opened at its start.
 */
export function firstView(recorded: Recorded): FirstView {
  const { findings, lost, steps, window } = recorded;
  const [first] = findings;
  const finding = first ? 0 : -1;
  if (!window) return { position: 0, finding };
  if (first && first.kind !== 'leak') return { position: storyOf(first, recorded).at(-1)?.position ?? 0, finding };
  const leaks = [...lost].sort(([, a], [, b]) => a.step - b.step);
  const earliest = leaks[0];
  if (earliest && earliest[1].step < steps) {
    return { position: earliest[1].step, finding: findings.indexOf(earliest[0]) };
  }
  // What a scan saw at the end is known from then on.
  if (!recorded.hasMemory) return { position: steps, finding };
  // In the last step everything is lost: the stack is gone, and the picture says nothing.
  return { position: Math.max(0, steps - 1), finding };
}
