/** The grade of one submission, and the three ways to write grades down. */
import { lessonMessages, type LessonMessages } from '../lesson/messages.ts';
import type { Judgement } from '../lesson/check-result.ts';
import type { LocaleName } from '../i18n/format.ts';

/** One line of `heapscope grade --format json`. */
export interface Grade {
  readonly submission: string;
  /** passed: all checks. The last three: it could not be judged; `message` says why. */
  readonly status: 'passed' | 'failed' | 'not-compiled' | 'unreadable' | 'timeout' | 'crashed';
  /** Checks that it passes, of `total`. */
  readonly passed: number;
  readonly total: number;
  readonly seconds: number;
  readonly message?: string;
  readonly checks: readonly GradedCheck[];
}

export interface GradedCheck {
  readonly check: string;
  /** What it asks for, in words. */
  readonly asks: string;
  readonly passed: boolean;
  /** Why not, and where to look. */
  readonly message?: string;
  readonly file?: string;
  readonly line?: number;
  readonly step?: number;
  /** The run in which that is so, where it is not the usual one. */
  readonly failingAllocation?: number;
  readonly schedule?: number;
}

/** `total`: how many checks there are. */
export function gradeOf(
  submission: string,
  judgement: Judgement,
  total: number,
  seconds: number,
  language: LocaleName,
): Grade {
  const messages = lessonMessages(language);
  if (judgement.kind === 'not-compiled') {
    const message = judgement.diagnostics
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(({ file, line, message: said }) => (file === '' ? said : `${file}:${line}: ${said}`))
      .join('\n');
    return { submission, status: 'not-compiled', passed: 0, total, seconds, message, checks: [] };
  }
  const checks = judgement.results.map((result) => gradedCheck(result, messages));
  const passed = checks.filter((check) => check.passed).length;
  const status = judgement.passed ? 'passed' : 'failed';
  return { submission, status, passed, total, seconds, checks };
}

type Result = Extract<Judgement, { kind: 'judged' }>['results'][number];

function gradedCheck({ check, failure }: Result, messages: LessonMessages): GradedCheck {
  const asked = { check: check.kind, asks: messages.check(check), passed: !failure };
  if (!failure) return asked;
  const { at, what } = failure;
  return {
    ...asked,
    message: messages.failure(what),
    ...(at && at.line > 0 && { file: at.file, line: at.line }),
    ...(at && { step: at.step }),
    ...(at?.trial?.kind === 'failing-allocation' && { failingAllocation: at.trial.number }),
    ...(at?.trial?.kind === 'schedule' && { schedule: at.trial.seed }),
  };
}
