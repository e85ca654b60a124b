/** What is read of a run -> what the page shows of it. */
import type { ReadProgram, ReadRun, ToldByWindow } from '../replay/read-run.ts';
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
    leaked: new Map(
      findings.flatMap((finding) =>
        finding.kind === 'leak' ? finding.blockIds.map((id) => [id, lostBlocks.get(id) ?? steps] as const) : [],
      ),
    ),
  };
}
