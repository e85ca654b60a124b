/** What is read of a run -> what the page shows of it. */
import type { ReadProgram, ReadRun, ToldByWindow } from '../replay/read-run.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';

type Told = Pick<Recorded, 'end'> & ReadRun & ToldByWindow & { readonly window: OpenedWindow | undefined };

export function asRecorded({ debug, resolver }: ReadProgram, told: Told): Recorded {
  const { survey, findings, window, end, lost, lives } = told;
  return {
    ...{ survey, debug, findings, window, end, lost, lives },
    functionName(tableIndex) {
      const index = resolver.functionIndexOf?.(tableIndex);
      return index === undefined ? undefined : resolver.functionName(index).name;
    },
    // A window over everything knows best how many statements there are.
    steps: window?.end ?? survey.steps,
    hasMemory: true,
    leaked: new Set(findings.flatMap((finding) => (finding.kind === 'leak' ? finding.blockIds : []))),
  };
}
