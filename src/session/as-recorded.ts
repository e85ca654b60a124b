/** What is read of a run -> what the page shows of it. */
import type { Finding, LeakFinding } from '../replay/findings.ts';
import type { ReadProgram, ReadRun, ToldByWindow } from '../replay/read-run.ts';
import type { AllocationId, StepIndex } from '../util/units.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';

type Told = Pick<Recorded, 'end'> & ReadRun & ToldByWindow & { readonly window: OpenedWindow | undefined };

export function asRecorded({ debug, resolver }: ReadProgram, told: Told): Recorded {
  const { survey, findings, window, end, lost, lostBlocks, lives } = told;
  // A window over everything knows best how many statements there are.
  const steps = window?.end ?? survey.steps;
  return {
    ...{ survey, debug, findings, window, end, steps, lost, lives },
    functionName(tableIndex) {
      const index = resolver.functionIndexOf?.(tableIndex);
      return index === undefined ? undefined : resolver.functionName(index).name;
    },
    hasMemory: true,
    leaked: leakedBlocks(findings, (id) => lostBlocks.get(id) ?? steps),
  };
}

/** The blocks of leak findings, with the position from which each is leaked. */
export function leakedBlocks(
  findings: readonly Finding[],
  since: (id: AllocationId, finding: LeakFinding) => StepIndex,
): Recorded['leaked'] {
  const leaks = findings.filter((finding) => finding.kind === 'leak');
  return new Map(leaks.flatMap((finding) => finding.blockIds.map((id) => [id, since(id, finding)] as const)));
}
