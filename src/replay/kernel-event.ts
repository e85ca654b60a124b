/** `system` records as objects: numbers -> what they mean. */
import { SystemEvent, WaitReason, type SegmentKind, type SignalAction } from '../trace/records.ts';
import { stepOf } from '../trace/walk-records.ts';
import type { ExitStatus, KernelHappening, Wait } from './system.ts';

/** The bits of a wait() status that hold the signal which ended the process. */
const SIGNAL_MASK = 0x7f;

/** Takes apart a status as wait() gives it. */
export function exitStatus(status: number): ExitStatus {
  const signal = status & SIGNAL_MASK;
  return signal === 0 ? { kind: 'exit', code: (status >>> 8) & 0xff } : { kind: 'signal', signal };
}

/** What a task waits for; a reason that doesn't exist (damage) counts as waiting for a signal. */
function waitOf(reason: number, b: number, c: number): Wait {
  switch (reason as WaitReason) {
    case WaitReason.sleep:
      return { reason: 'sleep', until: stepOf(b, c) };
    case WaitReason.child:
      return { reason: 'child', pid: b };
    case WaitReason.vfork:
      return { reason: 'vfork', pid: b };
    case WaitReason.pipeData:
      return { reason: 'pipe-data', pipe: b };
    case WaitReason.pipeRoom:
      return { reason: 'pipe-room', pipe: b };
    case WaitReason.semaphore:
      return { reason: 'semaphore', semaphore: b, wants: c };
    case WaitReason.lock:
      return { reason: 'lock', lock: b, owner: c };
    case WaitReason.condition:
      return { reason: 'condition', object: b };
    case WaitReason.barrier:
      return { reason: 'barrier', object: b };
    case WaitReason.message:
      return { reason: 'message', object: b };
    case WaitReason.thread:
      return { reason: 'thread', thread: b };
    case WaitReason.input:
      return { reason: 'input' };
    default:
      return { reason: 'signal' };
  }
}

/** What the words of a `system` record say; undefined for an event that doesn't exist. */
export function happening(event: number, a: number, b: number, c: number): KernelHappening | undefined {
  switch (event as SystemEvent) {
    case SystemEvent.processCreated:
      return { kind: 'fork', child: a, pid: b };
    case SystemEvent.forkRefused:
      return { kind: 'fork-refused', mostProcesses: a };
    case SystemEvent.exited:
      return { kind: 'exit', status: exitStatus(a), pid: b, isZombie: c === 1 };
    case SystemEvent.reaped:
      return { kind: 'reap', child: a, pid: b, status: exitStatus(c) };
    case SystemEvent.blocked:
      return { kind: 'block', wait: waitOf(a, b, c) };
    case SystemEvent.woken:
      return { kind: 'wake', wait: waitOf(a, b, c) };
    case SystemEvent.signalSent:
      return { kind: 'signal-sent', signal: a, pid: b, receiver: c };
    case SystemEvent.signalDelivered:
      return { kind: 'signal-delivered', signal: a, action: b as SignalAction };
    case SystemEvent.segmentCreated:
      return { kind: 'segment-created', segment: a, bytes: b, segmentKind: c as SegmentKind };
    case SystemEvent.segmentAttached:
      return { kind: 'segment-attached', segment: a, address: b, bytes: c };
    case SystemEvent.segmentDetached:
      return { kind: 'segment-detached', segment: a, address: b, bytes: c };
    case SystemEvent.segmentRemoved:
      return { kind: 'segment-removed', segment: a };
    case SystemEvent.segmentLeft:
      return { kind: 'segment-left', segment: a, bytes: b };
    case SystemEvent.semaphoreChanged:
      return { kind: 'semaphore', semaphore: a, value: b | 0, before: (c | 0) < 0 ? undefined : c };
    case SystemEvent.queueChanged:
      return {
        kind: 'queue',
        queue: a,
        messages: (b | 0) < 0 ? undefined : b,
        before: (c | 0) < 0 ? undefined : c,
      };
    case SystemEvent.clockAdvanced:
      return { kind: 'clock', time: stepOf(a, b) };
    case SystemEvent.threadCreated:
      return { kind: 'thread-created', created: a, locals: b | 0 };
    case SystemEvent.threadExited:
      return { kind: 'thread-exited', result: a };
    case SystemEvent.threadJoined:
      return { kind: 'thread-joined', joined: a };
    case SystemEvent.pipeCreated:
      return { kind: 'pipe-created', pipe: a, readDescriptor: b, writeDescriptor: c };
    case SystemEvent.orphaned:
      return { kind: 'orphaned', orphan: a };
    case SystemEvent.zombieLeft:
      return { kind: 'zombie-left', child: a, pid: b };
    case SystemEvent.preempted:
      return { kind: 'preempted' };
    default:
      return undefined;
  }
}
