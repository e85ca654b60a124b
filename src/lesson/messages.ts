/** What is said about lessons, in each language. */
import type { LocaleName } from '../i18n/format.ts';
import { Words } from '../i18n/words.ts';
import type { WhatFailed } from './check-result.ts';
import type { Expected } from './expected.ts';
import { englishLessonMessages } from './messages.en.ts';
import type { Check } from './model.ts';
import type { LessonProblem, WrongInLesson } from './problem.ts';

export interface LessonMessages {
  /** A sentence without its place. */
  problem(what: WrongInLesson): string;
  /** What a field may hold, as the end of "expected ...". */
  readonly expected: Readonly<Record<Expected, string>>;
  /** What a check asks for, and why one failed; neither with a full stop. */
  check(check: Check): string;
  failure(what: WhatFailed): string;
  readonly noLessons: string;
  /** Nothing is wrong with a lesson. */
  lessonHolds(folder: string): string;
  /** In a clone the page shows it while it is written. */
  lessonMade(folder: string, inClone: boolean): string;
  alreadyThere(folder: string): string;
  /** What keeps a submission from being judged. */
  readonly grade: {
    unreadable(reason: string): string;
    readonly noSources: string;
    timeout(seconds: number): string;
    crashed(message: string): string;
  };
  /** file:line: field: sentence */
  place(problem: LessonProblem, sentence: string): string;
}

export const LESSON_WORDS = new Words(
  englishLessonMessages,
  import.meta.glob<LessonMessages>('../languages/*.ts', { import: 'lesson' }),
);

/** English until the language's words were fetched. */
export function lessonMessages(language: LocaleName): LessonMessages {
  return LESSON_WORDS.in(language);
}

/** One line, as compilers write it, so that editors find the place. */
export function problemText(problem: LessonProblem, messages: LessonMessages): string {
  return messages.place(problem, messages.problem(problem.what));
}
