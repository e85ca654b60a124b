/** A finding as a story in a few steps: where its memory came from, where it went, and where it was used all the same. */
import { misusePosition } from '../replay/misuse-position.ts';
import type { StackLine } from '../replay/timeline.ts';
import type { StepIndex } from '../util/units.ts';
import type { Finding, Recorded, StackAt } from './recorded.ts';

export { usersLines } from '../replay/misuse-position.ts';

export type StoryKind =
  | 'allocated'
  | 'declared'
  | 'freed'
  | 'scopeEnded'
  | 'returned'
  | 'lost'
  /** A leak that no step made: it was simply never freed. */
  | 'left'
  | 'read'
  | 'written'
  | 'freedAgain'
  | 'used'
  | 'divided'
  | 'full'
  | 'asked'
  | 'waits'
  | 'faulted'
  | 'happened';

export interface StoryStep {
  readonly kind: StoryKind;
  /** Where to look: after what happened, but before a misuse, while the pointers that lead to it still stand. */
  readonly position: StepIndex;
  /** The step it happened in, as the list shows it. */
  readonly step: StepIndex;
  /** Innermost first. */
  readonly stack: readonly StackLine[];
  /** Whether this is the misuse itself. */
  readonly isMisuse: boolean;
}

/** The steps of a finding in the order of time; never none. */
export function storyOf(finding: Finding, recorded: Recorded): StoryStep[] {
  const { lost, lives, steps, window } = recorded;
  const story: StoryStep[] = [];
  const add = (kind: StoryKind, at: StackAt | undefined): void => {
    if (at) story.push({ kind, position: Math.min(at.step, steps), step: at.step, stack: at.stack, isMisuse: false });
  };
  add('allocated', finding.allocated);
  if (finding.kind === 'leak') {
    add('lost', lost.get(finding));
    // At the last statement the stack still stands, and shows what leads there.
    if (story.at(-1)?.kind !== 'lost' && window) {
      const end = recorded.hasMemory ? Math.max(0, steps - 1) : steps;
      story.push({ kind: 'left', position: end, step: end, stack: [], isMisuse: false });
    }
    return story;
  }
  const life = lives.get(finding);
  add('declared', life?.declared);
  add(finding.kind === 'use-after-scope' ? 'scopeEnded' : 'returned', life?.ended);
  add('freed', finding.freed);
  const { step, stack, origin } = finding;
  // Of a value that was never set, this is where its bytes came from.
  if (!finding.allocated && origin?.kind === 'block') add('allocated', origin.allocated);
  story.push({
    kind: misuseKind(finding),
    position: misusePosition(finding, window, steps),
    step,
    stack,
    isMisuse: true,
  });
  return story;
}

/** Those that have words of their own. */
const KINDS: Partial<Record<Finding['kind'], StoryKind>> = {
  'double-free': 'freedAgain',
  'invalid-free': 'freedAgain',
  'uninitialised-read': 'used',
  'division-by-zero': 'divided',
  'stack-overflow': 'full',
  'bad-malloc-size': 'asked',
  'out-of-memory': 'asked',
  deadlock: 'waits',
};

function misuseKind(finding: Exclude<Finding, { kind: 'leak' }>): StoryKind {
  const own = KINDS[finding.kind];
  if (own) return own;
  if (finding.kind === 'trap' && !finding.access) return 'faulted';
  return finding.access === 'read' ? 'read' : finding.access === 'write' ? 'written' : 'happened';
}
