/** What the engine says about a submission. Data only; `lessonMessages` has the words. */
import type { Diagnostic } from '../compile/compile.ts';
import type { Finding } from '../replay/findings.ts';
import type { RunEnd } from '../trace/recording.ts';
import type { Difference } from '../trials/explore.ts';
import type { ByteCount, StepIndex } from '../util/units.ts';
import type { Check, ExpectedFinding } from './model.ts';

export type Judgement =
  | { readonly kind: 'not-compiled'; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly kind: 'judged';
      readonly passed: boolean;
      readonly results: readonly CheckResult[];
      readonly end: RunEnd;
    };

export interface CheckResult {
  readonly check: Check;
  /** Absent: the check passed. */
  readonly failure?: CheckFailure;
}

export interface CheckFailure {
  readonly what: WhatFailed;
  /** Where to look. */
  readonly at?: CheckPosition;
}

export interface CheckPosition {
  readonly file: string;
  /** 0 where only the step is known. */
  readonly line: number;
  readonly step: StepIndex;
  /** The run in which that is so; absent: the usual one. Up to a failing allocation both are the same. */
  readonly trial?: Trial;
}

export type Trial =
  | { readonly kind: 'failing-allocation'; readonly number: number }
  | { readonly kind: 'schedule'; readonly seed: number };

export type WhatFailed =
  /** The program was stopped: nothing can be said. */
  | { readonly kind: 'stopped'; readonly end: RunEnd }
  /** `others`: how many more there are. */
  | { readonly kind: 'finding'; readonly finding: Finding; readonly others: number }
  | { readonly kind: 'no-such-finding'; readonly expected: ExpectedFinding }
  /** The first line that differs, from 1; a text is absent where the output has ended. */
  | { readonly kind: 'output'; readonly line: number; readonly expected?: string; readonly printed?: string }
  | { readonly kind: 'output-lacks'; readonly text: string }
  | { readonly kind: 'exit'; readonly expected: number; readonly end: RunEnd }
  | { readonly kind: 'allocations' | 'peak'; readonly most: number; readonly is: number }
  | { readonly kind: 'never-called' | 'called'; readonly function: string }
  /** A block that the function was given outlived the call. */
  | { readonly kind: 'not-freed'; readonly function: string; readonly size: ByteCount; readonly line: number }
  | { readonly kind: 'finding-after-failure'; readonly number: number; readonly finding: Finding }
  | { readonly kind: 'end-after-failure'; readonly number: number; readonly end: RunEnd }
  | { readonly kind: 'schedule'; readonly seed: number; readonly difference: Difference }
  /** More allocations, or statements, than can be tried out or followed. */
  | { readonly kind: 'too-long' };
