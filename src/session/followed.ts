/** What is seen of a moment: the memory of the task that runs, or of the one that the person follows. */
import type { ObjectMoment } from '../layout/object-model.ts';
import type { SystemSurvey, TaskRef } from '../replay/system.ts';
import type { Moment, ProcessMemory, StepEvent } from '../replay/timeline.ts';
import type { Seen } from './playback.svelte.ts';

export type SeenMoment = Pick<
  Moment,
  | 'step'
  | 'layout'
  | 'events'
  | 'reads'
  | 'frames'
  | 'bytes'
  | 'shadow'
  | 'blocks'
  | 'task'
  | 'process'
  | 'processes'
  | 'segments'
>;

/** `moment` with the memory and the stack of one task, wherever it is; with the memory of the one that runs if that is gone. */
export function followedMoment(moment: Moment, task: TaskRef | undefined): SeenMoment {
  const isRunning = task && task.process === moment.task.process && task.thread === moment.task.thread;
  const process = task && !isRunning ? moment.process(task.process) : undefined;
  if (!task || !process) return moment;
  const memory: ProcessMemory = process;
  return {
    step: moment.step,
    layout: moment.layout,
    task: moment.task,
    processes: moment.processes,
    process: (id) => moment.process(id),
    segments: () => moment.segments(),
    get events(): readonly StepEvent[] {
      return moment.events;
    },
    reads: [],
    get frames() {
      return process.threads.find(({ thread }) => thread === task.thread)?.frames ?? memory.frames;
    },
    bytes: (address, n) => memory.bytes(address, n),
    shadow: (address, n) => memory.shadow(address, n),
    blocks: () => memory.blocks(),
  };
}

/**
 * What the step before did to the process that is seen: what it did itself, and what others wrote to memory that they share. Calls
 * are those of the thread whose stack is seen.
 */
export function ownEvents(
  { moment, process, thread }: Pick<Seen, 'moment' | 'process' | 'thread'>,
  { processes }: Pick<SystemSurvey, 'processes'>,
): readonly StepEvent[] {
  if (processes.length === 1 && processes[0]?.threads.length === 1) return moment.events;
  return moment.events.filter((event) => {
    if (event.kind === 'store' && event.change.shared) return true;
    if (event.process !== process) return false;
    return (event.kind !== 'call' && event.kind !== 'return') || event.thread === thread;
  });
}

/** The moment with those events alone. */
export function ownMoment(
  seen: Pick<Seen, 'moment' | 'process' | 'thread'>,
  system: Pick<SystemSurvey, 'processes'>,
): ObjectMoment {
  const { moment } = seen;
  const events = ownEvents(seen, system);
  if (events === moment.events) return moment;
  return {
    ...{ events, layout: moment.layout, frames: moment.frames, reads: moment.reads },
    bytes: (address, n) => moment.bytes(address, n),
    shadow: (address, n) => moment.shadow(address, n),
  };
}
