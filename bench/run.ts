import { build } from './build.ts';
import { runChecked, timePlain, WHOLE_RUN } from './engine-run.ts';
import type { Limit } from './contest.ts';
import type { Measurement } from './index.ts';
import { nativeRivals } from './native.ts';

const PLAIN = 'plain -O0 wasm';
const SURVEY = 'heapscope, checked run';
const PRECISE = 'heapscope, checked bit by bit';
/** As if undefined values came to every function of the program and of libc. */
const PRECISE_ALL = 'heapscope, bit by bit in all functions';
const WINDOW = 'heapscope, every step recorded';

/** Reads an uninitialised variable before `main`: such a run goes on bit by bit from there. */
const READ_BEFORE_MAIN = `
__attribute__((constructor)) static void read_before_main(void) {
  volatile int never_set;
  static volatile int count;
  if (never_set) count++;
}`;

/** What the program is, and its argument, chosen for 0.1 to 0.2 seconds of native run time. */
const programs = [
  { name: 'tree-sieve', argument: 40, what: 'a search tree and a sieve' },
  { name: 'text', argument: 1200, what: 'exercises on text, character by character' },
  { name: 'strings', argument: 100, what: 'words counted, with snprintf and strtok' },
  { name: 'floats', argument: 160, what: 'matrices and bodies in doubles' },
] as const;

/** Running a program: plain, checked, and recorded, against native checkers on the same program. */
export const runs: readonly Measurement[] = programs.map(({ name, argument, what }) => ({
  name: `run ${name}`,
  async prepare() {
    const { plain, checked } = await build(name);
    const suspected = (await build(name, READ_BEFORE_MAIN)).checked;
    const module = await WebAssembly.compile(plain as Uint8Array<ArrayBuffer>);
    const native = nativeRivals(name, (time) => time(argument));
    const time =
      (wasm: Uint8Array, options: Parameters<typeof runChecked>[2] = {}) =>
      async () =>
        (await runChecked(wasm, argument, options)).milliseconds;
    const limits: Limit[] = [
      { contender: SURVEY, atMost: 1.8, timesThatOf: PLAIN },
      { contender: PRECISE, atMost: 2, timesThatOf: PLAIN },
      { contender: WINDOW, atMost: 2.8, timesThatOf: PLAIN },
      ...native.checkers.flatMap((rival) => [SURVEY, PRECISE].map((contender) => ({ contender, ratioBelow: rival }))),
    ];
    return {
      title: `Run ${name}.c: ${what}`,
      unit: 'ms',
      contenders: [
        { name: PLAIN, run: () => timePlain(module, argument) },
        { name: SURVEY, run: time(checked) },
        { name: PRECISE, run: time(suspected) },
        { name: PRECISE_ALL, run: time(suspected, { followsAll: true }) },
        { name: WINDOW, run: time(checked, { window: WHOLE_RUN }) },
        ...native.contenders,
      ],
      baseline: PLAIN,
      rounds: 5,
      limits,
      notes: [
        'Processor time. Ours in Node, instrumented beforehand, records dropped as they come, in the memory of the run before.',
        ...native.notes,
      ],
      close: native.close,
    };
  },
}));

/** What recording every step costs for each statement, in time and in bytes. */
export const statements: readonly Measurement[] = [
  {
    name: 'statement time',
    async prepare() {
      const ready = await Promise.all(
        programs.map(async (program) => ({ ...program, ...(await build(program.name)) })),
      );
      const cost = async ({ checked, argument }: (typeof ready)[number]) => {
        const { milliseconds, result } = await runChecked(checked, argument, { window: WHOLE_RUN });
        return (milliseconds * 1e6) / result.end.steps;
      };
      return {
        title: 'Record a statement with all its stores and calls: time',
        unit: 'ns',
        contenders: ready.map((program) => ({ name: program.name, run: () => cost(program) })),
        baseline: programs[0].name,
        rounds: 3,
        limits: programs.map(({ name }) => ({ contender: name, atMost: 50 })),
        notes: ['50 ns are 20 million statements a second.'],
      };
    },
  },
  {
    name: 'statement bytes',
    async prepare() {
      const ALL = 'all together';
      const sizes = new Map<string, { bytes: number; steps: number }>();
      for (const { name } of programs) {
        const { recordBytes, result } = await runChecked((await build(name)).checked, 5, { window: WHOLE_RUN });
        sizes.set(name, { bytes: recordBytes, steps: result.end.steps });
      }
      const sum = (field: 'bytes' | 'steps') => [...sizes.values()].reduce((total, size) => total + size[field], 0);
      return {
        title: 'Record a statement with all its stores and calls: bytes',
        unit: 'bytes',
        contenders: [
          ...[...sizes].map(([name, { bytes, steps }]) => ({ name, run: () => bytes / steps })),
          { name: ALL, run: () => sum('bytes') / sum('steps') },
        ],
        baseline: ALL,
        rounds: 1,
        limits: [...sizes.keys(), ALL].map((contender) => ({ contender, atMost: 40 })),
      };
    },
  },
];
