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
  /** Records a lesson's programs and looks for all that it shows. */
  | { readonly type: 'resolve'; readonly lesson: Lesson; readonly limits: RunLimits };

export type JobAnswer =
  | { readonly type: 'judged'; readonly judgement: Judgement }
  | { readonly type: 'resolved'; readonly problems: readonly LessonProblem[] };

export type JobReply =
  /** The compiler is loaded. */
  { readonly type: 'ready' } | JobAnswer | { readonly type: 'failed'; readonly message: string };
