/**
 * Suspending a task and letting it go on. An import that has to wait starts to unwind and returns; every function of the program then
 * returns too, saving its locals. To go on, the program is entered again from the outside: every function jumps to the call in which it
 * was, down to the import, which is called a second time and now has its result.
 *
 *     SUSPENSION_BASE:  | next free byte | end | frames, innermost first ...
 *
 * Before an import returns, handlers run of signals that have come meanwhile: the host enters the program a second time, above the calls
 * in progress. A handler may wait too. Then both parts are unwound, the handler's first, and rewound the other way round:
 *
 *     _start ... read() --import--> host --__heapscope_deliver--> handler ... sleep() --import--> host: suspended [sleep, read]
 */
import { Layout } from '../../instrument/memory-layout.ts';
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { ProgramInstance } from '../program-instance.ts';
import { Delivered } from './signal-actions.ts';
import { HANDLER_WAITS, wakeOf, type PendingCall, type SystemCall, type Task, type Wait, type Wake } from './task.ts';

const FRAMES = Layout.SUSPENSION_BASE + 8;

/** Asyncify's states (its pass's comment in Binaryen's source). */
const NORMAL = 0;
const UNWINDING = 1;

export interface Waiter {
  readonly current: Task;
  /** Nanoseconds since the start of the run. */
  readonly clock: { readonly elapsed: bigint };
  /** Waits with nobody else there to run, or where nobody else may: gives how the wait ended, or throws the run's end. */
  waitAlone(task: Task, wait: Wait): Wake;
  /** Whether the task may take a signal now. */
  isSignalDue(task: Task): boolean;
  /** The host's writes to the program's memory are done. */
  called(): void;
}

type Steps = PendingCall['steps'];
type Step = IteratorResult<Wait, number>;

/** Makes a call of the system an import of the program. `delivers`: whether handlers of signals may run in it, and be suspended. */
export function suspendable(
  waiter: Waiter,
  instance: () => ProgramInstance,
  call: (task: Task, ...values: never[]) => number | SystemCall,
  delivers: () => boolean,
): (...values: never[]) => number {
  return (...values) => {
    const task = waiter.current;
    const suspended = task.suspended.pop();
    if (suspended) {
      if (task.suspended.length === 0) instance().exports.asyncify_stop_rewind!();
      return goOn(waiter, instance(), task, suspended);
    }
    const result = call(task, ...values);
    const first: Step = typeof result === 'number' ? { done: true, value: result } : result.next('ready');
    if (first.done) {
      waiter.called();
      if (!delivers() || !waiter.isSignalDue(task)) return first.value;
    }
    return goOn(waiter, instance(), task, pendingCall(waiter, instance(), task, first, result as SystemCall));
  };
}

/** What is left of a call after its first step: `call` is of interest only if it has more. */
function pendingCall(
  waiter: Waiter,
  instance: ProgramInstance,
  task: Task,
  first: Step,
  call: SystemCall,
): PendingCall {
  function* steps(): Steps {
    let step = first;
    while (!step.done) {
      const { value: wait } = step;
      let wake: Wake | undefined;
      do {
        wake = yield wait;
        if (wake === 'interrupted') wake = afterHandlers(waiter, wait, yield* handlers(instance, pending));
      } while (wake === undefined);
      step = call.next(wake);
    }
    waiter.called();
    pending.resultInChild = step.value;
    if (waiter.isSignalDue(task)) yield* handlers(instance, pending);
    return step.value;
  }
  const pending: PendingCall = { steps: steps(), resultInChild: -wasi.ERRNO_INTR, slot: 0 };
  return pending;
}

/** How a wait ended in which handlers ran; undefined: it goes on. */
function afterHandlers(waiter: Waiter, wait: Wait, done: number): Wake | undefined {
  const failsAfter = { fails: Delivered.handled, restarts: Delivered.interrupts, goesOn: 0 }[wait.onSignal ?? 'goesOn'];
  return (done & failsAfter) !== 0 ? 'interrupted' : wakeOf(wait, waiter.clock.elapsed);
}

/** Runs the handlers that are due; gives `Delivered`. Nobody sees afterwards that they were there. */
function* handlers(instance: ProgramInstance, pending: PendingCall): Generator<typeof HANDLER_WAITS, number, Wake> {
  const { state } = instance;
  const passed = state.passedBits();
  pending.slot = state.field(Layout.STATE_SLOT);
  const done = yield* entered(instance);
  state.setField(Layout.STATE_SLOT, pending.slot);
  state.setPassedBits(passed);
  return done;
}

function* entered({ exports, program }: ProgramInstance): Generator<typeof HANDLER_WAITS, number, Wake> {
  for (;;) {
    const done = exports.__heapscope_deliver!();
    if (!program.mayWait || exports.asyncify_get_state!() !== UNWINDING) return done;
    yield HANDLER_WAITS;
  }
}

/** For a child whose parent is in a handler: what is left there of the call in which the handler runs. */
export function callInChild(child: ProgramInstance, { resultInChild, slot }: PendingCall): PendingCall {
  function* steps(): Steps {
    yield* entered(child);
    child.state.setField(Layout.STATE_SLOT, slot);
    return resultInChild;
  }
  return { steps: steps(), resultInChild, slot };
}

function goOn(waiter: Waiter, instance: ProgramInstance, task: Task, call: PendingCall): number {
  for (let { wake } = task; ;) {
    const step = call.steps.next(wake);
    if (step.done) return step.value;
    if (step.value === HANDLER_WAITS) {
      task.suspended.push(call);
      return 0;
    }
    const { exports, state, program } = instance;
    if (program.mayWait && !task.isPinned) {
      task.suspended.push(call);
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
  if (task.suspended.length > 0) exports.asyncify_start_rewind!(Layout.SUSPENSION_BASE);
  task.enter(exports);
  if (!task.process.instance.program.mayWait || exports.asyncify_get_state!() === NORMAL) return false;
  exports.asyncify_stop_unwind!();
  return true;
}
