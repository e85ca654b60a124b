/** Imports of heapscope_system about signals and timers; wasm/include/heapscope/system.h. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { SignalAction, SystemEvent, WaitReason } from '../../trace/records.ts';
import type { Address } from '../../util/units.ts';
import { CallError } from '../wasi/ends.ts';
import type { KernelCall } from './calls-process.ts';
import type { Kernel } from './kernel.ts';
import { isMeant } from './process-groups.ts';
import type { Process } from './process.ts';
import { LAST_SIGNAL, Signal, SignalCode } from './signal-actions.ts';
import type { SignalInfo } from './signals.ts';
import type { SystemCall, Task } from './task.ts';
import { from64 } from './words.ts';

/** Whom kill() means; of several, the caller takes its own without asking. */
function receivers(kernel: Kernel, { process }: Task, pid: number): readonly Process[] {
  if (pid === process.pid) return [process];
  const there = kernel.processes.all.filter((each) => each !== process && each.state !== 'gone');
  return there.filter((each) => isMeant(pid, process, each));
}

function kill(kernel: Kernel, task: Task, pid: number, signal: number, code: number, value: number): number {
  if (signal < 0 || signal > LAST_SIGNAL) throw new CallError(wasi.ERRNO_INVAL);
  const targets = receivers(kernel, task, pid);
  if (targets.length === 0 && pid !== 0 && pid !== -task.process.group) throw new CallError(wasi.ERRNO_SRCH);
  if (signal === 0) return 0;
  for (const target of targets) {
    if (target.state !== 'live') continue;
    kernel.record(task, SystemEvent.signalSent, signal, target.pid, target.index);
    kernel.signals.send(target, { signal, code, pid: task.process.pid, value });
  }
  return 0;
}

/** Writes a `struct hs_signal`; gives the signal's number. */
function tell({ process }: Task, address: Address, { signal, code, pid, value }: SignalInfo): number {
  const { memory } = process.host.process;
  memory.write(address, new Uint8Array(Int32Array.of(signal, code, pid, value).buffer));
  return signal;
}

function take(kernel: Kernel, task: Task, low: number, high: number, address: Address): number {
  const info = kernel.signals.take(task, { low, high });
  if (!info) return 0;
  kernel.record(task, SystemEvent.signalDelivered, info.signal, SignalAction.handled);
  return tell(task, address, info);
}

function* pause(): SystemCall {
  yield { reason: WaitReason.signal, ready: () => false, onSignal: 'fails' };
  throw new CallError(wasi.ERRNO_INTR);
}

const FOREVER = -1n;

function* wait(kernel: Kernel, task: Task, set: readonly [number, number], address: Address, time: bigint): SystemCall {
  const [low, high] = set;
  const info = yield* kernel.signals.wait(task, { low, high }, time === FOREVER ? undefined : time);
  return tell(task, address, info);
}

/** `next`, `before`: addresses of a `struct hs_timer`; 0: of no interest. */
function timer(
  { signals: { timers } }: Kernel,
  { process }: Task,
  which: number,
  next: Address,
  before: Address,
): number {
  const { memory } = process.host.process;
  const { value, interval } = timers.get(process, which);
  if (next !== 0) {
    const [given, again] = new BigInt64Array(memory.read(next, 16, 'subscription').slice().buffer);
    timers.set(process, which, given!, again!);
  }
  if (before !== 0) memory.write(before, new Uint8Array(BigInt64Array.of(value, interval).buffer));
  return 0;
}

export const signalCalls: Readonly<Record<string, KernelCall>> = {
  kill: (kernel, task, pid, signal, isQueued, value) =>
    kill(kernel, task, pid!, signal!, isQueued ? SignalCode.queue : SignalCode.user, value!),
  take_signal: (kernel, task, low, high, address) => take(kernel, task, low!, high!, address!),
  pending_signals(kernel, task, address) {
    const { low, high } = kernel.signals.pendingSet(task);
    task.process.host.process.memory.write(address!, new Uint8Array(Int32Array.of(low, high).buffer));
    return 0;
  },
  pause: () => pause(),
  signal_wait: (kernel, task, low, high, address, timeLow, timeHigh): SystemCall =>
    wait(kernel, task, [low!, high!], address!, from64(timeLow!, timeHigh!)),
  thread_kill(kernel, task, thread, signal) {
    kernel.signals.send(
      task.process,
      { signal: signal!, code: SignalCode.tkill, pid: task.process.pid, value: 0 },
      thread!,
    );
    return 0;
  },
  timer: (kernel, task, which, next, before) => timer(kernel, task, which!, next!, before!),
  /** The caller stops, as by a signal whose default action it is. */
  stop(kernel, { process }, signal) {
    kernel.signals.send(process, { signal: signal ?? Signal.STOP, code: SignalCode.tkill, pid: process.pid, value: 0 });
    return giveWay();
  },
};

function* giveWay(): SystemCall {
  yield { ready: () => true };
  return 0;
}
