/** Who runs next, and for how long. */
import { SeededRandom } from '../wasi/random.ts';
import type { StepIndex } from '../../util/units.ts';
import type { Task } from './task.ts';

export type Schedule =
  /** In turn, each until it waits or has run for long. */
  | { readonly kind: 'round-robin' }
  /** Chosen by the seed, and taken off the processor at random steps and accesses to shared memory. */
  | { readonly kind: 'random'; readonly seed: number; readonly mostAccesses?: number }
  /** Who runs at each choice; after the last, and where that one can't go on, in turn. */
  | { readonly kind: 'list'; readonly tasks: readonly ScheduledTask[] }
  /** In turn, but at each of these steps (ascending) the one named goes on as soon as it can. */
  | { readonly kind: 'choices'; readonly choices: readonly ScheduleChoice[] };

/** A thread of a process, or any of its threads. */
export interface ScheduledTask {
  /** Index of a process. */
  readonly process: number;
  /** Index among its threads; absent: whichever of them became ready first. */
  readonly thread?: number | undefined;
}

export interface ScheduleChoice extends ScheduledTask {
  readonly step: StepIndex;
}

export const ROUND_ROBIN: Schedule = { kind: 'round-robin' };

/** Statements after which another task that can go on gets its turn. */
const SLICE_STEPS = 300_000;
const RANDOM_SLICE_STEPS = 3_000;
/** Of accesses to shared memory: at most so many between two preemptions, unless the schedule has another number. */
const RANDOM_SLICE_ACCESSES = 60;

export interface Policy {
  /** One of `ready`, which is in the order in which they became so and not empty. */
  choose(ready: readonly Task[], step: StepIndex): Task;
  /** Statements until the task that is given the processor now should be asked to give way. */
  sliceSteps(): number;
  /** Of a person's choices: the step after this one at which the next is made. */
  choiceAt?(step: StepIndex): StepIndex;
  /** Accesses to shared memory between two at which others may go first, if they are looked at. */
  readonly watchesAccesses: boolean;
  sliceAccesses(): number;
}

const MOST_ACCESSES = 0x7fffffff;
const IN_TURN = { sliceSteps: () => SLICE_STEPS, watchesAccesses: false, sliceAccesses: () => MOST_ACCESSES };

export function policyOf(schedule: Schedule): Policy {
  switch (schedule.kind) {
    case 'round-robin':
      return { ...IN_TURN, choose: (ready) => ready[0]! };
    case 'random':
      return randomPolicy(new SeededRandom(schedule.seed), schedule.mostAccesses ?? RANDOM_SLICE_ACCESSES);
    case 'list':
      return listPolicy(schedule.tasks);
    case 'choices':
      return choicesPolicy(schedule.choices);
  }
}

function randomPolicy(random: SeededRandom, mostAccesses: number): Policy {
  const upTo = (n: number): number => 1 + (random.next() % n);
  return {
    choose: (ready) => ready[random.next() % ready.length]!,
    sliceSteps: () => upTo(RANDOM_SLICE_STEPS),
    watchesAccesses: true,
    sliceAccesses: () => upTo(mostAccesses),
  };
}

function listPolicy(tasks: readonly ScheduledTask[]): Policy {
  let next = 0;
  return {
    choose(ready) {
      const wanted = tasks[next++];
      return (wanted && taskNamed(ready, wanted)) ?? ready[0]!;
    },
    ...IN_TURN,
  };
}

function choicesPolicy(choices: readonly ScheduleChoice[]): Policy {
  let next = 0;
  return {
    ...IN_TURN,
    choose(ready, step) {
      const choice = choices[next];
      if (!choice || step < choice.step) return ready[0]!;
      const wanted = taskNamed(ready, choice);
      if (wanted) next++;
      return wanted ?? ready[0]!;
    },
    // The one that runs gives way just then: not before, so that all goes as it went without the choice.
    choiceAt(step) {
      const at = choices[next]?.step ?? Infinity;
      return at > step ? at : Infinity;
    },
  };
}

function taskNamed(ready: readonly Task[], { process, thread }: ScheduledTask): Task | undefined {
  return ready.find((task) => task.process.index === process && (thread === undefined || task.thread === thread));
}
