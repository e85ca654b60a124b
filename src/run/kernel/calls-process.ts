/** fork, wait, sleep and what else is about processes as such. Each gives its result, or throws `CallError`. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { WaitReason } from '../../trace/records.ts';
import type { Address } from '../../util/units.ts';
import { CallError } from '../wasi/ends.ts';
import type { Kernel } from './kernel.ts';
import { isMeant } from './process-groups.ts';
import { jobStatus, type Process } from './process.ts';
import type { SystemCall, Task, Wait } from './task.ts';
import { from64 } from './words.ts';

/** An import of heapscope_system. Arguments are 32-bit words. */
export type KernelCall = (kernel: Kernel, task: Task, ...words: number[]) => number | SystemCall;

const WNOHANG = 1;
const WUNTRACED = 2;
const WCONTINUED = 8;
const WNOWAIT = 0x1000000;
/** heapscope/system.h: ends are of no interest. */
const NO_ENDS = 0x10;

function* fork(kernel: Kernel, task: Task, isVfork: number): SystemCall {
  if (kernel.processes.isFull) {
    kernel.processes.refuseFork(task);
    throw new CallError(wasi.ERRNO_AGAIN);
  }
  const made: { child?: Process } = {};
  yield { ready: () => true, whenUnwound: () => (made.child = kernel.processes.fork(task)) };
  const { child } = made;
  if (!child) throw new Error('a fork went on before its stack was unwound');
  if (isVfork) yield { reason: WaitReason.vfork, object: child.pid, ready: () => child.state !== 'live' };
  return child.pid;
}

/** `pid` as waitpid takes it. */
function* wait(kernel: Kernel, task: Task, pid: number, status: Address, options: number): SystemCall {
  const { process } = task;
  const { memory } = process.host.process;
  const isOurs = (child: Process): boolean => child.state !== 'gone' && isMeant(pid, process, child);
  const wanted = { stopped: WUNTRACED, continued: WCONTINUED };
  const isNews = ({ state, jobChange }: Process): boolean =>
    (state === 'zombie' && (options & NO_ENDS) === 0) ||
    (jobChange !== undefined && (options & wanted[jobChange.kind]) !== 0);
  if (status !== 0) memory.check(status, 4);
  for (;;) {
    const children = process.children.filter(isOurs);
    if (children.length === 0) throw new CallError(wasi.ERRNO_CHILD);
    const ended = children.find(isNews);
    if (ended) {
      const { jobChange } = ended;
      if (status !== 0) memory.writeU32(status, ended.state === 'live' ? jobStatus(jobChange!) : ended.status);
      if ((options & WNOWAIT) !== 0) return ended.pid;
      ended.jobChange = undefined;
      if (ended.state === 'zombie') kernel.processes.reap(task, ended);
      return ended.pid;
    }
    if (options & WNOHANG) {
      yield { ready: () => true };
      if (process.children.some(isOurs) && !process.children.some((child) => isOurs(child) && isNews(child))) return 0;
      continue;
    }
    const ready = (): boolean => {
      const meant = process.children.filter(isOurs);
      return meant.length === 0 || meant.some(isNews);
    };
    const wake = yield { reason: WaitReason.child, object: Math.max(0, pid), ready, onSignal: 'restarts' };
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
function sleepUntil(deadline: bigint): Wait {
  return {
    reason: WaitReason.sleep,
    object: Number(BigInt.asUintN(32, deadline)),
    detail: Number(deadline >> 32n),
    ready: () => false,
    deadline,
    onSignal: 'fails',
  };
}

export const processCalls: Readonly<Record<string, KernelCall>> = {
  fork,
  wait,
  sleep,
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
