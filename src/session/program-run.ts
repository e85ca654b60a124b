/** A compiled program with all that its run depends on, so that it can be run again just the same. */
import type { Schedule, ScheduleChoice } from '../run/kernel/policy.ts';
import { DEFAULT_LIMITS, type RunInputs, type RunRequest, type RunResult } from '../run/request.ts';
import type { CheckOptions } from '../trace/check-options.ts';
import type { StepIndex } from '../util/units.ts';
import { WINDOW_STEPS } from './window-range.ts';

export interface ProgramRun {
  readonly wasm: Uint8Array;
  readonly inputs: RunInputs;
  readonly checks: CheckOptions;
  /** Whom the person said should run, and when. */
  readonly choices: readonly ScheduleChoice[];
  /** Takes the place of the usual schedule, and of choices. */
  readonly schedule?: Schedule | undefined;
}

/** The survey of the whole run. */
export function surveyRequest({ wasm, inputs, checks, choices, schedule: own }: ProgramRun): RunRequest {
  const schedule = own ?? (choices.length > 0 ? ({ kind: 'choices', choices } as const) : undefined);
  return { wasm, inputs, checks, limits: DEFAULT_LIMITS, ...(schedule && { schedule }) };
}

/** A window of it. */
export function windowRequest(run: ProgramRun, first: StepIndex, end: StepIndex): RunRequest {
  return { ...surveyRequest(run), window: { first, end } };
}

/** A window over all of it: beyond its last step, unless only our patience ended the run. */
export function wholeRequest(run: ProgramRun, end: RunResult['end']): RunRequest {
  const isCut = end.kind === 'killed' || end.kind === 'limit';
  return windowRequest(run, 0, isCut ? Math.max(1, end.steps) : WINDOW_STEPS * 2);
}

/** The run up to a step, for the files that there are then. */
export function requestUpTo(run: ProgramRun, step: StepIndex): RunRequest {
  return { ...surveyRequest(run), until: step };
}
