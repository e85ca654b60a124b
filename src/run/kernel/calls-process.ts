/** fork, wait, sleep and what else is about processes as such. Each gives its result, or throws `CallError`. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { SystemEvent, WaitReason } from '../../trace/records.ts';
import type { Address } from '../../util/units.ts';
import { CallError } from '../wasi/ends.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import type { SystemCall, Task } from './task.ts';
import { from64 } from './words.ts';

/** An import of heapscope_system. Arguments are 32-bit words. */
export type KernelCall = (kernel: Kernel, task: Task, ...words: number[]) => number | SystemCall;

const WNOHANG = 1;

function* fork(kernel: Kernel, task: Task, isVfork: number): SystemCall {
  if (kernel.isFull) {
    kernel.refuseFork(task);
    throw new CallError(wasi.ERRNO_AGAIN);
  }
  let child: Process | undefined;
  yield { ready: () => true, whenUnwound: () => (child = kernel.fork(task)) };
  const made = child as unknown as Process;
  if (isVfork) yield { reason: WaitReason.vfork, object: made.pid, ready: () => made.state !== 'live' };
  return made.pid;
}

/** `pid` as waitpid takes it; there are no process groups, so that all children are in the caller's. */
function* wait(kernel: Kernel, task: Task, pid: number, status: Address, options: number): SystemCall {
  const { process } = task;
  const { memory } = process.host.process;
  const isMeant = (child: Process): boolean => child.state !== 'gone' && (pid <= 0 || child.pid === pid);
  if (status !== 0) memory.check(status, 4);
  for (;;) {
    const children = process.children.filter(isMeant);
    if (children.length === 0) throw new CallError(wasi.ERRNO_CHILD);
    const ended = children.find(({ state }) => state === 'zombie');
    if (ended) {
      if (status !== 0) memory.writeU32(status, ended.status);
      kernel.reap(task, ended);
      return ended.pid;
    }
    if (options & WNOHANG) {
      yield { ready: () => true };
      if (!process.children.some((child) => isMeant(child) && child.state === 'zombie')) return 0;
      continue;
    }
    const ready = (): boolean => process.children.some((child) => isMeant(child) && child.state === 'zombie');
    const wake = yield { reason: WaitReason.child, object: Math.max(0, pid), ready, interruptible: true };
    if (wake === 'interrupted') throw new CallError(wasi.ERRNO_INTR);
  }
}

/** `remaining`: where the nanoseconds go (two words) that a signal cut off; 0: nowhere. */
function* sleep(kernel: Kernel, task: Task, low: number, high: number, remaining: Address): SystemCall {
  const { clock } = kernel;
  const deadline = clock.elapsed + from64(low, high);
  const wake = yield sleepUntil(deadline);
  if (wake !== 'interrupted') return 0;
  if (remaining !== 0) task.process.host.process.memory.writeU64(remaining, deadline - clock.elapsed);
  throw new CallError(wasi.ERRNO_INTR);
}

/** The wait of a sleeper. */
export function sleepUntil(deadline: bigint) {
  return {
    reason: WaitReason.sleep,
    object: Number(BigInt.asUintN(32, deadline)),
    detail: Number(deadline >> 32n),
    ready: () => false,
    deadline,
    interruptible: true,
  };
}

const LAST_SIGNAL = 64;
/** SIGSTOP to SIGTTOU. */
const FIRST_STOP_SIGNAL = 19;
const LAST_STOP_SIGNAL = 22;
/** Their default is that nothing happens: SIGCHLD, SIGCONT (no process is ever stopped here), SIGURG, SIGWINCH. */
const IGNORED_BY_DEFAULT: ReadonlySet<number> = new Set([17, 18, 23, 28]);

/** 1: a handler takes it; 0: it ends the process; -1: nothing happens. */
function dispositionOf({ instance }: Process, signal: number): number {
  const { __heapscope_disposition: ofHandlers } = instance.exports;
  return ofHandlers ? ofHandlers(signal) : IGNORED_BY_DEFAULT.has(signal) ? -1 : 0;
}

/** Whom kill() means besides the caller: 0 and -1 all, as all are in one process group. */
function receivers(kernel: Kernel, { process }: Task, pid: number): readonly Process[] {
  const there = kernel.processes.filter((each) => each !== process && each.state !== 'gone');
  return pid === 0 || pid === -1 ? there : there.filter((each) => each.pid === pid);
}

/** Of signals to other processes, those that end them arrive; one that has a handler, and stopping, is refused with ENOSYS. */
function kill(kernel: Kernel, task: Task, pid: number, signal: number): number {
  if (signal < 0 || signal > LAST_SIGNAL) throw new CallError(wasi.ERRNO_INVAL);
  const targets = receivers(kernel, task, pid);
  if (targets.length === 0 && pid !== 0) throw new CallError(wasi.ERRNO_SRCH);
  const live = signal === 0 ? [] : targets.filter(({ state }) => state === 'live');
  const isStop = signal >= FIRST_STOP_SIGNAL && signal <= LAST_STOP_SIGNAL;
  if (live.some((target) => isStop || dispositionOf(target, signal) > 0)) {
    kernel.services.note('kill() of a process that handles the signal is not supported yet: it got the error ENOSYS.');
    throw new CallError(wasi.ERRNO_NOSYS);
  }
  for (const target of live) {
    kernel.record(task, SystemEvent.signalSent, signal, target.pid, target.index);
    if (dispositionOf(target, signal) === 0) kernel.kill(target, signal);
  }
  return 0;
}

export const processCalls: Readonly<Record<string, KernelCall>> = {
  fork,
  wait,
  sleep,
  kill: (kernel, task, pid, signal) => kill(kernel, task, pid!, signal!),
  getpid: (_kernel, { process }) => process.pid,
  getppid: (_kernel, { process }) => process.parentPid,
  pipe: (kernel, task, ends, flags) => kernel.pipes.create(task, ends!, flags!),
  dup: (_kernel, { process }, descriptor) => process.host.process.descriptors.duplicate(descriptor!),
  dup2(_kernel, { process }, descriptor, target) {
    if (target! < 0) throw new CallError(wasi.ERRNO_BADF);
    process.host.process.descriptors.duplicateTo(descriptor!, target!);
    return target!;
  },
};
