/** Who runs next, and for how long. */
import { SeededRandom } from '../wasi/random.ts';
import type { Task } from './task.ts';

export type Schedule =
  /** In turn, each until it waits or has run for long. */
  | { readonly kind: 'round-robin' }
  /** Chosen by the seed, and taken off the processor at random steps and accesses to shared memory. */
  | { readonly kind: 'random'; readonly seed: number }
  /** Indices of processes: who runs at each choice; after the last, and where that one can't go on, in turn. */
  | { readonly kind: 'list'; readonly processes: readonly number[] };

export const ROUND_ROBIN: Schedule = { kind: 'round-robin' };

/** Statements after which another task that can go on gets its turn. */
const SLICE_STEPS = 300_000;
const RANDOM_SLICE_STEPS = 3_000;
/** Of accesses to shared memory: between two preemptions at random. */
const RANDOM_SLICE_ACCESSES = 60;

export interface Policy {
  /** One of `ready`, which is in the order in which they became so and not empty. */
  choose(ready: readonly Task[]): Task;
  /** Statements until the task that is given the processor now should be asked to give way. */
  sliceSteps(): number;
  /** Accesses to shared memory until then; Infinity: don't look at them. */
  sliceAccesses(): number;
}

export function policyOf(schedule: Schedule): Policy {
  switch (schedule.kind) {
    case 'round-robin':
      return { choose: (ready) => ready[0]!, sliceSteps: () => SLICE_STEPS, sliceAccesses: () => Infinity };
    case 'random':
      return randomPolicy(new SeededRandom(schedule.seed));
    case 'list':
      return listPolicy(schedule.processes);
  }
}

function randomPolicy(random: SeededRandom): Policy {
  const upTo = (n: number): number => 1 + (random.next() % n);
  return {
    choose: (ready) => ready[random.next() % ready.length]!,
    sliceSteps: () => upTo(RANDOM_SLICE_STEPS),
    sliceAccesses: () => upTo(RANDOM_SLICE_ACCESSES),
  };
}

function listPolicy(processes: readonly number[]): Policy {
  let next = 0;
  return {
    choose(ready) {
      const wanted = processes[next++];
      return ready.find((task) => task.process.index === wanted) ?? ready[0]!;
    },
    sliceSteps: () => SLICE_STEPS,
    sliceAccesses: () => Infinity,
  };
}
