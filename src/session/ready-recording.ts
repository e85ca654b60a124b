/**
 * A recording with all that is read off it, for pages that show it before there is a compiler: what DWARF says, names and findings
 * were worked out when the page was built, so nobody waits for that, and the code for it needn't be there. Its program doesn't run.
 */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import type { StepReader } from '../interpret/step-reader.ts';
import { linesOf } from '../replay/lines-of.ts';
import { readSurvey } from '../replay/read-survey.ts';
import type { Resolver } from '../replay/resolver.ts';
import type { Recording } from '../trace/recording.ts';
import type { AllocationId, FunctionIndex, StepIndex } from '../util/units.ts';
import { unpack } from '../util/pack.ts';
import { asRecorded } from './as-recorded.ts';
import { openSited } from './open-sited.ts';
import type { Recorded } from './recorded.ts';

/** `window`: over the whole run; its sites are the recording's if it has none. */
export interface ReadyRecording extends Pick<Recording, 'meta' | 'sites' | 'survey' | 'end'> {
  readonly window: Recording['windows'][number] | undefined;
  readonly debug: DebugInfo;
  /** As `lightModule` leaves it. */
  readonly module: Uint8Array;
  /** By `FunctionIndex`, of the program's own, those that it called and those it has pointers to: name, and whether it is libc's. */
  readonly functions: Readonly<Record<FunctionIndex, readonly [string, boolean]>>;
  /** Functions by their index in the program's table. */
  readonly table: Readonly<Record<number, FunctionIndex>>;
  readonly findings: Recorded['findings'];
  /** As `Recorded` has them, with a finding's position in `findings` in its place. */
  readonly lost: Told<Recorded['lost']>;
  readonly lostBlocks: readonly (readonly [AllocationId, StepIndex])[];
  readonly lives: Told<Recorded['lives']>;
}
type Told<OfFindings> =
  OfFindings extends ReadonlyMap<unknown, infer What> ? readonly (readonly [number, What])[] : never;

/** Reads what `packReady` made. Rejects when it is damaged. */
export async function unpackReady(bytes: ReadableStream<BufferSource>): Promise<ReadyRecording> {
  const inflated = bytes.pipeThrough(new DecompressionStream('gzip'));
  return unpack(await new Response(inflated).arrayBuffer()) as ReadyRecording;
}

/** What tells what its steps read; the code for it is fetched. */
export async function readyStepReader({ module, debug, functions }: ReadyRecording): Promise<StepReader> {
  const { createStepReader } = await import('../interpret/step-reader.ts');
  return createStepReader(module, debug, (index) => functions[index]?.[0] ?? '');
}

/** Without `stepReader` nobody is told what steps read. */
export async function openReady(ready: ReadyRecording, stepReader?: StepReader): Promise<Recorded> {
  const { debug, sites, findings, window, end } = ready;
  const resolver = resolverOf(ready);
  const survey = readSurvey(ready, resolver);
  const ofFindings = <What>(told: readonly (readonly [number, What])[]): Map<Recorded['findings'][number], What> =>
    new Map(told.map(([index, what]) => [findings[index]!, what]));
  return asRecorded(
    { debug, resolver },
    {
      ...{ survey, findings, end },
      window: window && (await openSited(window, { sites: window.sites ?? sites, survey, resolver, stepReader })),
      lost: ofFindings(ready.lost),
      lostBlocks: new Map(ready.lostBlocks),
      lives: ofFindings(ready.lives),
    },
  );
}

function resolverOf({ debug, functions, table }: ReadyRecording): Resolver {
  return {
    functionIndexOf: (tableIndex) => table[tableIndex],
    functionName(index) {
      const [name, libc] = functions[index] ?? [`function ${index}`, true];
      return { name, libc };
    },
    locate: linesOf(debug),
  };
}
