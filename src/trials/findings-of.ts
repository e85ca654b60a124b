import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import type { AllocationTotals } from '../replay/allocations.ts';
import { resolveFindings } from '../replay/resolve-findings.ts';
import type { Finding } from '../replay/findings.ts';
import { resolverOf } from '../replay/program-resolver.ts';
import { readSurvey } from '../replay/read-survey.ts';
import type { RunSurvey } from '../replay/run-survey.ts';
import type { Resolver } from '../replay/resolver.ts';
import type { FailedAllocation } from '../report/failures.ts';
import type { Recording } from '../trace/recording.ts';

export interface FoundInRun {
  readonly findings: readonly Finding[];
  /** Allocations that were made to fail. */
  readonly failures: readonly FailedAllocation[];
  readonly totals: AllocationTotals;
  readonly survey: RunSurvey;
  readonly resolver: Resolver;
}

/** What a recorded run shows; `shown` turns the debug information's paths into those a person knows. */
export function findingsOf(
  module: Uint8Array,
  run: Pick<Recording, 'sites' | 'survey' | 'end' | 'symbols'>,
  shown: (file: string) => string,
): FoundInRun {
  const debug = readDebugInfo(module);
  const resolver = withShownPaths(resolverOf({ ...run, module }, debug), shown);
  const survey = readSurvey(run, resolver);
  const failures = survey.details.failures.map(({ number, size, stack, step }) => ({
    ...{ number, size, step },
    stack: survey.stackLines(stack),
  }));
  const shownFiles = { ...debug, files: debug.files.map((file) => (file === '' ? '' : shown(file))) };
  return { findings: resolveFindings(survey, shownFiles), failures, totals: survey.totals, survey, resolver };
}

function withShownPaths(resolver: Resolver, shown: (file: string) => string): Resolver {
  return {
    ...resolver,
    locate: (code) =>
      resolver.locate(code).map((line) => ({ ...line, file: line.file === '' ? '' : shown(line.file) })),
  };
}
