/** Calls to the system, as `system` records: processes, threads, shared memory, semaphores, and who waits for what. */
import { SegmentKind, SystemEvent, WaitReason } from '../trace/records.ts';
import type { RecordBuilder } from '../trace/record-builder.ts';
import type { Address, AllocationId, ProcessId, StepIndex, ThreadId } from '../util/units.ts';
import type { CallBeginsEvent, CallEvent, ExitEvent, ThreadEndsEvent, ThreadEvent } from './events.ts';
import type { NativeProcess, NativeProcesses } from './native-processes.ts';
import { NativeCall } from './stream.ts';

export type SystemHappening = CallEvent | CallBeginsEvent | ExitEvent | ThreadEvent | ThreadEndsEvent;

const MAP_SHARED = 1;
const IPC_RMID = 0;
const NO_DESCRIPTOR = -1;

interface WaitWords {
  readonly reason: WaitReason;
  readonly b: number;
  readonly c: number;
}

export class SystemCalls {
  /** What tasks wait for, by process and thread. */
  readonly #waits = new Map<string, WaitWords>();
  readonly #segments = new Map<number, { readonly segment: number; readonly size: number }>();
  readonly #semaphores = new Map<Address, { readonly id: number; value: number }>();
  #objects = 0;
  readonly #builder: RecordBuilder;
  readonly #processes: NativeProcesses;
  readonly #switchTo: (process: ProcessId, thread: ThreadId) => void;

  /** `switchTo` says whose records follow. */
  constructor(
    builder: RecordBuilder,
    processes: NativeProcesses,
    switchTo: (process: ProcessId, thread: ThreadId) => void,
  ) {
    this.#builder = builder;
    this.#processes = processes;
    this.#switchTo = switchTo;
  }

  /** `lastId`: of the blocks allocated so far. The event's own task must be the one whose records follow. */
  take(process: NativeProcess, event: SystemHappening, step: StepIndex, lastId: AllocationId): void {
    const { thread } = event.task;
    const task = `${process.index} ${thread}`;
    switch (event.type) {
      case 'thread':
        if (thread > 0 && !process.threads.has(event.handle))
          this.#builder.system(SystemEvent.threadCreated, { a: thread, step });
        process.threads.set(event.handle, thread);
        return;
      case 'threadEnds':
        return this.#builder.system(SystemEvent.threadExited, { step });
      case 'exit':
        // Of the first one more is known when it is gone.
        if (process.index > 0) this.end(process, (event.status & 0xff) << 8, step);
        return;
      case 'callBegins': {
        const wait = this.#waitOf(process, event);
        if (!wait) return;
        this.#waits.set(task, wait);
        const { reason: a, b, c } = wait;
        return this.#builder.system(SystemEvent.blocked, { a, b, c, stack: event.stack, step });
      }
      case 'call': {
        const wait = this.#waits.get(task);
        this.#waits.delete(task);
        if (wait) this.#builder.system(SystemEvent.woken, { a: wait.reason, b: wait.b, step });
        return this.#call(process, event, step, lastId);
      }
    }
  }

  /** `child` is a copy of `parent` from here on. The records that follow must be `parent`'s. */
  forked(parent: NativeProcess, child: NativeProcess, step: StepIndex): void {
    this.#builder.system(SystemEvent.processCreated, { a: child.index, b: child.pid, c: parent.pid, step });
  }

  /** A process ends with `status`, as wait() gives it. */
  end(process: NativeProcess, status: number, step: StepIndex): void {
    if (process.hasEnded) return;
    process.hasEnded = true;
    this.#switchTo(process.index, 0);
    const isZombie = process.parent !== undefined && !process.parent.hasEnded;
    this.#builder.system(SystemEvent.exited, { a: status, b: process.pid, c: isZombie ? 1 : 0, step });
  }

  #waitOf(
    process: NativeProcess,
    { call, arguments: [first = 0, second = 0], time }: CallBeginsEvent,
  ): WaitWords | undefined {
    switch (call) {
      case NativeCall.wait:
        return { reason: WaitReason.child, b: Math.max(0, first), c: 0 };
      case NativeCall.pthread_join:
        return { reason: WaitReason.thread, b: process.threads.get(first) ?? 0, c: 0 };
      case NativeCall.sem_wait:
        return { reason: WaitReason.semaphore, b: this.#semaphore(first).id, c: 1 };
      case NativeCall.semop:
        return { reason: WaitReason.semaphore, b: this.#semaphore(-1 - first).id, c: Math.abs(second) };
      case NativeCall.sleep: {
        const until = time + first;
        return { reason: WaitReason.sleep, b: until % 2 ** 32, c: Math.floor(until / 2 ** 32) };
      }
      default:
        return undefined;
    }
  }

  #call(process: NativeProcess, event: CallEvent, step: StepIndex, lastId: AllocationId): void {
    const { call, result, errno, stack, arguments: words } = event;
    if (errno !== 0) return;
    const [first = 0, second = 0] = words;
    const at = { stack, step };
    switch (call) {
      case NativeCall.fork:
      case NativeCall.vfork: {
        const child = result > 0 ? this.#processes.fork(process, result, lastId) : undefined;
        if (child) this.forked(process, child, step);
        return;
      }
      case NativeCall.wait:
        return this.#reaped(process, event, step);
      case NativeCall.pthread_join:
        return this.#builder.system(SystemEvent.threadJoined, { a: process.threads.get(first) ?? 0, ...at });
      case NativeCall.mmap:
        return this.#mapped(process, event, step);
      case NativeCall.munmap:
        return this.#unmapped(process, first, second, step);
      case NativeCall.shmget:
        this.#segment(result, second, step);
        return;
      case NativeCall.shmat: {
        const { segment, size } = this.#segment(first, words[3] ?? 0, step);
        return this.#attach(process, segment, result, size, step);
      }
      case NativeCall.shmdt:
        return this.#unmapped(process, first, process.mappings.get(first)?.size ?? 0, step);
      case NativeCall.shmctl:
        if (second === IPC_RMID)
          this.#builder.system(SystemEvent.segmentRemoved, { a: this.#segment(first, 0, step).segment, ...at });
        return;
      case NativeCall.sem_init:
        return this.#setSemaphore(first, words[2] ?? 0, step);
      case NativeCall.sem_post:
        return this.#setSemaphore(first, this.#semaphore(first).value + 1, step);
      case NativeCall.sem_wait:
        return this.#setSemaphore(first, this.#semaphore(first).value - 1, step);
      default:
    }
  }

  #reaped(process: NativeProcess, { result, arguments: words, task, stack }: CallEvent, step: StepIndex): void {
    const child = result > 0 ? this.#processes.withPid(result) : undefined;
    if (!child) return;
    const status = words[2] ?? 0;
    this.end(child, status, step);
    this.#switchTo(process.index, task.thread);
    this.#builder.system(SystemEvent.reaped, { a: child.index, b: child.pid, c: status, stack, step });
  }

  #mapped(process: NativeProcess, { result, arguments: words }: CallEvent, step: StepIndex): void {
    const [, size = 0, , flags = 0, descriptor = NO_DESCRIPTOR] = words;
    if ((flags & MAP_SHARED) === 0) return;
    const segment = ++this.#objects;
    const kind = descriptor === NO_DESCRIPTOR ? SegmentKind.anonymous : SegmentKind.file;
    this.#builder.system(SystemEvent.segmentCreated, { a: segment, b: size, c: kind, step });
    this.#attach(process, segment, result, size, step);
  }

  #attach(process: NativeProcess, segment: number, address: Address, size: number, step: StepIndex): void {
    process.mappings.set(address, { segment, size });
    this.#builder.system(SystemEvent.segmentAttached, { a: segment, b: address, c: size, step });
  }

  #unmapped(process: NativeProcess, address: Address, size: number, step: StepIndex): void {
    for (const [start, mapping] of process.mappings) {
      if (start >= address + size || start + mapping.size <= address) continue;
      this.#builder.system(SystemEvent.segmentDetached, { a: mapping.segment, b: address, c: size, step });
      if (address <= start && address + size >= start + mapping.size) process.mappings.delete(start);
    }
  }

  /** A System V segment by its id. */
  #segment(id: number, size: number, step: StepIndex): { readonly segment: number; readonly size: number } {
    let known = this.#segments.get(id);
    if (!known) {
      known = { segment: ++this.#objects, size };
      this.#segments.set(id, known);
      this.#builder.system(SystemEvent.segmentCreated, { a: known.segment, b: size, c: SegmentKind.systemV, step });
    }
    return known;
  }

  #semaphore(address: Address): { readonly id: number; value: number } {
    let known = this.#semaphores.get(address);
    if (!known) this.#semaphores.set(address, (known = { id: ++this.#objects, value: NO_VALUE }));
    return known;
  }

  #setSemaphore(address: Address, value: number, step: StepIndex): void {
    const semaphore = this.#semaphore(address);
    this.#builder.system(SystemEvent.semaphoreChanged, { a: semaphore.id, b: value, c: semaphore.value, step });
    semaphore.value = value;
  }
}

const NO_VALUE = -1;
