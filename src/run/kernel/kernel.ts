/**
 * The system that the processes of a run share, and its turns: one task after another has the processor.
 *
 *     choose a ready task --switch--> run it until it waits or ends --> wake those that can go on --> choose ...
 *                                                                  `--> none can: time goes on, or all are stuck
 *
 * Steps, allocation ids and stack nodes are counted for all of them: whoever runs goes on with the numbers of the one before.
 */
import { Layout } from '../../instrument/memory-layout.ts';
import { SystemEvent } from '../../trace/records.ts';
import type { RunNote } from '../../trace/run-note.ts';
import type { ProgramInstance } from '../program-instance.ts';
import type { Recorder } from '../recorder.ts';
import type { VirtualClock } from '../wasi/clock.ts';
import type { WasiHost } from '../wasi/host.ts';
import { MessageQueues } from './message-queues.ts';
import { Pipes } from './pipes.ts';
import type { Policy } from './policy.ts';
import { PosixQueues } from './posix-queues.ts';
import type { Process } from './process.ts';
import { Processes } from './processes.ts';
import { Segments } from './segments.ts';
import { Semaphores } from './semaphores.ts';
import { Signals } from './signals.ts';
import { Slice } from './slice.ts';
import { runTask, type Waiter } from './suspension.ts';
import type { Task, Wait, Wake } from './task.ts';
import { Tasks } from './tasks.ts';
import { ThreadWaits } from './thread-waits.ts';
import { ThreadEnd, Threads } from './threads.ts';

/** All tasks wait for each other. */
export class Deadlock extends Error {
  constructor() {
    super('all processes wait for each other');
    this.name = 'Deadlock';
  }
}

/** What the kernel needs of the run that it is part of. */
export interface KernelServices {
  readonly policy: Policy;
  /** Loads from shared memory are recorded too. */
  readonly recordsReads: boolean;
  recorder(): Recorder;
  /** A new instance with the imports of this process. */
  instantiate(process: Process): ProgramInstance;
  hostOf(parent: Process | undefined): WasiHost;
  /** The task's process ended, by returning or by what it threw; gives its status. Throws what ends the whole run. */
  ended(task: Task, error: unknown): number;
  /** Before a process is told that it may go on after another. */
  switched(process: Process): void;
  note(note: RunNote): void;
}

export class Kernel implements Waiter {
  current!: Task;
  private nextObject = 1;
  readonly processes = new Processes(this);
  readonly tasks = new Tasks(this);
  readonly slice = new Slice(this);
  readonly pipes = new Pipes(this);
  readonly segments = new Segments(this);
  readonly semaphores = new Semaphores(this);
  readonly messageQueues = new MessageQueues(this);
  readonly posixQueues = new PosixQueues(this);
  readonly threads = new Threads(this);
  readonly threadWaits = new ThreadWaits(this);
  readonly signals = new Signals(this);
  /** Whether the current task's program is running or in a call of the system. */
  isRunning = false;

  constructor(readonly services: KernelServices) {}

  /** One for all processes. */
  get clock(): VirtualClock {
    return this.current.process.host.process.clock;
  }

  get recorder(): Recorder {
    return this.services.recorder();
  }

  /** An id for a pipe, a segment, a semaphore, ... */
  newObjectId(): number {
    return this.nextObject++;
  }

  /** The first process; its instance is ready to be initialised. */
  createFirst(): Process {
    const process = this.processes.add(undefined, 1);
    this.current = this.tasks.add(process, 0, ({ _start }) => _start());
    return process;
  }

  /** Runs until the last task has ended. Throws what ends the run before. */
  run(): void {
    for (;;) {
      const task = this.next();
      if (!task) return this.segments.tellLeft();
      this.switchTo(task);
      this.turn(task);
    }
  }

  private next(): Task | undefined {
    const { tasks } = this;
    for (;;) {
      this.signals.timers.fire();
      tasks.wakeAll();
      const task = tasks.takeNext();
      if (task || tasks.isEmpty) return task;
      if (!tasks.wakeLastResort() && !tasks.passTime()) this.deadlock();
    }
  }

  private turn(task: Task): void {
    this.slice.begin(task.process.instance.state.steps);
    this.services.switched(task.process);
    let waits: boolean;
    this.isRunning = true;
    try {
      waits = runTask(task);
      this.isRunning = false;
    } catch (error) {
      this.isRunning = false;
      if (error instanceof ThreadEnd) return this.threads.end(task, error);
      return this.endProcess(task, error);
    }
    if (waits) this.suspended(task);
    else this.endProcess(task, undefined);
  }

  private suspended(task: Task): void {
    const wait = task.wait!;
    task.wake = 'ready';
    if (wait.whenUnwound) {
      wait.whenUnwound();
      this.tasks.goesFirst(task);
    } else if (wait.reason === undefined) this.tasks.giveWay(task);
    else {
      task.idleTurns = 0;
      this.tasks.block(task, wait);
    }
  }

  private endProcess(task: Task, error: unknown): void {
    const status = this.services.ended(task, error);
    this.processes.leave(task.process, status);
  }

  isSignalDue(task: Task): boolean {
    return this.signals.isDue(task);
  }

  called(): void {
    this.recorder.afterWrites();
    const { map } = this.current.process;
    if (map.hasAliases) map.syncAliases();
  }

  waitAlone(task: Task, wait: Wait): Wake {
    if (task.process.isStopped) this.deadlock();
    if (wait.ready() || wait.lastResort || wait.reason === undefined) return 'ready';
    if (task.isPinned) return this.waitPinned(wait);
    const { tasks } = this;
    task.wait = wait;
    task.wake = 'ready';
    tasks.block(task, wait);
    while (task.state === 'blocked') {
      this.signals.timers.fire();
      tasks.wakeAll();
      if (task.state === 'blocked' && !tasks.passTime()) this.deadlock();
    }
    tasks.unready(task);
    return task.wake;
  }

  /** Others can't run meanwhile: only time can pass. */
  private waitPinned({ deadline }: Wait): Wake {
    if (deadline === undefined) this.deadlock();
    this.clock.sleep(deadline - this.clock.elapsed);
    return 'timeout';
  }

  private deadlock(): never {
    this.switchTo(this.tasks.stuck ?? this.current);
    throw new Deadlock();
  }

  /** Gives the processor to a task: what is shared moves to its memory. */
  private switchTo(task: Task): void {
    const before = this.current;
    this.current = task;
    if (before !== task) this.moveTo(task, before);
    const isWoken = task.state !== 'blocked';
    if (isWoken && task.wait?.reason !== undefined)
      this.recorder.system(SystemEvent.woken, task.wait.reason, task.wait.object);
  }

  private moveTo(task: Task, before: Task): void {
    const { instance } = task.process;
    this.recorder.switchTo(task.process.source(task.thread));
    this.threads.switchTo(task);
    const from = before.process.instance.state;
    if (from !== instance.state) {
      if (before.process.state === 'live') before.process.map.copyOut();
      task.process.map.copyIn();
      instance.state.steps = from.steps;
      for (const counter of [Layout.STATE_NEXT_ID, Layout.STATE_NODE_COUNT])
        instance.state.setField(counter, from.field(counter));
    }
  }

  /** Notes what the current task does, with its call stack. */
  record(task: Task, event: SystemEvent, a = 0, b = 0, c = 0): void {
    this.recorder.system(event, a, b, c, task.process.instance.exports.__heapscope_stack());
  }

  /** As `record`, in another process's name, which is suspended. */
  recordFor(process: Process, event: SystemEvent, a = 0, b = 0, c = 0): void {
    const { current } = this;
    process.instance.state.steps = current.process.instance.state.steps;
    this.recorder.switchTo(process.source(0));
    this.recorder.system(event, a, b, c);
    this.recorder.switchTo(current.process.source(current.thread));
  }
}
