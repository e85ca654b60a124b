/** What the system around the program did: the types that replay derives from `system` and `process` records. */
import type { SegmentKind, SignalAction } from '../trace/records.ts';
import type { Address, ByteCount, Nanoseconds, ProcessId, StackId, StepIndex, ThreadId } from '../util/units.ts';

/** One thread of one process: what the scheduler runs. */
export interface TaskRef {
  readonly process: ProcessId;
  readonly thread: ThreadId;
}

/** A status as wait() gives it, taken apart. */
export type ExitStatus =
  { readonly kind: 'exit'; readonly code: number } | { readonly kind: 'signal'; readonly signal: number };

/** What a task waits for. Ids of locks, queues and the like are those of the events that name them. */
export type Wait =
  | { readonly reason: 'sleep'; readonly until: Nanoseconds }
  /** A child's end; pid 0: any child's. */
  | { readonly reason: 'child' | 'vfork'; readonly pid: number }
  | { readonly reason: 'pipe-data' | 'pipe-room'; readonly pipe: number }
  | { readonly reason: 'semaphore'; readonly semaphore: number; readonly wants: number }
  /** `owner` is a process's index, or that of a thread of the same process. */
  | { readonly reason: 'lock'; readonly lock: number; readonly owner: number }
  | { readonly reason: 'condition' | 'barrier' | 'message'; readonly object: number }
  | { readonly reason: 'thread'; readonly thread: ThreadId }
  | { readonly reason: 'signal' | 'input' };

/** Something that the system did, in the words of POSIX; `SystemEvent` says how it is recorded. */
export type KernelHappening =
  | { readonly kind: 'fork'; readonly child: ProcessId; readonly pid: number }
  | { readonly kind: 'fork-refused'; readonly mostProcesses: number }
  | { readonly kind: 'exit'; readonly status: ExitStatus; readonly pid: number; readonly isZombie: boolean }
  | { readonly kind: 'reap'; readonly child: ProcessId; readonly pid: number; readonly status: ExitStatus }
  | { readonly kind: 'block' | 'wake'; readonly wait: Wait }
  | { readonly kind: 'signal-sent'; readonly signal: number; readonly pid: number; readonly receiver: ProcessId }
  | { readonly kind: 'signal-delivered'; readonly signal: number; readonly action: SignalAction }
  | {
      readonly kind: 'segment-created';
      readonly segment: number;
      readonly bytes: ByteCount;
      readonly segmentKind: SegmentKind;
    }
  | {
      readonly kind: 'segment-attached' | 'segment-detached';
      readonly segment: number;
      readonly address: Address;
      readonly bytes: ByteCount;
    }
  | { readonly kind: 'segment-removed'; readonly segment: number }
  | { readonly kind: 'segment-left'; readonly segment: number; readonly bytes: ByteCount }
  /** `before` is undefined where this made the semaphore. */
  | {
      readonly kind: 'semaphore';
      readonly semaphore: number;
      readonly value: number;
      readonly before: number | undefined;
    }
  /** A message queue; `before` is undefined where this made it, `messages` where this removed it. */
  | {
      readonly kind: 'queue';
      readonly queue: number;
      readonly messages: number | undefined;
      readonly before: number | undefined;
    }
  | { readonly kind: 'clock'; readonly time: Nanoseconds }
  /** `locals`: how far from its creator's its thread-local variables are; 0 where there are none. */
  | { readonly kind: 'thread-created'; readonly created: ThreadId; readonly locals: ByteCount }
  | { readonly kind: 'thread-exited'; readonly result: number }
  | { readonly kind: 'thread-joined'; readonly joined: ThreadId }
  | {
      readonly kind: 'pipe-created';
      readonly pipe: number;
      readonly readDescriptor: number;
      readonly writeDescriptor: number;
    }
  | { readonly kind: 'orphaned'; readonly orphan: ProcessId }
  | { readonly kind: 'zombie-left'; readonly child: ProcessId; readonly pid: number }
  | { readonly kind: 'preempted' };

/** With when it happened, in which task, and where in the program. */
export type KernelEvent = TaskRef & KernelHappening & { readonly step: StepIndex; readonly stack: StackId };

/** All that the system did, in order; objects are made when they are asked for. */
export interface KernelEventList {
  readonly count: number;
  at(index: number): KernelEvent;
  /** How many had happened before statement `step`. */
  countBefore(step: StepIndex): number;
  /** The index of the next (1) or previous (-1) event at or from `index` on for which `wanted` holds, or -1. */
  find(index: number, direction: 1 | -1, wanted: (event: KernelEvent) => boolean): number;
}

/** Which task ran from which statement on, in columns: there may be hundreds of thousands of turns. */
export interface Schedule {
  /** Tasks in the order in which they first ran. */
  readonly tasks: readonly TaskRef[];
  /** Turns taken; there is always one. */
  readonly count: number;
  /** By turn: the first statement of it, ascending. A turn may have none. */
  readonly first: Float64Array;
  /** By turn: an index in `tasks`. */
  readonly task: Uint16Array;
}

export interface ProcessLife {
  readonly process: ProcessId;
  /** 0 while nothing has told it. */
  readonly pid: number;
  /** Undefined for the first. */
  readonly parent: ProcessId | undefined;
  readonly created: StepIndex;
  /** Ascending by thread; the first runs main. */
  readonly threads: readonly ThreadLife[];
  readonly ended?: { readonly step: StepIndex; readonly status: ExitStatus };
  /** When wait() took its status. Until then an ended process is a zombie, if it was one at all. */
  readonly reaped?: StepIndex;
  /** Somebody could still wait for it when it ended. */
  readonly isZombie: boolean;
  /** When its parent ended before it. */
  readonly orphaned?: StepIndex;
}

export interface ThreadLife extends TaskRef {
  /** What the program calls it; of the one that runs main, the program's own name. Native programs tell it. */
  readonly name?: string;
  readonly created: StepIndex;
  /** Also where the process ended with it. */
  readonly ended?: StepIndex;
  readonly joined?: StepIndex;
}

export interface SegmentLife {
  readonly segment: number;
  readonly kind: SegmentKind;
  readonly bytes: ByteCount;
  readonly created: StepIndex;
  readonly creator: ProcessId;
  readonly removed?: StepIndex;
  /** It was still there when the run ended. */
  readonly isLeft: boolean;
  /** In the order in which they were made; a forked child has those of its parent from the fork on. */
  readonly attachments: readonly Attachment[];
}

/** `to` is Infinity while it lasts. */
export interface Attachment {
  readonly process: ProcessId;
  readonly address: Address;
  readonly bytes: ByteCount;
  /** Where in the segment it begins: not 0 for what is left after the beginning was unmapped. */
  readonly offset: ByteCount;
  readonly from: StepIndex;
  readonly to: StepIndex;
}

export interface SemaphoreLife {
  readonly semaphore: number;
  readonly created: StepIndex;
  /** Values over time, in columns: `value[n]` is what it is from `step[n]` on. */
  readonly step: Float64Array;
  readonly value: Int32Array;
}

export interface QueueLife {
  readonly queue: number;
  readonly created: StepIndex;
}

export interface PipeLife extends TaskRef {
  readonly pipe: number;
  readonly created: StepIndex;
  readonly readDescriptor: number;
  readonly writeDescriptor: number;
}

export type TaskState =
  /** Not there yet. */
  | { readonly kind: 'unborn' }
  /** It runs the next statement. */
  | { readonly kind: 'running' }
  /** It could run, and another one does: it was stopped between statements, or is in a call that is over. */
  | { readonly kind: 'ready'; readonly isPreempted: boolean }
  | { readonly kind: 'blocked'; readonly wait: Wait; readonly since: StepIndex }
  /** Ended, and nobody has taken its status; `status` is the process's. */
  | { readonly kind: 'zombie' | 'ended'; readonly status: ExitStatus | undefined; readonly since: StepIndex };

/** The system over the whole run. "At" and "before" a step: with all that happened before that statement. */
export interface SystemSurvey {
  /** In order of creation; the first is always there. */
  readonly processes: readonly ProcessLife[];
  /** By id, ascending. */
  readonly segments: readonly SegmentLife[];
  readonly semaphores: readonly SemaphoreLife[];
  readonly queues: readonly QueueLife[];
  readonly pipes: readonly PipeLife[];
  readonly events: KernelEventList;
  readonly schedule: Schedule;
  process(process: ProcessId): ProcessLife | undefined;
  segment(segment: number): SegmentLife | undefined;
  /** Who runs the statement with this index. */
  taskAt(step: StepIndex): TaskRef;
  stateAt(task: TaskRef, step: StepIndex): TaskState;
  /** All that a task did, in order: `visit` gets each state and the steps at which it began and ended (Infinity: it lasts). */
  eachSpan(task: TaskRef, visit: (state: TaskState['kind'], from: StepIndex, to: StepIndex) => void): void;
  /** The value of a semaphore; undefined before there was one. */
  semaphoreAt(semaphore: number, step: StepIndex): number | undefined;
  /** How many messages are in a queue; undefined before there was one, and when it was removed. */
  messagesAt(queue: number, step: StepIndex): number | undefined;
  clockAt(step: StepIndex): Nanoseconds;
}
