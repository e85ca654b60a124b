/** C text in, its whole run as the Objects view has it out. */
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { createStepReader } from '../interpret/step-reader.ts';
import { createResolver } from '../replay/program-resolver.ts';
import { readSurvey } from '../replay/read-survey.ts';
import { openWindow } from '../replay/replay.ts';
import type { Replay } from '../replay/timeline.ts';
import { compileProgram, requestOf } from '../run/run-program.fixture.ts';
import { runProgram } from '../run/run.ts';
import { buildObjects, type BoxMemory } from './build-objects.ts';
import type { ObjectModel } from './object-model.ts';

/** Longer than any program of these tests. */
const STEPS = 20_000;

const NOTHING_OPENED: ReadonlyMap<string, boolean> = new Map();

export interface ReplayedProgram {
  readonly replay: Replay;
  objectsAt(step: number, known?: BoxMemory): ObjectModel;
}

export async function replayProgram(text: string): Promise<ReplayedProgram> {
  const wasm = await compileProgram(text);
  const debug = readDebugInfo(wasm);
  const { end, survey } = await runProgram(requestOf(wasm));
  const { window, sites } = await runProgram(requestOf(wasm, {}, { first: 0, end: STEPS }));
  if (!window || end.kind === 'needs-input') throw new Error('the program wants input');
  const resolver = createResolver(wasm, debug);
  const replay = openWindow(window, {
    sites,
    survey: readSurvey({ sites, survey, end }, resolver),
    resolver,
    stepReader: createStepReader(wasm, debug),
  });
  return {
    replay,
    objectsAt(step, known) {
      const moment = replay.seek(step);
      return buildObjects({
        moment,
        debug,
        blocks: moment.blocks(),
        codeOf: (site) => sites.code[site] ?? 0,
        isLeaked: () => false,
        isLibcs: () => false,
        opened: NOTHING_OPENED,
        known,
      });
    },
  };
}
