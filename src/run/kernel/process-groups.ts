/** Process groups and sessions, as setpgid(2) and setsid(2) have them. The first process leads a group in a session of its shell's. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { CallError } from '../wasi/ends.ts';
import type { KernelCall } from './calls-process.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import type { Task } from './task.ts';

/** Whether a `pid` as kill and waitpid take it means a process; all, for -1. */
export function isMeant(pid: number, caller: Process, { pid: own, group }: Process): boolean {
  if (pid > 0) return own === pid;
  return pid === -1 || group === (pid === 0 ? caller.group : -pid);
}

function found(kernel: Kernel, { process }: Task, pid: number): Process {
  if (pid === 0) return process;
  const other = kernel.processes.all.find((each) => each.pid === pid && each.state !== 'gone');
  if (!other) throw new CallError(wasi.ERRNO_SRCH);
  return other;
}

function setGroup(kernel: Kernel, task: Task, pid: number, group: number): number {
  const process = found(kernel, task, pid);
  if (group < 0) throw new CallError(wasi.ERRNO_INVAL);
  if (process !== task.process && process.parent !== task.process) throw new CallError(wasi.ERRNO_SRCH);
  const isLeader = process.session === process.pid;
  const wanted = group === 0 ? process.pid : group;
  const { session } = task.process;
  const isThere = kernel.processes.all.some((each) => each.group === wanted && each.session === session);
  if (isLeader || process.session !== session || (wanted !== process.pid && !isThere))
    throw new CallError(wasi.ERRNO_PERM);
  process.group = wanted;
  return 0;
}

function newSession(kernel: Kernel, { process }: Task): number {
  const isTaken = kernel.processes.all.some(({ state, group }) => state !== 'gone' && group === process.pid);
  if (isTaken) throw new CallError(wasi.ERRNO_PERM);
  process.group = process.session = process.pid;
  return process.pid;
}

export const groupCalls: Readonly<Record<string, KernelCall>> = {
  getpgid: (kernel, task, pid) => found(kernel, task, pid!).group,
  getsid: (kernel, task, pid) => found(kernel, task, pid!).session,
  setpgid: (kernel, task, pid, group) => setGroup(kernel, task, pid!, group!),
  setsid: (kernel, task) => newSession(kernel, task),
};
