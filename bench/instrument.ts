import binaryen from 'binaryen';
import { readDebugInfo } from '../src/dwarf/read-debug-info.ts';
import { instrument as rewrite } from '../src/instrument/instrument.ts';
import type { Density } from '../src/instrument/options.ts';
import { build } from './build.ts';
import type { Measurement } from './index.ts';
import { timeWork } from './process.ts';

const names: Readonly<Record<Density, string>> = {
  survey: 'heapscope, for a checked run',
  window: 'heapscope, for recording every step',
  precise: 'heapscope, for checking bit by bit',
  origins: 'heapscope, for the origins of undefined values',
};

const densities = Object.keys(names) as Density[];

/** A page instruments again and again: V8 has optimised what does it. */
const WARM_UP = 30;

/** Rewriting a linked program, against the best known wasm library reading and writing it without any change. */
export const instrument: Measurement = {
  name: 'instrument',
  async prepare() {
    const wasm = (await build('strings')).checked;
    const hundredKilobytes = wasm.length / 1e5;
    const per = async (work: () => unknown) => (await timeWork(work)) / hundredKilobytes;
    const rival = 'binaryen, read and written unchanged';
    for (let turn = 0; turn < WARM_UP; turn += 1)
      for (const density of densities) rewrite(wasm, { debug: readDebugInfo(wasm), density });
    return {
      title: 'Instrument 100 KB of wasm',
      unit: 'ms',
      contenders: [
        ...densities.map((density) => ({
          name: names[density],
          run: () => per(() => rewrite(wasm, { debug: readDebugInfo(wasm), density })),
        })),
        { name: rival, run: () => per(() => readAndWrite(wasm)) },
      ],
      baseline: rival,
      rounds: 21,
      limits: Object.values(names).map((contender) => ({ contender, atMost: 15 })),
      notes: [
        `Program: strings.c with libc and the shim, ${wasm.length} bytes with DWARF, scaled to 100 KB; in Node.`,
        'Ours reads the DWARF sections as well.',
      ],
    };
  },
};

function readAndWrite(wasm: Uint8Array): void {
  const module = binaryen.readBinary(wasm);
  module.emitBinary();
  module.dispose();
}
