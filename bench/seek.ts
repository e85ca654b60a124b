import { readDebugInfo } from '../src/dwarf/read-debug-info.ts';
import { createResolver } from '../src/replay/program-resolver.ts';
import { readSurvey } from '../src/replay/read-survey.ts';
import {
  measureSeek,
  measureSeekOfProcesses,
  measureWindow,
  type SeekMeasurement,
} from '../src/replay/testing/measure.ts';
import { build } from './build.ts';
import { runChecked } from './engine-run.ts';
import type { Measurement } from './index.ts';
import { shared } from './shared.ts';

const STATEMENTS = 1_000_000;

/** Going to any position of a window of a million statements, and reading stack, blocks and memory there. */
export const seek: readonly Measurement[] = ['tree-sieve', 'strings'].map((name) => ({
  name: `seek ${name}`,
  async prepare() {
    const wasm = (await build(name)).checked;
    const middle = 2 * STATEMENTS;
    const survey = (await runChecked(wasm, 20, { keepChunks: true })).result;
    const window = { first: middle, end: middle + STATEMENTS };
    const recorded = (await runChecked(wasm, 20, { window, keepChunks: true })).result.window;
    if (!recorded || survey.end.kind === 'needs-input') throw new Error(`${name}.c was not recorded`);
    const resolver = createResolver(wasm, readDebugInfo(wasm));
    const surroundings = {
      sites: survey.sites,
      survey: readSurvey({ ...survey, end: survey.end }, resolver),
      resolver,
    };
    return seekContest(`Go anywhere in a window of ${recorded.end - recorded.first} statements of ${name}.c`, () =>
      measureWindow(recorded, surroundings),
    );
  },
}));

/** The same in a window made up to be hard: stores all over 4 MB, thousands of live blocks. */
export const hardSeek: Measurement = {
  name: 'seek hard',
  prepare: async () =>
    seekContest(`Go anywhere in a window of ${STATEMENTS} statements that is made up to be hard`, () =>
      measureSeek(STATEMENTS),
    ),
};

/** The same in a window of three processes that share memory and take turns all the time. */
export const processesSeek: Measurement = {
  name: 'seek processes',
  prepare: async () =>
    seekContest(`Go anywhere in a window of ${STATEMENTS} statements of three processes that take turns`, () =>
      measureSeekOfProcesses(STATEMENTS),
    ),
};

function seekContest(title: string, measure: () => SeekMeasurement): Awaited<ReturnType<Measurement['prepare']>> {
  const [middle, worst] = ['a position anywhere, median of 300', 'a position anywhere, worst of 300'] as const;
  const search = 'a value that is nowhere, worst of 6';
  const once = shared(measure);
  return {
    title,
    unit: 'ms',
    contenders: [
      { name: middle, run: once(({ seek }) => seek.medianMilliseconds) },
      { name: worst, run: once(({ seek }) => seek.worstMilliseconds) },
      { name: 'one step forward', run: once(({ stepForward }) => stepForward.medianMilliseconds) },
      { name: 'one step back', run: once(({ stepBack }) => stepBack.medianMilliseconds) },
      { name: search, run: once(({ findValue }) => findValue.worstMilliseconds) },
      { name: 'opening the window', run: once(({ openMilliseconds }) => openMilliseconds) },
    ],
    baseline: middle,
    rounds: 3,
    limits: [...[middle, worst].map((contender) => ({ contender, atMost: 16 })), { contender: search, atMost: 200 }],
  };
}
