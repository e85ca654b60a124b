/** A submission and its checks -> which of them it passes, and for the others the moment that shows why. */
import type { RunLimits } from '../run/request.ts';
import type { CheckFailure, CheckResult, Judgement } from './check-result.ts';
import { callsAvoided, callsUsed } from './check-calls.ts';
import { exactFindings, noFindings } from './check-findings.ts';
import { freesWhatItGets } from './check-frees.ts';
import { allocationsAtMost, peakAtMost } from './check-memory.ts';
import { endsWith, outputContains, outputIs } from './check-output.ts';
import { holdsUnderSchedules, holdsWithoutMemory } from './check-trials.ts';
import { JudgedRun, type JudgingEngine } from './judged-run.ts';
import type { Check, LessonProgram } from './model.ts';
import { compileRequestOf, runRequestOf } from './requests.ts';

export interface Submission {
  /** Its flags, arguments and input. */
  readonly program: LessonProgram;
  /** By path; what the program names. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** Rejects only where the engine can't run programs at all. */
export async function judge(
  { program, files }: Submission,
  checks: readonly Check[],
  engine: JudgingEngine,
  limits: RunLimits,
): Promise<Judgement> {
  const compiled = await engine.compile(compileRequestOf(program, files));
  if (compiled.kind === 'failed') return { kind: 'not-compiled', diagnostics: compiled.diagnostics };
  const request = runRequestOf(compiled.wasm, program, limits);
  const run = new JudgedRun(engine, program, request, await engine.run(request));
  const results: CheckResult[] = [];
  for (const check of checks) {
    const failure = await failureOf(check, run);
    results.push({ check, ...(failure && { failure }) });
  }
  return { kind: 'judged', passed: results.every(({ failure }) => !failure), results, end: run.end };
}

/** Not by a signal, nor in a deadlock: those are the program's own ends. */
const STOPPED: ReadonlySet<string> = new Set(['stopped', 'input']);

async function failureOf(check: Check, run: JudgedRun): Promise<CheckFailure | undefined> {
  const { end } = run;
  // What an endless loop would have done in the end nobody knows.
  const isStopped = end.kind === 'limit' || (end.kind === 'killed' && STOPPED.has(end.reason));
  if (isStopped) return { what: { kind: 'stopped', end }, at: await run.atEnd() };
  switch (check.kind) {
    case 'no-findings':
      return noFindings(run);
    case 'findings':
      return exactFindings(run, check.findings);
    case 'output':
      return outputIs(run, check.text);
    case 'output-contains':
      return outputContains(run, check.text);
    case 'exit':
      return endsWith(run, check.code);
    case 'allocations-at-most':
      return allocationsAtMost(run, check.most);
    case 'peak-at-most':
      return peakAtMost(run, check.most);
    case 'frees':
      return freesWhatItGets(run, check.function);
    case 'malloc-failing':
      return holdsWithoutMemory(run);
    case 'schedules':
      return holdsUnderSchedules(run, check.count);
    case 'uses':
      return callsUsed(run, check.function);
    case 'avoids':
      return callsAvoided(run, check.function);
  }
}
