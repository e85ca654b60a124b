/** What two runs of a program gave (survey and window) -> what is read of it. */
import { readProgram, readRun, toldByWindow } from '../replay/read-run.ts';
import { openWindow } from '../replay/replay.ts';
import { withSites } from '../replay/sited-replay.ts';
import { endOf, type RunResult } from '../run/request.ts';
import type { LessonRun } from './lesson-run.ts';

/** `full`: of the run with a window over all of it; absent: it was too long. */
export function openRun(wasm: Uint8Array, result: RunResult, full: RunResult | undefined): LessonRun {
  const program = readProgram(wasm);
  const run = readRun(program, { sites: result.sites, survey: result.survey, end: endOf(result) });
  const { debug, resolver } = program;
  const { survey, findings } = run;
  const replay = full?.window && openWindow(full.window, { sites: full.sites, survey, resolver });
  return {
    ...{ survey, debug, findings },
    steps: replay?.end ?? survey.steps,
    window: replay && withSites(replay, full.sites.code),
    lost: toldByWindow(run, replay).lost,
  };
}
