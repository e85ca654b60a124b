/**
 * Signals between processes, and from the system to a process. What a process does with them is libc's to know; here they are sent,
 * and wait until the receiver may take them:
 *
 *     send --ignored--> nothing      --default--> the process ends, stops, goes on
 *          --handled--> pending --its next call of the system returns, or its turn comes--> __heapscope_deliver --> the handler
 *          --blocked--> pending --sigprocmask, sigwait--> taken by libc
 */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { SignalAction, SystemEvent, WaitReason } from '../../trace/records.ts';
import type { ThreadId } from '../../util/units.ts';
import { SignalEnd } from '../ends.ts';
import { CallError } from '../wasi/ends.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import {
  dispositionOf,
  FIRST_REALTIME_SIGNAL,
  includes,
  isStop,
  isToldOfStops,
  maskOf,
  Signal,
  SignalCode,
  wantsNoZombies,
  type SignalSet,
} from './signal-actions.ts';
import type { Task, Wait, Wake } from './task.ts';
import { Timers } from './timers.ts';

export interface SignalInfo {
  readonly signal: number;
  /** si_code. */
  readonly code: number;
  /** The sender's. */
  readonly pid: number;
  /** si_status or si_value. */
  readonly value: number;
}

export interface PendingSignal extends SignalInfo {
  /** Absent: any thread of the process may take it. */
  readonly thread?: ThreadId;
}

export class Signals {
  readonly timers: Timers;

  constructor(private readonly kernel: Kernel) {
    this.timers = new Timers(kernel, (process, signal) =>
      this.send(process, { signal, code: SignalCode.kernel, pid: 0, value: 0 }),
    );
  }

  /** Throws `SignalEnd` if it ends the process that runs. */
  send(process: Process, info: SignalInfo, thread?: ThreadId): void {
    if (process.state !== 'live') return;
    const { signal } = info;
    if (signal === Signal.CONT) this.goOn(process);
    if (isStop(signal)) process.pending = process.pending.filter((one) => one.signal !== Signal.CONT);
    const meant = process.tasks.filter((task) => thread === undefined || task.thread === thread);
    const unmasked = meant.filter((task) => !includes(this.maskOf(task), signal) || isUnblockable(signal));
    if (unmasked.length > 0) {
      const disposition = dispositionOf(process, signal);
      if (disposition === 'ignored') return;
      if (disposition === 'stops') return this.stop(process, signal);
      if (disposition === 'ends' && (!process.isStopped || signal === Signal.KILL)) return this.end(process, signal);
    }
    if (signal < FIRST_REALTIME_SIGNAL && process.pending.some((one) => one.signal === signal)) return;
    process.pending = [...process.pending, { ...info, ...(thread !== undefined && { thread }) }];
    if (unmasked.length > 0) this.wakeOne(unmasked);
  }

  /** Of the threads that may take it the one that runs does, or else the first. */
  private wakeOne(tasks: readonly Task[]): void {
    const { current, isRunning } = this.kernel;
    if (isRunning && tasks.includes(current) && current.state === 'ready') this.kernel.slice.endNow();
    else this.kernel.tasks.interrupt(tasks.find(({ state }) => state === 'ready') ?? tasks[0]!);
  }

  private maskOf(task: Task): SignalSet {
    return maskOf(task.process, this.kernel.threads.signalMaskOf(task));
  }

  private end(process: Process, signal: number): void {
    const { current, isRunning } = this.kernel;
    if (isRunning && process === current.process) throw new SignalEnd(signal);
    this.kernel.processes.kill(process, signal);
  }

  private stop(process: Process, signal: number): void {
    if (process.isStopped) return;
    process.isStopped = true;
    process.jobChange = { kind: 'stopped', signal };
    this.note(process, signal, SignalAction.stopped);
    this.tellParent(process, SignalCode.stopped, signal);
    if (this.kernel.isRunning && process === this.kernel.current.process) this.kernel.slice.endNow();
  }

  private goOn(process: Process): void {
    process.pending = process.pending.filter(({ signal }) => !isStop(signal));
    if (!process.isStopped) return;
    process.isStopped = false;
    process.jobChange = { kind: 'continued' };
    this.note(process, Signal.CONT, SignalAction.continued);
    this.tellParent(process, SignalCode.continued, Signal.CONT);
    const waiting = process.pending;
    process.pending = [];
    for (const { thread, ...info } of waiting) this.send(process, info, thread);
  }

  private tellParent({ parent, pid }: Process, code: number, value: number): void {
    if (parent && isToldOfStops(parent)) this.send(parent, { signal: Signal.CHLD, code, pid, value });
  }

  /** In the receiver's records. */
  private note(process: Process, signal: number, action: SignalAction): void {
    this.kernel.recordFor(process, SystemEvent.signalDelivered, signal, action);
  }

  /** `status`: as wait() gives it. False if the parent wants to know nothing of its children's ends. */
  leavesZombie({ parent }: Process): boolean {
    return parent !== undefined && !wantsNoZombies(parent);
  }

  childEnded({ parent, pid, status }: Process): void {
    if (!parent) return;
    const signal = status & 0x7f;
    const code = signal === 0 ? SignalCode.exited : SignalCode.killed;
    this.send(parent, { signal: Signal.CHLD, code, pid, value: signal === 0 ? status >> 8 : signal });
  }

  /** Whether the task has something to take now: asked whenever one of its calls returns. */
  isDue(task: Task): boolean {
    this.timers.fire();
    return task.process.pending.length > 0 && this.first(task, negated(this.maskOf(task))) !== undefined;
  }

  private first(task: Task, set: SignalSet): PendingSignal | undefined {
    let found: PendingSignal | undefined;
    for (const one of task.process.pending) {
      if (one.thread !== undefined && one.thread !== task.thread) continue;
      if (includes(set, one.signal) && (!found || one.signal < found.signal)) found = one;
    }
    return found;
  }

  /** The first of the set that the task may take. */
  take(task: Task, set: SignalSet): SignalInfo | undefined {
    const found = this.first(task, set);
    if (!found) return undefined;
    const { process } = task;
    process.pending = process.pending.filter((one) => one !== found);
    return found;
  }

  /** As `take`, and waits until there is one. `timeout`: nanoseconds; undefined: for ever. */
  *wait(task: Task, set: SignalSet, timeout: bigint | undefined): Generator<Wait, SignalInfo, Wake> {
    const found = this.take(task, set);
    if (found) return found;
    const wake = yield {
      reason: WaitReason.signal,
      ready: () => this.first(task, set) !== undefined,
      onSignal: 'fails',
      ...(timeout !== undefined && { deadline: this.kernel.clock.elapsed + timeout }),
    };
    const arrived = this.take(task, set);
    if (!arrived) throw new CallError(wake === 'timeout' ? wasi.ERRNO_AGAIN : wasi.ERRNO_INTR);
    return arrived;
  }

  /** All that wait, for any thread or this one. */
  pendingSet(task: Task): SignalSet {
    let low = 0;
    let high = 0;
    for (const { signal, thread } of task.process.pending) {
      if (thread !== undefined && thread !== task.thread) continue;
      if (signal <= 32) low |= 1 << (signal - 1);
      else high |= 1 << (signal - 33);
    }
    return { low, high };
  }
}

const isUnblockable = (signal: number): boolean => signal === Signal.KILL || signal === Signal.STOP;
const negated = ({ low, high }: SignalSet): SignalSet => ({ low: ~low, high: ~high });
