/** Calls to the system, as `system` records: processes, threads, shared memory, semaphores, and who waits for what. */
import { SystemEvent, WaitReason } from '../trace/records.ts';
import type { RecordBuilder } from '../trace/record-builder.ts';
import type { AllocationId, Nanoseconds, ProcessId, StackId, StepIndex, ThreadId } from '../util/units.ts';
import type { CallBeginsEvent, CallEvent, ExitEvent, ThreadEndsEvent, ThreadEvent } from './events.ts';
import type { NativeProcess, NativeProcesses } from './native-processes.ts';
import { Segments } from './segments.ts';
import { Semaphores } from './semaphores.ts';
import { NativeCall } from './stream.ts';

export type SystemHappening = CallEvent | CallBeginsEvent | ExitEvent | ThreadEvent | ThreadEndsEvent;

const LEAST_NANOSECONDS = 1e6;
const IPC_RMID = 0;
const SETVAL = 16;

interface WaitWords {
  readonly reason: WaitReason;
  readonly b: number;
  readonly c: number;
}

export class SystemCalls {
  /** What tasks wait for, by process and thread. */
  readonly #waits = new Map<string, WaitWords>();
  readonly #segments: Segments;
  readonly #semaphores: Semaphores;
  #objects = 0;
  /** Of the first event, and how long after it the clock was last told. */
  #started: Nanoseconds | undefined;
  #clock: Nanoseconds = 0;
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
    const newId = (): number => ++this.#objects;
    this.#segments = new Segments(builder, newId);
    this.#semaphores = new Semaphores(builder, newId);
  }

  /** `lastId`: of the blocks allocated so far. The event's own task must be the one whose records follow. */
  take(process: NativeProcess, event: SystemHappening, step: StepIndex, lastId: AllocationId): void {
    const { thread } = event.task;
    const task = `${process.index} ${thread}`;
    this.#tellTime(event.time, step);
    switch (event.type) {
      case 'thread':
        if (thread > 0 && !process.threads.has(event.handle))
          this.#builder.system(SystemEvent.threadCreated, { a: thread, step });
        process.threads.set(event.handle, thread);
        process.living.add(thread);
        return;
      case 'threadEnds':
        process.living.delete(thread);
        return this.#builder.system(SystemEvent.threadExited, { step });
      case 'exit':
        // Of the first one more is known when it is gone.
        if (process.index > 0) this.end(process, (event.status & 0xff) << 8, step);
        return;
      case 'callBegins': {
        this.goesOn(process, thread, step);
        if (event.call === NativeCall.exec) process.executes = true;
        // Of these two nothing more is told when they succeed.
        if (event.call !== NativeCall.vfork && event.call !== NativeCall.exec) process.waiting.add(thread);
        const wait = this.#waitOf(process, event);
        if (!wait) return;
        this.#waits.set(task, wait);
        const { reason: a, b, c } = wait;
        return this.#builder.system(SystemEvent.blocked, { a, b, c, stack: event.stack, step });
      }
      case 'call': {
        process.waiting.delete(thread);
        // It goes on as it was.
        if (event.call === NativeCall.exec) process.executes = false;
        const wait = this.#waits.get(task);
        this.#waits.delete(task);
        if (wait) this.#builder.system(SystemEvent.woken, { a: wait.reason, b: wait.b, step });
        return this.#call(process, event, step, lastId);
      }
    }
  }

  /** A task does something: one that called vfork waits no longer. */
  goesOn(process: NativeProcess, thread: ThreadId, step: StepIndex): void {
    if (this.#waits.size === 0) return;
    const task = `${process.index} ${thread}`;
    if (this.#waits.get(task)?.reason !== WaitReason.vfork) return;
    this.#waits.delete(task);
    this.#builder.system(SystemEvent.woken, { a: WaitReason.vfork, step });
  }

  /** Now and then: each has its event in the recording. */
  #tellTime(time: Nanoseconds, step: StepIndex): void {
    const clock = time - (this.#started ??= time);
    if (clock - this.#clock < LEAST_NANOSECONDS) return;
    this.#clock = clock;
    const [a, b] = [clock % 2 ** 32, Math.floor(clock / 2 ** 32)];
    this.#builder.system(SystemEvent.clockAdvanced, { a, b, step });
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

  #waitOf(process: NativeProcess, { call, arguments: words, time }: CallBeginsEvent): WaitWords | undefined {
    const [first = 0] = words;
    switch (call) {
      case NativeCall.wait:
        return { reason: WaitReason.child, b: Math.max(0, first), c: 0 };
      case NativeCall.pthread_join:
        return { reason: WaitReason.thread, b: process.threads.get(first) ?? 0, c: 0 };
      case NativeCall.vfork:
        return { reason: WaitReason.vfork, b: 0, c: 0 };
      case NativeCall.sem_wait:
        return { reason: WaitReason.semaphore, b: this.#semaphores.at(process, first).id, c: 1 };
      case NativeCall.semop: {
        const wanted = this.#semaphores.operations(first, words.slice(1)).find(({ added }) => added <= 0);
        return wanted && { reason: WaitReason.semaphore, b: wanted.semaphore.id, c: -wanted.added };
      }
      case NativeCall.sleep: {
        const until = time - (this.#started ?? time) + first;
        return { reason: WaitReason.sleep, b: until % 2 ** 32, c: Math.floor(until / 2 ** 32) };
      }
      default:
        return undefined;
    }
  }

  #call(process: NativeProcess, event: CallEvent, step: StepIndex, lastId: AllocationId): void {
    const { call, result, errno, stack, arguments: words } = event;
    if (errno !== 0) return;
    const [first = 0] = words;
    const at = { stack, step };
    switch (call) {
      case NativeCall.fork: {
        const child = result > 0 ? this.#processes.fork(process, result, lastId) : undefined;
        if (child) this.forked(process, child, step);
        return;
      }
      case NativeCall.wait:
        return this.#reaped(process, event, step);
      case NativeCall.pthread_join:
        return this.#builder.system(SystemEvent.threadJoined, { a: process.threads.get(first) ?? 0, ...at });
      default:
        if (!this.#memoryCall(process, event, at)) this.#semaphoreCall(process, event, at);
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

  /** Whether it was one. */
  #memoryCall(process: NativeProcess, event: CallEvent, at: { stack: StackId; step: StepIndex }): boolean {
    const { call, result, arguments: words, text } = event;
    const [first = 0, second = 0] = words;
    switch (call) {
      case NativeCall.mmap:
        this.#segments.mapped(process, event, at.step);
        return true;
      case NativeCall.munmap:
        this.#segments.unmapped(process, first, second, at);
        return true;
      case NativeCall.mremap:
        this.#segments.remapped(process, event, at.step);
        return true;
      case NativeCall.shmget:
        this.#segments.systemV(result, second, at);
        return true;
      case NativeCall.shmat:
        this.#segments.attached(process, event, at.step);
        return true;
      case NativeCall.shmdt:
        this.#segments.unmapped(process, first, process.mappings.get(first)?.size ?? 0, at);
        return true;
      case NativeCall.shmctl:
        if (second === IPC_RMID) this.#segments.removed(first, at);
        return true;
      case NativeCall.shm_open:
        process.sharedFiles.set(result, text);
        return true;
      case NativeCall.shm_unlink:
        this.#segments.unlinked(text, at);
        return true;
      default:
        return false;
    }
  }

  #semaphoreCall(process: NativeProcess, event: CallEvent, { stack, step }: { stack: StackId; step: StepIndex }): void {
    const { call, result, arguments: words, text } = event;
    const [first = 0, second = 0, third = 0, fourth = 0] = words;
    const semaphores = this.#semaphores;
    switch (call) {
      case NativeCall.sem_open:
        return semaphores.set(semaphores.opened(process, text, result), second, stack, step);
      case NativeCall.sem_init:
        return semaphores.set(semaphores.at(process, first), third, stack, step);
      case NativeCall.sem_post:
      case NativeCall.sem_wait:
        return semaphores.set(semaphores.at(process, first), second, stack, step);
      case NativeCall.sem_unlink:
        return semaphores.unlinked(text);
      case NativeCall.semop:
        for (const { semaphore, value } of semaphores.operations(first, words.slice(1)))
          semaphores.set(semaphore, value, stack, step);
        return;
      case NativeCall.semctl:
        if (third === SETVAL) semaphores.set(semaphores.ofSet(first, second), fourth, stack, step);
        return;
      default:
    }
  }
}
