/**
 * Suspending a task and letting it go on. An import that has to wait starts to unwind and returns; every function of the program then
 * returns too, saving its locals. To go on, the program is entered again from the outside: every function jumps to the call in which it
 * was, down to the import, which is called a second time and now has its result.
 *
 *     SUSPENSION_BASE:  | next free byte | end | frames, innermost first ...
 */
import { Layout } from '../../instrument/memory-layout.ts';
import type { ProgramInstance } from '../program-instance.ts';
import type { SystemCall, Task, Wait, Wake } from './task.ts';

const FRAMES = Layout.SUSPENSION_BASE + 8;

/** Asyncify's states (its pass's comment in Binaryen's source). */
const NORMAL = 0;

export interface Waiter {
  readonly current: Task;
  /** Waits with nobody else there to run: gives how the wait ended, or throws the run's end. */
  waitAlone(task: Task, wait: Wait): Wake;
}

/** Makes a call of the system an import of the program. */
export function suspendable(
  waiter: Waiter,
  instance: () => ProgramInstance,
  call: (task: Task, ...values: never[]) => number | SystemCall,
): (...values: never[]) => number {
  return (...values) => {
    const task = waiter.current;
    const { exports } = instance();
    if (task.call) {
      exports.asyncify_stop_rewind!();
      const suspended = task.call;
      task.call = undefined;
      return goOn(waiter, instance(), task, suspended, task.wake);
    }
    const result = call(task, ...values);
    return typeof result === 'number' ? result : goOn(waiter, instance(), task, result, 'ready');
  };
}

function goOn(waiter: Waiter, instance: ProgramInstance, task: Task, call: SystemCall, wake: Wake): number {
  for (;;) {
    const step = call.next(wake);
    if (step.done) return step.value;
    const { exports, state, program } = instance;
    if (program.mayWait) {
      task.call = call;
      task.wait = step.value;
      state.words[Layout.SUSPENSION_BASE >> 2] = FRAMES;
      state.words[(Layout.SUSPENSION_BASE >> 2) + 1] = Layout.SUSPENSION_END;
      exports.asyncify_start_unwind!(Layout.SUSPENSION_BASE);
      return 0;
    }
    wake = waiter.waitAlone(task, step.value);
  }
}

/** Runs the task until it waits (true) or its entry function returns (false). What the program throws passes through. */
export function runTask(task: Task): boolean {
  const { exports } = task.process.instance;
  if (task.call) exports.asyncify_start_rewind!(Layout.SUSPENSION_BASE);
  task.enter(exports);
  if (!task.process.instance.program.mayWait || exports.asyncify_get_state!() === NORMAL) return false;
  exports.asyncify_stop_unwind!();
  return true;
}
