import type { StepIndex } from '../../util/units.ts';
import type { BuiltLesson } from './built-lesson.ts';

/** The question that keeps the rest of a run back, and the last position that may be seen until then. */
export interface Hold {
  readonly predict: string;
  readonly limit: StepIndex;
}

/**
 * What keeps the run of a program back: the first question about it that is still open. Until then there is to see what the
 * text before it has shown, and never the moment that is asked about.
 */
export function holdOf(lesson: BuiltLesson, program: string, isDone: (predict: string) => boolean): Hold | undefined {
  let shown: StepIndex = 0;
  for (const [i, block] of lesson.text.blocks.entries()) {
    const { program: whose, step } = lesson.shows[i] ?? {};
    if (whose !== program || step === undefined) continue;
    if (block.kind === 'show') shown = Math.max(shown, step);
    if (block.kind !== 'predict' || isDone(block.id)) continue;
    return { predict: block.id, limit: Math.max(0, Math.min(shown, step - 1)) };
  }
  return undefined;
}
