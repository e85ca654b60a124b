/** What the command asks of the threads that judge programs, and what they answer. Tagged by `type`. */
import type { Judgement } from '../lesson/check-result.ts';
import type { Submission } from '../lesson/judge.ts';
import type { Check, Lesson } from '../lesson/model.ts';
import type { LessonProblem } from '../lesson/problem.ts';
import type { RunLimits } from '../run/request.ts';

export type Job =
  | {
      readonly type: 'judge';
      readonly submission: Submission;
      readonly checks: readonly Check[];
      readonly limits: RunLimits;
    }
  /** Records a lesson's programs, looks for all that it shows, and judges what the reader begins with. */
  | { readonly type: 'start'; readonly lesson: Lesson; readonly limits: RunLimits };

export type JobAnswer =
  | { readonly type: 'judged'; readonly judgement: Judgement }
  /** Without `judgement` where the lesson has no checks. */
  | { readonly type: 'started'; readonly problems: readonly LessonProblem[]; readonly judgement?: Judgement };

export type JobReply =
  /** The compiler is loaded. */
  { readonly type: 'ready' } | JobAnswer | { readonly type: 'failed'; readonly message: string };
