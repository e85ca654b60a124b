import type { JudgingEngine } from '../lesson/judged-run.ts';
import { judge } from '../lesson/judge.ts';
import type { LessonRun } from '../lesson/lesson-run.ts';
import { START, type Lesson } from '../lesson/model.ts';
import { openRun } from '../lesson/open-run.ts';
import type { LessonProblem } from '../lesson/problem.ts';
import { compileRequestOf, runRequestOf, windowRequestOf } from '../lesson/requests.ts';
import { programProblem, resolveLesson } from '../lesson/resolve-lesson.ts';
import type { RunLimits } from '../run/request.ts';
import type { Job, JobAnswer } from './judge-jobs.ts';
import { remembering } from './remembering-engine.ts';

/** Recordings that the page fetches before it shows anything are no longer than this. */
const MOST_STEPS = 200_000;

export async function answerJob(job: Job, engine: JudgingEngine): Promise<JobAnswer> {
  if (job.type === 'start') return lookAtStart(job.lesson, job.limits, remembering(engine));
  const { submission, checks, limits } = job;
  return { type: 'judged', judgement: await judge(submission, checks, engine, limits) };
}

async function lookAtStart(lesson: Lesson, limits: RunLimits, engine: JudgingEngine): Promise<JobAnswer> {
  const problems = await resolveAll(lesson, limits, engine);
  const { checks, programs } = lesson.settings;
  if (checks.length === 0) return { type: 'started', problems };
  const submission = { program: programs[START]!, files: lesson.files };
  return { type: 'started', problems, judgement: await judge(submission, checks, engine, limits) };
}

async function resolveAll(lesson: Lesson, limits: RunLimits, engine: JudgingEngine): Promise<readonly LessonProblem[]> {
  const runs = new Map<string, LessonRun>();
  const problems: LessonProblem[] = [];
  for (const [name, program] of Object.entries(lesson.settings.programs)) {
    const compiled = await engine.compile(compileRequestOf(program, lesson.files));
    if (compiled.kind === 'failed') {
      const [first] = compiled.diagnostics;
      const message = first ? `${first.file}:${first.line}: ${first.message}` : '';
      problems.push(programProblem(name, { kind: 'not-compiled', message }));
      continue;
    }
    const request = runRequestOf(compiled.wasm, program, limits);
    const result = await engine.run(request);
    if (result.end.kind === 'limit' || result.end.steps > MOST_STEPS)
      problems.push(programProblem(name, { kind: 'too-long-to-record' }));
    else runs.set(name, openRun(compiled.wasm, result, await engine.run(windowRequestOf(request, result))));
  }
  return [...problems, ...resolveLesson(lesson, runs)];
}
