import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { doAlone, type Task } from './alone.ts';
import { build } from './build.ts';
import type { Measurement } from './index.ts';
import { nativePeaks } from './native-peak.ts';
import { shared } from './shared.ts';

async function buildToFiles(name: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-bench-'));
  const files = { plain: path.join(folder, 'plain.wasm'), checked: path.join(folder, 'checked.wasm') };
  const { plain, checked } = await build(name);
  writeFileSync(files.plain, plain);
  writeFileSync(files.checked, checked);
  return { ...files, folder, close: () => rmSync(folder, { recursive: true }) };
}

const KIBIBYTES = 128 * 1024;
/** `initialise` in src/run/program-state.ts: freed blocks that are kept from being used again. */
const QUARANTINE_MEGABYTES = 67;

/** Memory of a checked run against that of the program as it is: how much the peak grows with what the program holds. */
export const memory: Measurement = {
  name: 'memory',
  async prepare() {
    const files = await buildToFiles('blocks');
    const peak = (kind: Task['kind'], wasm: string) => () => {
      const of = (argument: number) => doAlone({ kind, wasm, argument }).peakMegabytes;
      return of(KIBIBYTES) - of(0);
    };
    const plain = 'plain -O0 wasm';
    const ours = 'heapscope, checked run';
    const native = nativePeaks('blocks', files.folder, (peakOf) => peakOf(KIBIBYTES) - peakOf(0));
    return {
      title: 'Peak memory of a program that holds 134 MB in blocks of 16 to 2048 bytes and frees them',
      unit: 'MB',
      contenders: [
        { name: plain, run: peak('plain', files.plain) },
        { name: ours, run: peak('checked', files.checked) },
        { name: `${ours}, records kept`, run: peak('kept', files.checked) },
        ...native.contenders,
      ],
      baseline: plain,
      rounds: 3,
      limits: [{ contender: ours, atMost: 2.5, timesThatOf: plain, plus: QUARANTINE_MEGABYTES }],
      notes: ['What the same process needs for a run that allocates nothing is subtracted.', ...native.notes],
      close: files.close,
    };
  },
};

const EVENTS = 10_000_000;

/** A program that allocates and frees ten million times: recorded, kept and read back. */
export const events: readonly Measurement[] = [
  {
    name: 'events time',
    async prepare() {
      const { plain, checked, close } = await buildToFiles('pairs');
      const { asItIs, recorded } = eventTasks(plain, checked);
      const wasm = 'plain -O0 wasm';
      return {
        title: 'Ten million allocation events: time',
        unit: 's',
        contenders: [
          { name: wasm, run: asItIs(({ runMilliseconds }) => runMilliseconds / 1000) },
          { name: 'heapscope, recorded and kept', run: recorded(({ runMilliseconds }) => runMilliseconds / 1000) },
          { name: 'heapscope, read back', run: recorded(({ readMilliseconds }) => readMilliseconds / 1000) },
        ],
        baseline: wasm,
        rounds: 3,
        notes: ['Five million pairs of malloc and free, each run in a process of its own that has run nothing before.'],
        close,
      };
    },
  },
  {
    name: 'events memory',
    async prepare() {
      const { plain, checked, close } = await buildToFiles('pairs');
      const { asItIs, recorded } = eventTasks(plain, checked);
      const wasm = 'plain -O0 wasm';
      const ours = 'heapscope, recorded, kept and read back';
      return {
        title: 'Ten million allocation events: peak memory of the whole process',
        unit: 'MB',
        contenders: [
          { name: wasm, run: asItIs(({ peakMegabytes }) => peakMegabytes) },
          { name: ours, run: recorded(({ peakMegabytes }) => peakMegabytes) },
          { name: 'of that, the records', run: recorded(({ recordMegabytes }) => recordMegabytes) },
        ],
        baseline: wasm,
        rounds: 1,
        limits: [{ contender: ours, atMost: 1500 }],
        close,
      };
    },
  },
];

function eventTasks(plain: string, checked: string) {
  const argument = EVENTS / 2;
  const asItIs = shared(() => doAlone({ kind: 'plain', wasm: plain, argument }));
  const recorded = shared(() => {
    const answer = doAlone({ kind: 'read', wasm: checked, argument });
    if (answer.events < EVENTS) throw new Error(`only ${answer.events} of ${EVENTS} events were recorded`);
    return answer;
  });
  return { asItIs, recorded };
}
