/** Numbers for tasks, so that columns can name them: in the order in which they are first heard of. */
import type { ProcessId, ThreadId } from '../util/units.ts';
import type { TaskRef } from './system.ts';

/** More processes, or threads of one, than any system here makes: a number above is damage. */
const MOST = 0xffff;

export class TaskTable {
  readonly tasks: TaskRef[] = [];
  readonly #indices = new Map<number, number>();

  /** -1 for a task that can't be. */
  indexOf(process: ProcessId, thread: ThreadId): number {
    const key = process * (MOST + 1) + thread;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    if (process > MOST || thread > MOST || this.tasks.length > MOST) return -1;
    this.#indices.set(key, this.tasks.length);
    return this.tasks.push({ process, thread }) - 1;
  }
}

export const isSameTask = (a: TaskRef, b: TaskRef): boolean => a.process === b.process && a.thread === b.thread;
