/** `heapscope lesson check`. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { ENGLISH, type LocaleName } from '../i18n/locale-name.ts';
import { linkedLessons } from '../lesson/lesson-links.ts';
import { SETTINGS_FILE, textFile } from '../lesson/lesson-files.ts';
import { lessonMessages, problemText } from '../lesson/messages.ts';
import { START, type Lesson, type LessonProgram } from '../lesson/model.ts';
import { parseLesson } from '../lesson/parse-lesson.ts';
import type { LessonProblem } from '../lesson/problem.ts';
import { programProblem } from '../lesson/resolve-lesson.ts';
import { isFilePath } from '../util/file-path.ts';
import { DEFAULT_LIMITS } from '../run/request.ts';
import { reasonOf } from './collect-sources.ts';
import { BAD_INPUT } from './exit-code.ts';
import type { Job, JobAnswer } from './judge-jobs.ts';
import { JobPool } from './job-pool.ts';
import { JUDGING_THREAD, TOOLCHAIN } from './judging-place.ts';
import { lessonFolders, readFolder } from './lesson-folder.ts';

/** For all that one program is tried for: on a busy machine 200 schedules take a while. */
const SECONDS = 600;
/** A lesson's program is short: one that does more never ends. */
const LIMITS = { ...DEFAULT_LIMITS, seconds: 120, steps: 50_000_000 };
const WRONG = 1;

export interface LessonCheckOptions {
  /** Lessons, or folders of lessons; none: those in `lessons/`. */
  readonly folders: readonly string[];
  readonly jobs: number;
  readonly language: LocaleName;
}

/** Prints a line for each problem and one for each lesson. Gives the exit code: 0 when nothing is wrong. */
export async function lessonCheck({ folders, jobs, language }: LessonCheckOptions): Promise<number> {
  const messages = lessonMessages(language);
  let lessons: string[];
  try {
    lessons = (folders.length > 0 ? folders : ['lessons']).flatMap(lessonsIn);
  } catch (error) {
    process.stderr.write(`heapscope: ${reasonOf(error)}\n`);
    return BAD_INPUT;
  }
  if (lessons.length === 0) {
    process.stderr.write(`heapscope: ${messages.noLessons}\n`);
    return BAD_INPUT;
  }
  const pool = new JobPool(JUDGING_THREAD, TOOLCHAIN, jobs, SECONDS);
  let isWrong = false;
  try {
    const checked = lessons.map((folder) => ({ folder, problems: problemsOf(folder, pool) }));
    for (const { folder, problems } of checked) {
      const found = await problems;
      isWrong ||= found.length > 0;
      for (const problem of found)
        process.stdout.write(`${problemText({ ...problem, file: path.join(folder, problem.file) }, messages)}\n`);
      if (found.length === 0) process.stdout.write(`${messages.lessonHolds(folder)}\n`);
    }
  } finally {
    pool.close();
  }
  return isWrong ? WRONG : 0;
}

/** A folder with a lesson.yaml is a lesson, and so is one that holds nothing like it. */
function lessonsIn(folder: string): string[] {
  if (statSync(path.join(folder, SETTINGS_FILE), { throwIfNoEntry: false })?.isFile()) return [folder];
  const inside = lessonFolders(folder);
  return inside.length > 0 || path.basename(folder) === 'lessons' ? inside : [folder];
}

async function problemsOf(folder: string, pool: JobPool): Promise<readonly LessonProblem[]> {
  const parsed = parseLesson(path.basename(path.resolve(folder)), readFolder(folder));
  if (parsed.kind === 'refused') return parsed.problems;
  const { lesson } = parsed;
  const { checks, programs, solution } = lesson.settings;
  const start = programs[START]!;
  const [resolved, ofStart, ofSolution] = await Promise.all([
    ask(pool, START, { type: 'resolve', lesson, limits: LIMITS }),
    checks.length > 0 ? ask(pool, START, judgeJob(lesson, start)) : undefined,
    checks.length > 0 ? ask(pool, 'solution', judgeJob(lesson, { ...start, files: solution })) : undefined,
  ]);
  return [
    ...exerciseProblems(lesson),
    ...linkProblems(folder, lesson),
    ...(resolved.type === 'resolved' ? resolved.problems : problemIn(resolved)),
    ...(ofStart ? startProblems(ofStart) : []),
    ...(ofSolution ? solutionProblems(ofSolution) : []),
  ];
}

const judgeJob = (lesson: Lesson, program: LessonProgram): Job => ({
  ...{ type: 'judge', checks: lesson.settings.checks, limits: LIMITS },
  submission: { program, files: lesson.files },
});

type Answered = JobAnswer | { readonly type: 'problem'; readonly problem: LessonProblem };

async function ask(pool: JobPool, program: string, job: Job): Promise<Answered> {
  const result = await pool.run(job);
  if (result.kind === 'answered') return result.answer;
  const what =
    result.kind === 'timeout' ? { kind: 'timeout' as const } : { kind: 'not-judged' as const, message: result.message };
  return { type: 'problem', problem: programProblem(program, what) };
}

const problemIn = (answered: Answered): LessonProblem[] => (answered.type === 'problem' ? [answered.problem] : []);

function exerciseProblems({ settings, texts }: Lesson): LessonProblem[] {
  const exercise = texts.en.blocks.find(({ kind }) => kind === 'exercise');
  const hasChecks = settings.checks.length > 0;
  if (hasChecks === (exercise !== undefined)) return [];
  if (hasChecks) return [{ file: textFile(ENGLISH), line: 1, field: '', what: { kind: 'no-exercise' } }];
  return [{ file: SETTINGS_FILE, line: 1, field: 'checks', what: { kind: 'no-checks' } }];
}

/** Lessons link to those beside them. */
function linkProblems(folder: string, { texts }: Lesson): LessonProblem[] {
  const isLesson = (name: string): boolean =>
    isFilePath(name) && existsSync(path.join(path.dirname(path.resolve(folder)), name, SETTINGS_FILE));
  return Object.entries(texts).flatMap(([language, text]) =>
    linkedLessons(text)
      .filter(({ name }) => !isLesson(name))
      .map(({ line, name }) => ({ file: textFile(language), line, field: '', what: { kind: 'no-such-lesson', name } })),
  );
}

function startProblems(answered: Answered): LessonProblem[] {
  if (answered.type !== 'judged') return problemIn(answered);
  const { judgement } = answered;
  // One that does not compile fails, too; that it can't be shown has been told.
  const passes = judgement.kind === 'judged' && judgement.passed;
  return passes ? [programProblem(START, { kind: 'start-passes' })] : [];
}

function solutionProblems(answered: Answered): LessonProblem[] {
  if (answered.type !== 'judged') return problemIn(answered);
  const { judgement } = answered;
  if (judgement.kind === 'not-compiled') {
    const [first] = judgement.diagnostics;
    const message = first ? `${first.file}:${first.line}: ${first.message}` : '';
    return [programProblem('solution', { kind: 'not-compiled', message })];
  }
  return judgement.results.flatMap(({ check, failure }) =>
    failure ? [programProblem('solution', { kind: 'solution-fails', check, failure })] : [],
  );
}
