/**
 * Lessons as the build leaves them for the page, each a small file that is shown as it comes:
 *
 *     lessons/index.json                 ListedLesson[], in the order of the course
 *     lessons/NAME.en.json, NAME.zh.json BuiltLesson, for each language that it is written in
 *     lessons/NAME/PROGRAM.ready         the recording of each program, packed (see `ready-recording.ts`)
 */
import type { InLanguages, LocaleName } from '../../i18n/locale-name.ts';
import type { LessonSettings, LessonText } from '../../lesson/model.ts';
import type { CellAnswer } from '../../lesson/answer.ts';
import type { ResolvedShow } from '../../lesson/resolve.ts';

export interface ListedLesson {
  /** The folder's: '01-stack-and-heap'. */
  readonly name: string;
  readonly minutes: number;
  readonly title: InLanguages<string>;
  readonly about: InLanguages<string>;
  /** What there is to do, as `LessonProgress` names it. */
  readonly tasks: readonly string[];
}

export interface BuiltLesson {
  readonly name: string;
  readonly settings: LessonSettings;
  /** Of the text. */
  readonly language: LocaleName;
  readonly text: LessonText;
  /** Sources by their path in the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** For each block of the text: what it shows, or the moment that it asks about. */
  readonly shows: readonly (ResolvedShow | null)[];
  /** By the id of a predict, for each of its cells. */
  readonly answers: Readonly<Record<string, readonly CellAnswer[]>>;
}

/** How `LessonProgress` names the exercise of a lesson; predicts and quizzes have ids of their own. */
export const EXERCISE_TASK = 'exercise';

/** What a text asks its reader to do, in its order. */
export function tasksOf(text: LessonText): string[] {
  return text.blocks.flatMap((block) => {
    if (block.kind === 'predict' || block.kind === 'quiz') return [block.id];
    return block.kind === 'exercise' ? [EXERCISE_TASK] : [];
  });
}
