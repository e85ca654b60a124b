/** Where to look at a finding. */
import type { StepIndex } from '../util/units.ts';
import type { Finding } from './findings.ts';
import type { Replay, StackLine } from './timeline.ts';

/**
 * Before the statement that does it: what leads to a misuse is often gone after it. But where the statement had called others
 * before (`find(x)->y`), the moment before it is one in another function: then after it. `steps`: of the whole run.
 */
export function misusePosition(
  { step, stack }: Pick<Finding, 'step' | 'stack'>,
  window: Pick<Replay, 'first' | 'end' | 'statementAt'> | undefined,
  steps: StepIndex,
): StepIndex {
  const last = Math.min(step, steps);
  const place = usersLines(stack)[0];
  if (last < 1) return 0;
  if (!window || !place || last <= window.first || last > window.end) return last - 1;
  const statement = window.statementAt(last - 1);
  return statement.file === place.file && statement.line === place.line ? last - 1 : last;
}

/** The user's lines of a stack: what libc does inside is of no interest to a person. */
export function usersLines(stack: readonly StackLine[]): readonly StackLine[] {
  return stack.filter((line) => !line.libc && line.line > 0);
}
