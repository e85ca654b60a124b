/** What a process's program imports: the kernel's calls, and WASI's, of which some may have to wait. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { WaitReason } from '../../trace/records.ts';
import { SYSTEM_MODULE, WASI_MODULE } from '../asyncify.ts';
import { TerminalInput } from '../wasi/descriptions.ts';
import { CallError, WouldBlock } from '../wasi/ends.ts';
import { processCalls, type KernelCall } from './calls-process.ts';
import type { Kernel } from './kernel.ts';
import { messageQueueCalls } from './message-queues.ts';
import { posixQueueCalls } from './posix-queues.ts';
import { groupCalls } from './process-groups.ts';
import type { Process } from './process.ts';
import { signalCalls } from './calls-signal.ts';
import { Signal, SignalCode } from './signal-actions.ts';
import { semaphoreCalls } from './semaphores.ts';
import { segmentCalls } from './segments.ts';
import { suspendable } from './suspension.ts';
import type { SystemCall, Task } from './task.ts';
import { threadCalls } from './threads.ts';

const CALLS: Readonly<Record<string, KernelCall>> = {
  ...processCalls,
  ...groupCalls,
  ...segmentCalls,
  ...semaphoreCalls,
  ...messageQueueCalls,
  ...posixQueueCalls,
  ...threadCalls,
  ...signalCalls,
};

const always = (): boolean => true;
const never = (): boolean => false;

type WasiCall = (...values: never[]) => number;

/** `engine`: the imports from "heapscope", of which `tick` may give way to other tasks. */
export function processImports(
  kernel: Kernel,
  process: Process,
  wasiCalls: WebAssembly.ModuleImports,
  engine: Readonly<Record<string, (...values: never[]) => unknown>> & { tick(): void },
  /** Where handlers of signals may run: PreparedProgram.waitsAt. */
  waitsAt: ReadonlySet<string>,
): WebAssembly.Imports {
  const instance = () => process.instance;
  const imported = (module: string, name: string, call: (task: Task, ...values: never[]) => number | SystemCall) =>
    suspendable(kernel, instance, call, waitsAt.has(`${module}.${name}`) ? always : never);
  const system = Object.fromEntries(
    Object.entries(CALLS).map(([name, call]) => [name, imported(SYSTEM_MODULE, name, withErrno(kernel, call))]),
  );
  const wasiImports = { ...wasiCalls } as Record<string, WasiCall>;
  const waiting = (name: string, call: (task: Task, ...values: never[]) => number | SystemCall): void => {
    wasiImports[name] = imported(WASI_MODULE, name, call);
  };
  for (const name of ['fd_read', 'fd_write', 'poll_oneoff']) {
    const call = wasiImports[name]!;
    waiting(name, (task, ...values) => retried(kernel, task, () => told(kernel, task, call(...values)), name, values));
  }
  waiting('sched_yield', () => giveWay());
  return {
    [WASI_MODULE]: wasiImports as WebAssembly.ModuleImports,
    heapscope: {
      ...engine,
      tick: suspendable(
        kernel,
        instance,
        () => tick(kernel, engine),
        () => kernel.slice.isDue,
      ),
      access: imported('heapscope', 'access', () => kernel.slice.access()),
      choose: imported('heapscope', 'choose', () => kernel.slice.choose()),
    } as WebAssembly.ModuleImports,
    [SYSTEM_MODULE]: system as WebAssembly.ModuleImports,
  };
}

/** Errors that the program sees are negative results. */
function withErrno(kernel: Kernel, call: KernelCall): (task: Task, ...values: number[]) => number | SystemCall {
  const errnoOf = (error: unknown): number => {
    if (error instanceof CallError) return -error.errno;
    throw error;
  };
  function* guarded(steps: SystemCall): SystemCall {
    try {
      return yield* steps;
    } catch (error) {
      return errnoOf(error);
    }
  }
  return (task, ...values) => {
    try {
      const result = call(kernel, task, ...values);
      return typeof result === 'number' ? result : guarded(result);
    } catch (error) {
      return errnoOf(error);
    }
  };
}

/** A WASI call, made again after each wait. */
function retried(
  kernel: Kernel,
  task: Task,
  call: () => number,
  name: string,
  [descriptor]: readonly number[],
): number | SystemCall {
  const { descriptors } = task.process.host.process;
  if (!kernel.tasks.isAlone(task) && isInput(descriptors, descriptor!)) return afterOthers(call);
  try {
    return call();
  } catch (error) {
    if (error instanceof WouldBlock) return untilDone(task, call, error, name === 'poll_oneoff' ? 'fails' : 'restarts');
    throw error;
  }
}

/** Who writes to a pipe that nobody reads is sent SIGPIPE. */
function told({ signals }: Kernel, { process }: Task, errno: number): number {
  const { pid } = process;
  if (errno === wasi.ERRNO_PIPE) signals.send(process, { signal: Signal.PIPE, code: SignalCode.user, pid, value: 0 });
  return errno;
}

function* untilDone(
  { process }: Task,
  call: () => number,
  first: WouldBlock,
  onSignal: 'fails' | 'restarts',
): SystemCall {
  const { polling } = process.host.process;
  for (let { blockage } = first; ;) {
    // Other threads of the process poll as well.
    const { deadline } = polling;
    polling.deadline = undefined;
    const wake = yield { ...blockage, reason: blockage.reason as WaitReason, onSignal };
    if (wake === 'interrupted') {
      if (!blockage.cutOff) return wasi.ERRNO_INTR;
      blockage.cutOff();
      return call();
    }
    polling.deadline = deadline;
    polling.timedOut = wake === 'timeout';
    try {
      return call();
    } catch (error) {
      if (!(error instanceof WouldBlock)) throw error;
      blockage = error.blockage;
    }
  }
}

function isInput(descriptors: Process['host']['process']['descriptors'], descriptor: number): boolean {
  for (const [number, description] of descriptors.entries())
    if (number === descriptor) return description instanceof TerminalInput;
  return false;
}

/** A person types slowly: whoever can go on does so first, so that a run with more input goes the same way up to here. */
function* afterOthers(call: () => number): SystemCall {
  yield { reason: WaitReason.input, ready: () => false, lastResort: true };
  return call();
}

function* giveWay(): SystemCall {
  yield { ready: () => true };
  return wasi.ERRNO_SUCCESS;
}

function tick({ slice }: Kernel, engine: { tick(): void }): number | SystemCall {
  slice.isDue = slice.isOver;
  engine.tick();
  return slice.isDue && slice.endsTurn() ? slice.preempt() : 0;
}
