import { build } from './build.ts';
import { runChecked, timePlain } from './engine-run.ts';
import type { Measurement } from './index.ts';
import { NATIVE, nativeRivals } from './native.ts';

const PAIRS = 1_000_000;
/** For programs that run as they are: long enough that a process's start does not blur it. */
const MANY_PAIRS = 10_000_000;

/** Nanoseconds for each pair, without what starting the program costs. */
async function perPair(pairs: number, time: (pairs: number) => number | Promise<number>): Promise<number> {
  const start = await time(0);
  return (((await time(pairs)) - start) * 1e6) / pairs;
}

/** What an allocation and its release cost when both are recorded with their stacks. */
export const pair: Measurement = {
  name: 'pair',
  async prepare() {
    const { plain, checked } = await build('pairs');
    const module = await WebAssembly.compile(plain as Uint8Array<ArrayBuffer>);
    const native = nativeRivals('pairs', (time, rival) => perPair(rival === NATIVE ? MANY_PAIRS : PAIRS, time));
    const ours = 'heapscope, checked run';
    const wasm = 'plain -O0 wasm';
    return {
      title: 'One malloc and its free, five calls deep',
      unit: 'ns',
      contenders: [
        { name: wasm, run: () => perPair(MANY_PAIRS, (pairs) => timePlain(module, pairs)) },
        { name: ours, run: () => perPair(PAIRS, async (pairs) => (await runChecked(checked, pairs)).milliseconds) },
        ...native.contenders,
      ],
      baseline: wasm,
      rounds: 5,
      limits: [{ contender: ours, atMost: 250 }],
      notes: [
        'Ours records both events with their stacks; the native checkers only remember the stacks.',
        ...native.notes,
      ],
      close: native.close,
    };
  },
};
