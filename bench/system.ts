/** Several processes: what it costs to wait for each other, and to be taken off the processor. */
import type { LocalCompiler } from '../src/compile/compiler.ts';
import { linked, sources, testCompiler } from '../src/compile/testing.node.ts';
import type { Schedule } from '../src/run/kernel/policy.ts';
import { DEFAULT_LIMITS } from '../src/run/request.ts';
import { runProgram } from '../src/run/run.ts';
import type { Measurement } from './index.ts';
import { timeWork } from './process.ts';

const HEAD = ['semaphore.h', 'stdio.h', 'stdlib.h', 'sys/mman.h', 'sys/wait.h', 'unistd.h']
  .map((name) => `#include <${name}>\n`)
  .join('');

const HAND_OVERS = 100_000;
const handOvers = `${HEAD}
int main(void) {
  sem_t *turns = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(turns, 1, 1), sem_init(turns + 1, 1, 0);
  int me = fork() == 0;
  for (int i = 0; i < ${HAND_OVERS / 2}; i++) {
    sem_wait(turns + me);
    sem_post(turns + !me);
  }
  if (me) exit(0);
  wait(NULL);
  puts("done");
}`;

const INCREMENTS = 1_000_000;
const PREEMPTIONS = 1000;
const increments = `${HEAD}
int main(void) {
  volatile int *count = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int me = fork() == 0;
  for (int i = 0; i < ${INCREMENTS}; i++) (*count)++;
  if (me) exit(0);
  wait(NULL);
  puts("done");
}`;
/** A load and a store each. */
const ACCESSES = 2 * 2 * INCREMENTS;
const atRandom: Schedule = { kind: 'random', seed: 1, mostAccesses: (2 * ACCESSES) / PREEMPTIONS };

let compiler: Promise<LocalCompiler> | undefined;

async function build(text: string): Promise<Uint8Array> {
  compiler ??= testCompiler();
  return linked((await compiler).compile({ files: sources({ 'program.c': text }), flags: ['-w', '-O0'] }));
}

async function timeRun(wasm: Uint8Array, schedule?: Schedule): Promise<number> {
  const inputs = {
    ...{ arguments: ['program'], environment: {}, files: {}, seed: 1, clockStart: 0n },
    stdin: { bytes: new Uint8Array(), closed: true },
  };
  return timeWork(async () => {
    const request = { wasm, inputs, limits: DEFAULT_LIMITS, ...(schedule && { schedule }) };
    const { end } = await runProgram(request, { chunk: () => undefined });
    if (end.kind !== 'exit') throw new Error(`the program ended with ${JSON.stringify(end)}`);
  });
}

function systemMeasurement(
  name: string,
  title: string,
  text: string,
  atMost: number,
  schedule?: Schedule,
): Measurement {
  return {
    name: `system ${name}`,
    async prepare() {
      const wasm = await build(text);
      return {
        title,
        unit: 'ms',
        contenders: [{ name: 'the run', run: () => timeRun(wasm, schedule) }],
        baseline: 'the run',
        rounds: 3,
        limits: [{ contender: 'the run', atMost }],
      };
    },
  };
}

export const system: readonly Measurement[] = [
  systemMeasurement('hand-overs', `${HAND_OVERS} hand-overs of a semaphore between two processes`, handOvers, 10_000),
  systemMeasurement(
    'preempted',
    `Two processes that each add ${INCREMENTS} times to a shared counter, preempted about ${PREEMPTIONS} times`,
    increments,
    5_000,
    atRandom,
  ),
];
