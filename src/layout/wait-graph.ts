/**
 * Who waits for whom at a step, and whether some wait in a circle, as far as the recording tells who could end a wait:
 *
 *     A --waits for--> semaphore 2 --taken by--> B --waits for--> semaphore 3 --taken by--> A
 */
import type { KernelEvent, SystemSurvey, TaskRef, Wait } from '../replay/system.ts';
import type { StepIndex } from '../util/units.ts';

export interface WaitEdge {
  readonly task: TaskRef;
  readonly wait: Wait;
  /** Who has what is waited for, or is what is waited for; undefined: nobody, or nobody can tell. */
  readonly holder: TaskRef | undefined;
}

/** So many events are gone back for who took a semaphore last. */
const FARTHEST_BACK = 5000;

/**
 * The blocked tasks, in the order of processes and threads. A deadlock's finding tells of all (`told`): the one that it was found in has a
 * last turn, in which it does nothing.
 */
export function waitEdges(
  system: SystemSurvey,
  step: StepIndex,
  told: readonly (TaskRef & Waiting)[] = [],
): WaitEdge[] {
  return system.processes
    .flatMap(({ threads }) => threads)
    .flatMap(({ process, thread }): WaitEdge[] => {
      const state = system.stateAt({ process, thread }, step);
      const known = told.find((each) => each.process === process && each.thread === thread);
      const wait = known?.wait ?? (state.kind === 'blocked' ? state.wait : undefined);
      const task = { process, thread };
      return wait ? [{ task, wait, holder: holderOf(system, task, wait, step) }] : [];
    });
}

interface Waiting {
  readonly wait: Wait;
}

/** The edges of a circle of waits, each for the holder of the next; empty where there is none. */
export function waitCircle(edges: readonly WaitEdge[]): readonly WaitEdge[] {
  const of = new Map(edges.map((edge) => [keyOf(edge.task), edge]));
  for (const start of edges) {
    const walked: WaitEdge[] = [];
    for (let edge: WaitEdge | undefined = start; edge; edge = edge.holder && of.get(keyOf(edge.holder))) {
      const at = walked.indexOf(edge);
      if (at >= 0) return walked.slice(at);
      walked.push(edge);
    }
  }
  return [];
}

const keyOf = ({ process, thread }: TaskRef): string => `${process}.${thread}`;

function holderOf(system: SystemSurvey, { process }: TaskRef, wait: Wait, step: StepIndex): TaskRef | undefined {
  switch (wait.reason) {
    case 'lock': {
      const threads = system.process(process)?.threads ?? [];
      return threads.length > 1 ? { process, thread: wait.owner } : mainOf(system, wait.owner);
    }
    case 'semaphore':
      return wait.wants > 0 ? takerOf(system, wait.semaphore, step) : undefined;
    case 'child':
    case 'vfork': {
      const child = wait.pid > 0 ? system.processes.find(({ pid }) => pid === wait.pid) : undefined;
      return child && { process: child.process, thread: 0 };
    }
    case 'thread':
      return { process, thread: wait.thread };
    default:
      return undefined;
  }
}

const mainOf = (system: SystemSurvey, process: number): TaskRef | undefined =>
  system.process(process) && { process, thread: 0 };

/** Who lowered a semaphore last, if nobody has raised it since. */
function takerOf({ events }: SystemSurvey, semaphore: number, step: StepIndex): TaskRef | undefined {
  const last = events.countBefore(step) - 1;
  for (let index = last; index >= 0 && last - index < FARTHEST_BACK; index--) {
    const event: KernelEvent = events.at(index);
    if (event.kind !== 'semaphore' || event.semaphore !== semaphore) continue;
    const isTaken = event.before !== undefined && event.value < event.before;
    return isTaken ? { process: event.process, thread: event.thread } : undefined;
  }
  return undefined;
}
