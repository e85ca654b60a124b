/** `system` and `process` records in columns, in the order in which they came. */
import type { ProcessId, StackId, StepIndex, ThreadId } from '../util/units.ts';
import { firstAbove, withNumber, withRoom } from './columns.ts';
import { happening } from './kernel-event.ts';
import type { KernelEvent, KernelEventList, Schedule } from './system.ts';
import { TaskTable } from './task-table.ts';
import type { NumberColumn } from './timeline.ts';

/** The columns as they are at some time: what is added later is not in them. */
export interface SystemColumns {
  readonly table: TaskTable;
  readonly schedule: Schedule;
  /** By turn: how many events came before it. */
  readonly eventsBeforeTurn: Uint32Array;
  readonly count: number;
  readonly event: Uint8Array;
  /** Three words an event. */
  readonly words: NumberColumn;
  readonly stack: Uint32Array;
  readonly step: Float64Array;
  /** An index in the table. */
  readonly task: Uint16Array;
  /** By index in the table. */
  readonly names: ReadonlyMap<number, string>;
}

/** The last event that is recorded; a higher number is damage. */
const MOST_EVENTS = 0xff;

export class SystemLog {
  readonly #table = new TaskTable();
  #running = 0;
  #lastStep = 0;
  #turns = 0;
  #turnFirst = new Float64Array(16);
  #turnTask = new Uint16Array(16);
  #turnEvents = new Uint32Array(16);
  #count = 0;
  #event = new Uint8Array(64);
  #words: NumberColumn = new Uint32Array(192);
  #stack = new Uint32Array(64);
  #step = new Float64Array(64);
  #task = new Uint16Array(64);
  readonly #names = new Map<number, string>();

  /** A task goes on: it runs the statements from `step` on. False if it can't be. */
  switchTo(process: ProcessId, thread: ThreadId, step: StepIndex): boolean {
    const task = this.#table.indexOf(process, thread);
    if (task < 0) return false;
    if (task === this.#running && this.#turns > 0) return true;
    this.#running = task;
    const turn = this.#turns++;
    this.#turnFirst = withRoom(this.#turnFirst, turn);
    this.#turnTask = withRoom(this.#turnTask, turn);
    this.#turnEvents = withRoom(this.#turnEvents, turn);
    this.#turnFirst[turn] = turn === 0 ? 0 : this.#ascending(step);
    this.#turnTask[turn] = task;
    this.#turnEvents[turn] = this.#count;
    return true;
  }

  /** Something happened in the task that runs. */
  add(event: number, a: number, b: number, c: number, stack: StackId, step: StepIndex): boolean {
    if (event > MOST_EVENTS || happening(event, a, b, c) === undefined) return false;
    const index = this.#count++;
    this.#event = withRoom(this.#event, index);
    this.#stack = withRoom(this.#stack, index);
    this.#step = withRoom(this.#step, index);
    this.#task = withRoom(this.#task, index);
    this.#event[index] = event;
    for (const [place, word] of [a, b, c].entries()) this.#words = withNumber(this.#words, index * 3 + place, word);
    this.#stack[index] = stack;
    this.#step[index] = this.#ascending(step);
    this.#task[index] = this.#running;
    return true;
  }

  /** The task that runs is called so. */
  name(name: string): void {
    this.#names.set(this.#running, name);
  }

  columns(): SystemColumns {
    if (this.#turns === 0) this.switchTo(0, 0, 0);
    const { tasks } = this.#table;
    return {
      table: this.#table,
      schedule: {
        tasks,
        count: this.#turns,
        first: this.#turnFirst.subarray(0, this.#turns),
        task: this.#turnTask.subarray(0, this.#turns),
      },
      eventsBeforeTurn: this.#turnEvents.subarray(0, this.#turns),
      count: this.#count,
      event: this.#event.subarray(0, this.#count),
      words: this.#words.subarray(0, this.#count * 3),
      stack: this.#stack.subarray(0, this.#count),
      step: this.#step.subarray(0, this.#count),
      task: this.#task.subarray(0, this.#count),
      names: this.#names,
    };
  }

  /** Steps never go back, but in a damaged recording. */
  #ascending(step: StepIndex): StepIndex {
    return (this.#lastStep = Math.max(this.#lastStep, step));
  }
}

/** The events as objects, made anew each time. */
export function kernelEvents(columns: SystemColumns): KernelEventList {
  const { count, event, words, stack, step, task, schedule } = columns;
  const at = (index: number): KernelEvent => {
    const what =
      index < count && happening(event[index]!, words[index * 3]!, words[index * 3 + 1]!, words[index * 3 + 2]!);
    if (!what) throw new RangeError(`there is no event ${index}`);
    return { ...what, ...schedule.tasks[task[index]!]!, step: step[index]!, stack: stack[index]! };
  };
  return {
    count,
    at,
    countBefore: (position) => firstAbove(count, (index) => step[index]!, position),
    find(from, direction, wanted) {
      for (let index = from; index >= 0 && index < count; index += direction) if (wanted(at(index))) return index;
      return -1;
    },
  };
}
