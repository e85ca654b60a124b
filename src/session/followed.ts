/** What is seen of a moment: the memory of the task that runs, or of the one that the person follows. */
import type { TaskRef } from '../replay/system.ts';
import type { Moment, ProcessMemory, StepEvent } from '../replay/timeline.ts';

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
