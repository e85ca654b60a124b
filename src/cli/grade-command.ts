/** `heapscope grade`. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LocaleName } from '../i18n/format.ts';
import { lessonMessages, problemText } from '../lesson/messages.ts';
import { START, type LessonProgram, type LessonSettings } from '../lesson/model.ts';
import { ProblemList } from '../lesson/problem.ts';
import { readSettings } from '../lesson/settings.ts';
import { DEFAULT_LIMITS, type RunLimits } from '../run/request.ts';
import { reasonOf } from './reason-of.ts';
import { BAD_INPUT } from './exit-code.ts';
import { GRADE_FORMATS } from './grade-formats.ts';
import { gradeOf, type Grade } from './grade-result.ts';
import { JobPool } from './job-pool.ts';
import { JUDGING_THREAD, TOOLCHAIN } from './places.ts';
import { readFolder } from './lesson-folder.ts';

export interface GradeOptions {
  /** A lesson.yaml, or a file with its fields `programs` and `checks`. */
  readonly checks: string;
  /** A folder, or a C file, for each submission. */
  readonly submissions: readonly string[];
  readonly format: keyof typeof GRADE_FORMATS;
  readonly jobs: number;
  /** For all of one submission: compiling it, and every run of it. */
  readonly seconds: number;
  readonly steps: number;
  readonly memoryBytes: number;
  readonly language: LocaleName;
}

/**
 * Writes a grade for each submission on stdout, in their order, as soon as it is there. Gives the exit code: 0 when all were
 * looked at, whatever their grades.
 */
export async function gradeCommand(options: GradeOptions): Promise<number> {
  const settings = readChecks(options);
  if (!settings) return BAD_INPUT;
  const limits: RunLimits = {
    ...DEFAULT_LIMITS,
    ...{ seconds: options.seconds, steps: options.steps, memoryBytes: options.memoryBytes },
  };
  const pool = new JobPool(JUDGING_THREAD, TOOLCHAIN, options.jobs, options.seconds);
  const format = GRADE_FORMATS[options.format];
  process.stdout.write(format.head);
  try {
    const grades = options.submissions.map((submission) => grade(submission, settings, limits, pool, options));
    for (const one of grades) process.stdout.write(format.one(await one));
  } finally {
    pool.close();
  }
  process.stdout.write(format.foot);
  return 0;
}

function readChecks({ checks, language }: GradeOptions): LessonSettings | undefined {
  const problems = new ProblemList(checks);
  const messages = lessonMessages(language);
  try {
    const settings = readSettings(readFileSync(checks, 'utf8'), undefined, problems);
    if (settings && settings.checks.length === 0) problems.add(1, 'checks', { kind: 'missing-field' });
    for (const problem of problems.all) process.stderr.write(`${problemText(problem, messages)}\n`);
    return problems.all.length > 0 ? undefined : settings;
  } catch (error) {
    process.stderr.write(`heapscope: ${checks}: ${reasonOf(error)}\n`);
    return undefined;
  }
}

async function grade(
  submission: string,
  { programs, checks }: LessonSettings,
  limits: RunLimits,
  pool: JobPool,
  { language }: GradeOptions,
): Promise<Grade> {
  const words = lessonMessages(language).grade;
  const ungraded = (status: Grade['status'], message: string, seconds = 0): Grade => ({
    ...{ submission, status, passed: 0, total: checks.length, seconds, message, checks: [] },
  });
  let sources: Sources;
  try {
    sources = sourcesOf(submission, programs[START]!);
  } catch (error) {
    return ungraded('unreadable', words.unreadable(reasonOf(error)));
  }
  if (!sources.program.files.some((file) => file.endsWith('.c'))) return ungraded('unreadable', words.noSources);
  const result = await pool.run({ type: 'judge', submission: sources, checks, limits });
  const { seconds } = result;
  if (result.kind === 'timeout') return ungraded('timeout', words.timeout(limits.seconds), seconds);
  if (result.kind === 'crashed') return ungraded('crashed', words.crashed(result.message), seconds);
  if (result.answer.type !== 'judged') throw new Error('a submission was answered as something else');
  return gradeOf(submission, result.answer.judgement, checks.length, seconds, language);
}

interface Sources {
  readonly program: LessonProgram;
  readonly files: Readonly<Record<string, string>>;
}

/** The files that the program names, if all are there; else every C file and header that is. Throws as Node's `fs` does. */
function sourcesOf(submission: string, program: LessonProgram): Sources {
  if (statSync(submission).isFile()) {
    const name = path.basename(submission);
    return { program: { ...program, files: [name] }, files: { [name]: readFileSync(submission, 'utf8') } };
  }
  const files = readFolder(submission);
  if (program.files.every((name) => Object.hasOwn(files, name))) return { program, files };
  return { program: { ...program, files: Object.keys(files).filter((name) => /\.[ch]$/.test(name)) }, files };
}
