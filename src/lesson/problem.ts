/** What is wrong with a lesson's files, and where; `lessonMessages` has the words. */
import type { NoAnswer } from './answers.ts';
import type { CheckFailure } from './check-result.ts';
import type { Expected } from './expected.ts';
import type { Check } from './model.ts';

export interface LessonProblem {
  /** In the lesson's folder: 'lesson.en.md'. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** 'title', 'programs.start.files', 'predict', ...; '' where it is about the file. */
  readonly field: string;
  readonly what: WrongInLesson;
}

/** Nothing has to be added to these. */
export type PlainlyWrong =
  | 'missing-file'
  | 'missing-field'
  | 'no-front-matter'
  | 'attributes'
  | 'no-cells'
  | 'image'
  | 'too-deep'
  | 'no-place'
  | 'several-places'
  | 'no-question'
  | 'too-few-choices'
  | 'none-right'
  | 'no-main-file'
  | 'too-long-to-record'
  | 'start-passes'
  | 'no-exercise'
  | 'no-checks'
  | 'timeout';

export type WrongInLesson =
  | { readonly kind: PlainlyWrong }
  /** `reason` is the YAML parser's, in English. */
  | { readonly kind: 'not-yaml'; readonly reason: string }
  | { readonly kind: 'unknown-field'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'wrong-value'; readonly expected: Expected }
  | { readonly kind: 'unknown-directive' | 'unknown-cell'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'unknown-program' | 'unknown-check'; readonly name: string; readonly known: readonly string[] }
  | {
      readonly kind: 'unclosed' | 'misplaced' | 'no-such-file' | 'no-such-lesson' | 'refused-link';
      readonly name: string;
    }
  | { readonly kind: 'duplicate-id' | 'second-exercise'; readonly name: string; readonly firstLine: number }
  | { readonly kind: 'too-long'; readonly most: number }
  /** The recording has no such thing. */
  | { readonly kind: 'unresolved'; readonly why: NoAnswer }
  /** `message` is the compiler's, with its place. */
  | { readonly kind: 'not-compiled' | 'not-judged'; readonly message: string }
  | { readonly kind: 'solution-fails'; readonly check: Check; readonly failure: CheckFailure }
  /** Another language says something else at this place; '' where it has nothing more. */
  | { readonly kind: 'differs'; readonly other: string; readonly otherLine: number; readonly there: string };

/** Collects problems of one file. */
export class ProblemList {
  readonly all: LessonProblem[] = [];

  constructor(readonly file: string) {}

  add(line: number, field: string, what: WrongInLesson): void {
    this.all.push({ file: this.file, line, field, what });
  }
}
