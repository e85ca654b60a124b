/**
 * Runs a program and records it. A run is a pure function of the program and its inputs: equal requests give equal records.
 *
 *     wasm --prepare--> instrumented --instantiate--> probes and shim --ring--> Recorder --> chunks
 *                                                      system calls --> Kernel, WasiHost --> output, input, files, other processes
 */
import { DEFAULT_CHECKS } from '../trace/check-options.ts';
import type { Chunk } from '../trace/recording.ts';
import { Suspect } from './ends.ts';
import { findOrigins, originRecords, type Trial } from './origins.ts';
import { prepare, suspensionFor, type Suspension } from './prepare.ts';
import { ProgramRun } from './program-run.ts';
import type { RunListener, RunRequest, RunResult } from './request.ts';

/**
 * Runs a program to its end, to a limit, or until `listener.progress` says stop. The wasm must be linked with the shim.
 * With `request.window` the run is made again and the result holds that window; else it holds the survey.
 */
export async function runProgram(request: RunRequest, listener: RunListener = {}): Promise<RunResult> {
  const suspension = suspensionFor(request.schedule);
  const program = await prepare(request.wasm, request.window ? 'window' : 'survey', suspension);
  const run = new ProgramRun(program, request, listener);
  try {
    return run.execute();
  } catch (error) {
    if (!(error instanceof Suspect)) throw error;
    return runPrecisely(request, listener, suspension, run, error);
  }
}

/** After so many runs that had to be made again to follow values through more functions, all are followed. */
const MOST_PARTIAL_RUNS = 6;

/**
 * Makes a survey's run again bit by bit, from where it stopped delivering. Values are followed where undefined ones have come; when one
 * comes to another function, the run is made once more with that as well. What is recorded until then is the same.
 */
async function runPrecisely(
  request: RunRequest,
  listener: RunListener,
  suspension: Suspension,
  survey: ProgramRun,
  { functions }: Suspect,
): Promise<RunResult> {
  const delivered = [...survey.delivery.chunks];
  let deliveredWords = survey.delivery.words;
  let follows: ReadonlySet<number> | undefined = request.followsAll ? undefined : functions;
  for (let partialRuns = 0; ; partialRuns++) {
    if (partialRuns === MOST_PARTIAL_RUNS) follows = undefined;
    const program = await prepare(request.wasm, 'precise', suspension, follows);
    const run = new ProgramRun(program, request, listener, { deliveredWords });
    try {
      const result = run.execute();
      const origins = await originChunk(request, suspension, run, result.end, follows);
      if (origins) listener.chunk?.(origins);
      const all = [...delivered, ...result.survey];
      return { ...result, survey: origins && !listener.chunk ? [...all, origins] : all };
    } catch (error) {
      if (!(error instanceof Suspect) || !follows) throw error;
      delivered.push(...run.delivery.chunks);
      deliveredWords = Math.max(deliveredWords, run.delivery.words);
      follows = new Set([...follows, ...error.functions]);
    }
  }
}

/** In all runs that are made to find out where values came from. Counted in steps, so that equal runs give equal records. */
const TRIED_STEPS = 20_000_000;
const MOST_TRIALS = 60;

/** Records of where the undefined values of a run came from that it used. */
async function originChunk(
  request: RunRequest,
  suspension: Suspension,
  { findings: { undefinedUses } }: ProgramRun,
  end: RunResult['end'],
  follows: ReadonlySet<number> | undefined,
): Promise<Chunk | undefined> {
  const findings = undefinedUses.filter(({ first }) => first);
  if (findings.length === 0 || end.kind === 'needs-input') return undefined;
  const program = await prepare(request.wasm, 'origins', suspension, follows);
  const limits = { ...request.limits, steps: Math.min(request.limits.steps, end.steps + 1) };
  const again: RunRequest = { ...request, limits, checks: { ...DEFAULT_CHECKS, ...request.checks, stopAfter: 0 } };
  const mostTrials = Math.min(MOST_TRIALS, Math.floor(TRIED_STEPS / Math.max(1, end.steps)));
  let trials = 0;
  const tryWith = (wanted: Uint8Array): Trial => {
    trials++;
    const run = new ProgramRun(program, again, { chunk: () => undefined }, { deliveredWords: 0, wanted });
    run.execute();
    return run.findings.trial;
  };
  return originRecords(findOrigins(findings, tryWith, () => trials >= mostTrials));
}
