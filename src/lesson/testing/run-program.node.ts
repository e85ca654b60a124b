/** For tests: a program compiled, run and recorded whole, with the real engine. */
import { linked, testCompiler } from '../../compile/testing.node.ts';
import { DEFAULT_LIMITS } from '../../run/request.ts';
import { runProgram } from '../../run/run.ts';
import type { JudgingEngine } from '../judged-run.ts';
import type { LessonRun } from '../lesson-run.ts';
import type { LessonProgram } from '../model.ts';
import { openRun } from '../open-run.ts';
import { compileRequestOf, runRequestOf, windowRequestOf } from '../requests.ts';

const compiler = testCompiler();

export async function recordedRun(source: string, program: Partial<LessonProgram> = {}): Promise<LessonRun> {
  const whole: LessonProgram = { files: ['start.c'], flags: [], args: [], stdin: '', env: {}, ...program };
  const wasm = linked(await (await compiler).compile(compileRequestOf(whole, { 'start.c': source })));
  const request = runRequestOf(wasm, whole, DEFAULT_LIMITS);
  const result = await runProgram(request);
  return openRun(wasm, result, await runProgram(windowRequestOf(request, result)));
}

/** The real engine in this thread. */
export async function testEngine(): Promise<JudgingEngine> {
  const tools = await compiler;
  return { compile: (request) => Promise.resolve(tools.compile(request)), run: (request) => runProgram(request) };
}
