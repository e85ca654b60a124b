/** What two runs of a program gave (survey and window) -> what is read of it. */
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { resolveFindings } from '../replay/findings.ts';
import { lostPointers, type SearchLimits } from '../replay/lost-pointers.ts';
import { createResolver } from '../replay/program-resolver.ts';
import { readSurvey } from '../replay/read-survey.ts';
import { openWindow } from '../replay/replay.ts';
import { withSites } from '../replay/sited-replay.ts';
import type { RunResult } from '../run/request.ts';
import type { RunEnd } from '../trace/recording.ts';
import type { LessonRun } from './lesson-run.ts';

/** As the page searches. */
const SEARCH_LIMITS: SearchLimits = { bytes: 4 * 2 ** 20, blocks: 20_000, findings: 8 };

/** `full`: of the run with a window over all of it; absent: it was too long. */
export function openRun(wasm: Uint8Array, result: RunResult, full: RunResult | undefined): LessonRun {
  const debug = readDebugInfo(wasm);
  const resolver = createResolver(wasm, debug);
  const survey = readSurvey({ sites: result.sites, survey: result.survey, end: endOf(result) }, resolver);
  const findings = resolveFindings(survey, debug).filter((finding) => finding.kind !== 'leak' || !finding.libc);
  const replay = full?.window && openWindow(full.window, { sites: full.sites, survey, resolver });
  return {
    ...{ survey, debug, findings },
    steps: replay?.end ?? survey.steps,
    window: replay && withSites(replay, full.sites.code),
    lost: replay ? lostPointers(findings, replay, survey, SEARCH_LIMITS) : new Map(),
  };
}

/** A run that asks for input when there is none any more ends there. */
export function endOf({ end }: Pick<RunResult, 'end'>): RunEnd {
  return end.kind === 'needs-input' ? { kind: 'killed', reason: 'input', steps: end.steps } : end;
}
