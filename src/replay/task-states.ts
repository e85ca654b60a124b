/** What each task does over time: one entry for each change, in order. */
import { SystemEvent } from '../trace/records.ts';
import type { StepIndex } from '../util/units.ts';
import { firstAbove } from './columns.ts';
import type { SystemColumns } from './system-log.ts';
import type { TaskRef } from './system.ts';

export const StateCode = { ready: 0, running: 1, blocked: 2, ended: 3 } as const;
export type StateCode = (typeof StateCode)[keyof typeof StateCode];

export const NO_EVENT = -1;

export interface StateEntry {
  readonly code: StateCode;
  readonly since: StepIndex;
  /** The event that made it so, or NO_EVENT where a turn's beginning or end did. */
  readonly event: number;
}

class TaskHistory {
  readonly #since: number[] = [];
  readonly #code: StateCode[] = [];
  readonly #event: number[] = [];

  get code(): StateCode | undefined {
    return this.#code.at(-1);
  }

  /** What has ended stays so. Who waits may go on to wait for something else. */
  become(code: StateCode, since: StepIndex, event: number): void {
    if (this.code === StateCode.ended || (this.code === code && code !== StateCode.blocked)) return;
    this.#since.push(since);
    this.#code.push(code);
    this.#event.push(event);
  }

  eachSpan(visit: (code: StateCode, from: StepIndex, to: StepIndex) => void): void {
    for (const [entry, code] of this.#code.entries())
      visit(code, this.#since[entry]!, this.#since[entry + 1] ?? Infinity);
  }

  at(step: StepIndex): StateEntry | undefined {
    const index = firstAbove(this.#since.length, (entry) => this.#since[entry]!, step) - 1;
    if (index < 0) return undefined;
    return { code: this.#code[index]!, since: this.#since[index]!, event: this.#event[index]! };
  }
}

export class TaskStates {
  readonly #histories: TaskHistory[] = [];
  readonly #columns: SystemColumns;
  /** Whose turn it is. */
  #running: TaskHistory | undefined;

  /** One pass over turns and events, merged in the order in which they came. */
  constructor(columns: SystemColumns) {
    this.#columns = columns;
    const { schedule, eventsBeforeTurn, count } = columns;
    for (let turn = 0, event = 0; turn <= schedule.count; turn++) {
      for (const end = eventsBeforeTurn[turn] ?? count; event < end; event++) this.#follow(event);
      if (turn === schedule.count) break;
      const since = schedule.first[turn]!;
      if (this.#running?.code === StateCode.running) this.#running.become(StateCode.ready, since, NO_EVENT);
      this.#running = this.#history(schedule.task[turn]!);
      // Who waits still, only has its name on records that others cause: of its end by a signal, of a deadlock.
      if (this.#running.code !== StateCode.blocked) this.#running.become(StateCode.running, since, NO_EVENT);
    }
  }

  /** Undefined before the task was there. */
  at({ process, thread }: TaskRef, step: StepIndex): StateEntry | undefined {
    return this.#histories[this.#columns.table.indexOf(process, thread)]?.at(step);
  }

  eachSpan({ process, thread }: TaskRef, visit: Parameters<TaskHistory['eachSpan']>[0]): void {
    this.#histories[this.#columns.table.indexOf(process, thread)]?.eachSpan(visit);
  }

  #follow(event: number): void {
    const { words, step, task, table } = this.#columns;
    const at = step[event]!;
    const a = words[event * 3]!;
    const doer = task[event]!;
    const { process } = table.tasks[doer]!;
    switch (this.#columns.event[event]) {
      case SystemEvent.processCreated:
        this.#history(table.indexOf(a, 0)).become(StateCode.ready, at, event);
        break;
      case SystemEvent.threadCreated:
        this.#history(table.indexOf(process, a)).become(StateCode.ready, at, event);
        break;
      case SystemEvent.blocked:
        this.#history(doer).become(StateCode.blocked, at, event);
        break;
      case SystemEvent.woken: {
        const woken = this.#history(doer);
        woken.become(woken === this.#running ? StateCode.running : StateCode.ready, at, event);
        break;
      }
      case SystemEvent.threadExited:
        this.#history(doer).become(StateCode.ended, at, event);
        break;
      case SystemEvent.exited:
        for (const [index, other] of table.tasks.entries())
          if (other.process === process) this.#history(index).become(StateCode.ended, at, event);
        break;
      default:
    }
  }

  #history(task: number): TaskHistory {
    // A task that can't be is nobody's: what happens to it is forgotten.
    return task < 0 ? new TaskHistory() : (this.#histories[task] ??= new TaskHistory());
  }
}
