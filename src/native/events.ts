/**
 * What native programs did, decoded and in order. `EventOrder` makes these of raw streams; nothing here knows bytes.
 *
 * `image`, `module` and `stack` say what later events refer to. Processes are numbered from 0 in the order of their start, threads
 * within their process (0 runs main), stacks, modules and images for the whole recording. What one thread did comes in its
 * order, and what happened to one address in the order in which it happened; between threads the rest is in order to within
 * the resolution of `time`: a few milliseconds for allocations, exact for calls.
 */
import type { Address, ByteCount, Nanoseconds, ProcessId, StackId, ThreadId } from '../util/units.ts';
import type { AllocationOp } from '../trace/records.ts';
import type { ImageStart, LeakKind, Loss, Misuse, NativeCall, ScanReason } from './stream.ts';

/** Modules are numbered from 1 in the order in which they were loaded anywhere. */
export type ModuleId = number;
/** What a process runs from its start or an exec on. Numbered from 0. */
export type ImageId = number;

/** Who did it. The same object for all events of one thread. */
export interface Task {
  readonly process: ProcessId;
  readonly thread: ThreadId;
  readonly image: ImageId;
}

/** A program begins to run: a process starts with a copy of its parent, or goes on as another program. */
export interface ImageEvent {
  readonly type: 'image';
  readonly image: ImageId;
  readonly process: ProcessId;
  readonly pid: number;
  readonly start: ImageStart;
  /** The process that forked it, or whose image did the exec (then it is the same); undefined: one that isn't recorded. */
  readonly parent: ProcessId | undefined;
  readonly path: string;
  readonly arguments: readonly string[];
  readonly time: Nanoseconds;
}

/** An ELF file was loaded. Its code lies at [start, end); an address minus `bias` is one of the file's. */
export interface ModuleEvent {
  readonly type: 'module';
  readonly module: ModuleId;
  readonly image: ImageId;
  readonly path: string;
  /** Lower-case hexadecimal; empty: it has none. */
  readonly buildId: string;
  readonly bias: Address;
  readonly start: Address;
  readonly end: Address;
}

/** A new node of the call-stack tree: `address` is where the call returns to, so that the call is just before it. */
export interface StackEvent {
  readonly type: 'stack';
  readonly stack: StackId;
  readonly parent: StackId;
  readonly address: Address;
  /** 0: in no module (generated code). */
  readonly module: ModuleId;
}

export interface ThreadEvent extends Happening {
  readonly type: 'thread';
  readonly tid: number;
  /** pthread_self(), by which `pthread_create` and `pthread_join` name it. */
  readonly handle: number;
  readonly name: string;
}

interface Happening {
  readonly task: Task;
  readonly time: Nanoseconds;
}

export interface AllocateEvent extends Happening {
  readonly type: 'allocate';
  readonly op: AllocationOp;
  /** 0: it failed. */
  readonly address: Address;
  readonly size: ByteCount;
  readonly stack: StackId;
}

/** `op` is free or realloc. A realloc is a free and then an allocation, or `revived` when it failed. */
export interface FreeEvent extends Happening {
  readonly type: 'free';
  readonly op: AllocationOp;
  readonly address: Address;
  readonly stack: StackId;
}

export interface RevivedEvent extends Happening {
  readonly type: 'revived';
  readonly address: Address;
}

/** A free of something that can't be freed. The block is the one freed before or the one that `address` lies in. */
export interface MisuseEvent extends Happening {
  readonly type: 'misuse';
  readonly misuse: Misuse;
  readonly address: Address;
  readonly stack: StackId;
  /** 0: none. */
  readonly block: Address;
  readonly size: ByteCount;
}

/** A call returned. Arguments and result are as in C; addresses are numbers. */
export interface CallEvent extends Happening {
  readonly type: 'call';
  readonly call: NativeCall;
  readonly stack: StackId;
  readonly result: number;
  /** 0: it succeeded. */
  readonly errno: number;
  readonly arguments: readonly number[];
  /** A name, where the call has one. */
  readonly text: string;
}

/** A call begins that may wait. */
export interface CallBeginsEvent extends Happening {
  readonly type: 'callBegins';
  readonly call: NativeCall;
  readonly stack: StackId;
  readonly arguments: readonly number[];
}

/** Bytes of shared memory have changed since they were last looked at, by whomever. */
export interface SharedBytesEvent extends Happening {
  readonly type: 'sharedBytes';
  readonly address: Address;
  readonly bytes: Uint8Array;
}

/** A scan begins; `leak` and `contents` events of it follow, then `scanned`. */
export interface ScanEvent extends Happening {
  readonly type: 'scan';
  readonly number: number;
  readonly reason: ScanReason;
}

export interface LeakEvent extends Happening {
  readonly type: 'leak';
  readonly kind: LeakKind;
  readonly address: Address;
  readonly size: ByteCount;
}

export interface ScannedEvent extends Happening {
  readonly type: 'scanned';
  /** By LeakKind. */
  readonly totals: readonly { readonly blocks: number; readonly bytes: ByteCount }[];
}

export interface ContentsEvent extends Happening {
  readonly type: 'contents';
  readonly address: Address;
  readonly bytes: Uint8Array;
}

/** By exit(); who dies of a signal says nothing. */
export interface ExitEvent extends Happening {
  readonly type: 'exit';
  readonly status: number;
}

export interface ThreadEndsEvent extends Happening {
  readonly type: 'threadEnds';
}

export interface LostEvent extends Happening {
  readonly type: 'lost';
  readonly loss: Loss;
  readonly count: number;
}

export interface ModuleGoneEvent {
  readonly type: 'moduleGone';
  readonly module: ModuleId;
  readonly image: ImageId;
}

export type NativeEvent =
  | ImageEvent
  | ModuleEvent
  | ModuleGoneEvent
  | StackEvent
  | ThreadEvent
  | AllocateEvent
  | FreeEvent
  | RevivedEvent
  | MisuseEvent
  | CallEvent
  | CallBeginsEvent
  | SharedBytesEvent
  | ScanEvent
  | LeakEvent
  | ScannedEvent
  | ContentsEvent
  | ExitEvent
  | ThreadEndsEvent
  | LostEvent;

/** Takes events in their order. Allocations and frees, of which there may be a hundred million, come without an object for each. */
export interface EventSink {
  allocate(task: Task, op: AllocationOp, address: Address, size: ByteCount, stack: StackId, time: Nanoseconds): void;
  free(task: Task, op: AllocationOp, address: Address, stack: StackId, time: Nanoseconds): void;
  /** All others. */
  event(event: RareEvent): void;
}

export type RareEvent = Exclude<NativeEvent, AllocateEvent | FreeEvent>;

/** For who wants objects. */
export function sinkOf(listener: (event: NativeEvent) => void): EventSink {
  return {
    allocate(task, op, address, size, stack, time) {
      listener({ type: 'allocate', task, time, op, address, size, stack });
    },
    free(task, op, address, stack, time) {
      listener({ type: 'free', task, time, op, address, stack });
    },
    event: listener,
  };
}
