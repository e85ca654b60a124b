/** `heapscope lesson check`. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { ENGLISH, type LocaleName } from '../i18n/locale-name.ts';
import { linkedLessons } from '../lesson/lesson-links.ts';
import { SETTINGS_FILE, textFile } from '../lesson/lesson-files.ts';
import { lessonMessages, problemText } from '../lesson/messages.ts';
import { START, type Lesson } from '../lesson/model.ts';
import { parseLesson } from '../lesson/parse-lesson.ts';
import type { LessonProblem } from '../lesson/problem.ts';
import { programProblem } from '../lesson/resolve-lesson.ts';
import { isFilePath } from '../util/file-path.ts';
import { DEFAULT_LIMITS } from '../run/request.ts';
import { reasonOf } from './reason-of.ts';
import { BAD_INPUT } from './exit-code.ts';
import type { Job, JobAnswer } from './judge-jobs.ts';
import { JobPool } from './job-pool.ts';
import { JUDGING_THREAD, TOOLCHAIN } from './places.ts';
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
    const read = lessons.map((folder) => ({ folder, parsed: parseLesson(lessonName(folder), readFolder(folder)) }));
    // Those that take longest begin first, so that none is left over for one thread alone.
    const begun = new Map<string, Promise<readonly LessonProblem[]>>();
    for (const { folder, parsed } of read.toSorted((a, b) => schedulesOf(b.parsed) - schedulesOf(a.parsed)))
      begun.set(folder, problemsOf(folder, parsed, pool));
    for (const { folder } of read) {
      const found = (await begun.get(folder)) ?? [];
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

type Parsed = ReturnType<typeof parseLesson>;

const lessonName = (folder: string): string => path.basename(path.resolve(folder));

/** Each is a run of the solution. */
function schedulesOf(parsed: Parsed): number {
  if (parsed.kind === 'refused') return 0;
  return parsed.lesson.settings.checks.reduce((sum, check) => sum + (check.kind === 'schedules' ? check.count : 0), 0);
}

async function problemsOf(folder: string, parsed: Parsed, pool: JobPool): Promise<readonly LessonProblem[]> {
  if (parsed.kind === 'refused') return parsed.problems;
  const { lesson } = parsed;
  const { checks, programs, solution } = lesson.settings;
  const submission = { program: { ...programs[START]!, files: solution }, files: lesson.files };
  const [ofSolution, ofStart] = await Promise.all([
    checks.length > 0 ? ask(pool, 'solution', { type: 'judge', checks, limits: LIMITS, submission }) : undefined,
    ask(pool, START, { type: 'start', lesson, limits: LIMITS }),
  ]);
  return [
    ...exerciseProblems(lesson),
    ...linkProblems(folder, lesson),
    ...startProblems(ofStart),
    ...(ofSolution ? solutionProblems(ofSolution) : []),
  ];
}

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

function startProblems(answered: Answered): readonly LessonProblem[] {
  if (answered.type !== 'started') return problemIn(answered);
  const { problems, judgement } = answered;
  // One that does not compile fails, too; that it can't be shown has been told.
  const passes = judgement?.kind === 'judged' && judgement.passed;
  return passes ? [...problems, programProblem(START, { kind: 'start-passes' })] : problems;
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
