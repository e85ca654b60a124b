/**
 * The system that the processes of a run share: which there are, whose turn it is, and what they wait for.
 *
 *     choose a ready task --switch--> run it until it waits or ends --> wake those that can go on --> choose ...
 *                                                                  `--> none can: time goes on, or all are stuck
 *
 * Steps, allocation ids and stack nodes are counted for all of them: whoever runs goes on with the numbers of the one before.
 */
import { Layout } from '../../instrument/memory-layout.ts';
import { FindingKind, SHARED_SEGMENT_LEFT, SystemEvent, WaitReason } from '../../trace/records.ts';
import type { RunNote } from '../../trace/run-note.ts';
import { SignalEnd } from '../ends.ts';
import type { ProgramInstance } from '../program-instance.ts';
import type { Recorder } from '../recorder.ts';
import type { VirtualClock } from '../wasi/clock.ts';
import type { WasiHost } from '../wasi/host.ts';
import { MemoryMap } from './memory-map.ts';
import { MessageQueues } from './message-queues.ts';
import { Pipes } from './pipes.ts';
import type { Policy } from './policy.ts';
import { PosixQueues } from './posix-queues.ts';
import { FIRST_PID, Process } from './process.ts';
import type { Segment } from './segment.ts';
import { Segments } from './segments.ts';
import { Semaphores } from './semaphores.ts';
import { Signals } from './signals.ts';
import { callInChild, runTask, type Waiter } from './suspension.ts';
import { ThreadEnd, Threads } from './threads.ts';
import { Task, type PendingCall, type SystemCall, type Wait, type Wake } from './task.ts';
import { record64 } from './words.ts';

export const MOST_PROCESSES = 64;

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
  readonly processes: Process[] = [];
  current!: Task;
  private nextPid = FIRST_PID;
  private nextObject = 1;
  private refused = false;
  readonly pipes = new Pipes(this);
  readonly segments = new Segments(this);
  readonly semaphores = new Semaphores(this);
  readonly messageQueues = new MessageQueues(this);
  readonly posixQueues = new PosixQueues(this);
  readonly threads = new Threads(this);
  readonly signals = new Signals(this);
  private ready: Task[] = [];
  private readonly blocked: Task[] = [];
  /** The step at which the current task should give way. */
  sliceEnd = Infinity;
  private sliceStart = 0;
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
    const process = this.addProcess(undefined, 1);
    this.addTask(process, 0, ({ _start }) => _start());
    this.current = process.tasks[0]!;
    return process;
  }

  private addProcess(parent: Process | undefined, firstId: number): Process {
    const host = this.services.hostOf(parent);
    const process = new Process(this.processes.length, this.nextPid++, parent, host, firstId);
    process.instance = this.services.instantiate(process);
    process.map = new MemoryMap(
      process.instance.state,
      this.services.recorder,
      this.services.policy.watchesAccesses || this.services.recordsReads,
    );
    this.processes.push(process);
    parent?.children.push(process);
    return process;
  }

  addTask(process: Process, thread: number, enter: Task['enter']): Task {
    const task = new Task(process, thread, enter);
    process.tasks.push(task);
    this.ready.push(task);
    return task;
  }

  get liveProcesses(): readonly Process[] {
    return this.processes.filter(({ state }) => state === 'live');
  }

  /** Whether another task exists that could run now or later. */
  isAlone(task: Task): boolean {
    return this.ready.every((other) => other === task) && this.blocked.every((other) => other === task);
  }

  /** Runs until the last task has ended. Throws what ends the run before. */
  run(): void {
    for (;;) {
      const task = this.next();
      if (!task) return this.tellLeftSegments();
      this.switchTo(task);
      this.turn(task);
    }
  }

  /** Segments that outlive all processes are a leak of their own kind. */
  private tellLeftSegments(): void {
    for (const { id, size, stack } of this.segments.left()) {
      this.recorder.system(SystemEvent.segmentLeft, id, size);
      this.recorder.finding(FindingKind.leak, { address: 0, size, flags: SHARED_SEGMENT_LEFT, block: 0, stack });
    }
  }

  private next(): Task | undefined {
    for (;;) {
      this.signals.timers.fire();
      this.wakeAll();
      const ready = this.ready.some(isStopped) ? this.ready.filter((task) => !isStopped(task)) : this.ready;
      if (ready.length > 0) {
        const task = this.services.policy.choose(ready, this.current.process.instance.state.steps);
        this.ready.splice(this.ready.indexOf(task), 1);
        return task;
      }
      if (this.blocked.length + this.ready.length === 0) return undefined;
      if (!this.wakeLastResort() && !this.passTime()) this.deadlock();
    }
  }

  private turn(task: Task): void {
    const { policy } = this.services;
    const { steps } = task.process.instance.state;
    this.sliceStart = steps;
    this.sliceEnd = steps + policy.sliceSteps(steps);
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
    if (wait.whenUnwound) {
      wait.whenUnwound();
      task.wake = 'ready';
      this.ready.unshift(task);
      return;
    }
    task.wake = 'ready';
    if (wait.reason === undefined) {
      this.giveWay(task);
      return;
    }
    task.idleTurns = 0;
    this.recordWait(task, wait);
    task.state = 'blocked';
    this.blocked.push(task);
  }

  /** A task that only gives way while all others sleep is waiting for the time: it passes faster and faster. */
  private giveWay(task: Task): void {
    const { clock } = this;
    if (this.ready.length > 0) task.idleTurns = 0;
    else {
      const nanoseconds = 1_000_000n << BigInt(Math.min(task.idleTurns++, 16));
      const deadline = this.earliestDeadline();
      if (deadline !== undefined) clock.elapsed = least(deadline, clock.elapsed + nanoseconds);
    }
    this.ready.push(task);
  }

  private recordWait(task: Task, { reason, object = 0, detail = 0 }: Wait): void {
    const { instance } = task.process;
    this.recorder.system(SystemEvent.blocked, reason, object, detail, instance.exports.__heapscope_stack());
  }

  /** Makes ready what waits no longer, in the order in which it began to wait. */
  private wakeAll(): void {
    for (let i = 0; i < this.blocked.length;) {
      const task = this.blocked[i]!;
      const wake = this.wakeOf(task.wait!);
      if (wake === undefined) i++;
      else this.wakeTask(task, wake);
    }
  }

  wakeOf(wait: Wait): Wake | undefined {
    if (wait.ready()) return 'ready';
    if (wait.deadline !== undefined && wait.deadline <= this.clock.elapsed) return 'timeout';
    return undefined;
  }

  private wakeTask(task: Task, wake: Wake): void {
    this.blocked.splice(this.blocked.indexOf(task), 1);
    task.state = 'ready';
    task.wake = wake;
    this.ready.push(task);
  }

  /** A signal with a handler has come for the task: a wait is over for now. */
  interrupt(task: Task): void {
    if (task.state !== 'blocked' || task.wait!.reason === WaitReason.vfork) return;
    this.wakeTask(task, this.wakeOf(task.wait!) ?? 'interrupted');
  }

  /** The current task is asked to look up as soon as it can. */
  endSlice(): void {
    this.sliceEnd = this.current.process.instance.state.steps;
    this.services.switched(this.current.process);
  }

  isSignalDue(task: Task): boolean {
    return this.signals.isDue(task);
  }

  called(): void {
    this.recorder.afterWrites();
    const { map } = this.current.process;
    if (map.hasAliases) map.syncAliases();
  }

  private wakeLastResort(): boolean {
    const task = this.blocked.find(({ wait }) => wait!.lastResort);
    if (task) this.wakeTask(task, 'ready');
    return task !== undefined;
  }

  private earliestDeadline(): bigint | undefined {
    let { earliest } = this.signals.timers;
    for (const { wait } of this.blocked)
      if (wait!.deadline !== undefined && (earliest === undefined || wait!.deadline < earliest))
        earliest = wait!.deadline;
    return earliest;
  }

  /** Nobody can do anything before some time: it is that time now. False if nobody waits for one. */
  private passTime(): boolean {
    const { clock } = this;
    const deadline = this.earliestDeadline();
    if (deadline === undefined) return false;
    clock.sleep(deadline - clock.elapsed);
    this.recorder.system(SystemEvent.clockAdvanced, ...record64(clock.elapsed));
    return true;
  }

  waitAlone(task: Task, wait: Wait): Wake {
    if (task.process.isStopped) this.deadlock();
    if (wait.ready() || wait.lastResort || wait.reason === undefined) return 'ready';
    if (task.isPinned) return this.waitPinned(wait);
    task.wait = wait;
    task.wake = 'ready';
    this.recordWait(task, wait);
    task.state = 'blocked';
    this.blocked.push(task);
    while (this.blocked.includes(task)) {
      this.signals.timers.fire();
      this.wakeAll();
      if (this.blocked.includes(task) && !this.passTime()) this.deadlock();
    }
    this.ready.splice(this.ready.indexOf(task), 1);
    return task.wake;
  }

  /** Others can't run meanwhile: only time can pass. */
  private waitPinned({ deadline }: Wait): Wake {
    if (deadline === undefined) this.deadlock();
    this.clock.sleep(deadline - this.clock.elapsed);
    return 'timeout';
  }

  private deadlock(): never {
    const culprit =
      this.blocked.find(({ wait }) => wait!.reason !== WaitReason.child && wait!.reason !== WaitReason.thread) ??
      this.blocked[0] ??
      this.ready[0] ??
      this.current;
    this.switchTo(culprit);
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

  /** Whether the current task has run for long enough. Unlike the host's other looks at it, this comes at the same step in every run. */
  get isSliceOver(): boolean {
    return this.current.process.instance.state.steps >= this.sliceEnd;
  }
  /** Of the last look. */
  isSliceDue = false;

  /** The slice is over: whether another task could have the next one. */
  endsTurn(): boolean {
    const { state } = this.current.process.instance;
    this.signals.timers.worked(state.steps - this.sliceStart);
    this.sliceStart = state.steps;
    if (!this.isAlone(this.current) || this.current.process.isStopped) return true;
    this.sliceEnd = state.steps + this.services.policy.sliceSteps(state.steps);
    return false;
  }

  private accessesLeft = 0;

  /** The current task is about to access memory that others share; gives after how many more accesses it asks again. */
  access(): number | SystemCall {
    const { policy } = this.services;
    const { process } = this.current;
    const { hasAliases } = process.map;
    if (hasAliases) process.map.syncAliases();
    if (!policy.watchesAccesses) return hasAliases ? 1 : policy.sliceAccesses();
    if (hasAliases && --this.accessesLeft > 0) return 1;
    // The library is not made to be interrupted by another thread of its process.
    if (process.tasks.length > 1 && !process.instance.isInUserCode) return 1;
    const next = policy.sliceAccesses();
    this.accessesLeft = next;
    const asksAgainAfter = hasAliases ? 1 : next;
    return this.isAlone(this.current) ? asksAgainAfter : this.preempt(asksAgainAfter);
  }

  /** The current task gives way though it could go on. */
  *preempt(result = 0): SystemCall {
    this.recorder.system(SystemEvent.preempted);
    yield { ready: () => true };
    return result;
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

  /** No more processes: there are as many as there may be, or there were, and as many again have come since. */
  get isFull(): boolean {
    const count = this.processes.filter(({ state }) => state !== 'gone').length;
    return count >= MOST_PROCESSES || (this.refused && this.processes.length >= 2 * MOST_PROCESSES);
  }

  refuseFork(task: Task): void {
    if (!this.refused) this.services.note({ kind: 'fork-refused', mostProcesses: MOST_PROCESSES });
    this.refused = true;
    this.record(task, SystemEvent.forkRefused, MOST_PROCESSES);
  }

  /** The segment's bytes may be those of a process that had it alone: takes them over. */
  publish(segment: Segment): void {
    if (segment.isPublished || segment.attached < 2) return;
    segment.isPublished = true;
    for (const { map } of this.liveProcesses)
      if (map.mappings.some((mapping) => mapping.segment === segment && mapping.isShared)) map.copyOut();
  }

  /** How many tasks wait for an object, with such a detail of their wait. */
  waitersFor(object: number, counts: (detail: number) => boolean): number {
    return this.blocked.filter(({ wait }) => wait!.object === object && counts(wait!.detail ?? 0)).length;
  }

  /** The parent took notice of its child's end. */
  reap(task: Task, child: Process): void {
    child.state = 'gone';
    this.record(task, SystemEvent.reaped, child.index, child.pid, child.status);
  }

  /** Copies the current process; its task is unwound. */
  fork(task: Task): Process {
    const parent = task.process;
    this.recorder.drain();
    const child = this.addProcess(parent, parent.instance.state.field(Layout.STATE_NEXT_ID));
    child.instance.copyFrom(parent.instance);
    child.instance.state.numberOriginsFor(child.index);
    child.map.inherit(parent.map);
    parent.map.copyOut();
    this.semaphores.fork(parent.index, child.index);
    this.posixQueues.fork(parent.index, child.index);
    const childTask = this.addTask(child, 0, task.enter);
    this.threads.fork(task, childTask);
    childTask.suspended = task.suspended.map((call, i) =>
      i === 0 ? { ...call, steps: resultOfForkInChild() } : callInChild(child.instance, call),
    );
    const stack = parent.instance.exports.__heapscope_stack();
    this.recorder.system(SystemEvent.processCreated, child.index, child.pid, parent.pid, stack);
    return child;
  }

  private endProcess(task: Task, error: unknown): void {
    const { process } = task;
    const status = this.services.ended(task, error);
    this.leave(process, status);
  }

  /** A signal ends another process than the current one. */
  kill(process: Process, signal: number): void {
    const { current } = this;
    const from = current.process.instance.state;
    const { state } = process.instance;
    this.recorder.switchTo(process.source(0));
    state.steps = from.steps;
    const status = this.services.ended(process.tasks[0]!, new SignalEnd(signal));
    this.leave(process, status);
    this.recorder.switchTo(current.process.source(current.thread));
  }

  /** The process ends with this status: what it held is given back, its parent is told. */
  leave(process: Process, status: number): void {
    const leavesZombie = this.signals.leavesZombie(process);
    this.recorder.system(SystemEvent.exited, status, process.pid, leavesZombie ? 1 : 0);
    process.status = status;
    process.state = leavesZombie ? 'zombie' : 'gone';
    for (const task of process.tasks) {
      task.state = 'ended';
      for (const queue of [this.ready, this.blocked]) if (queue.includes(task)) queue.splice(queue.indexOf(task), 1);
    }
    process.host.process.descriptors.closeAll();
    this.segments.leave(process);
    this.semaphores.leave(process);
    this.leaveChildren(process);
    this.signals.timers.drop(process);
    this.threads.somebodyEnded();
    this.signals.childEnded(process);
  }

  private leaveChildren(process: Process): void {
    for (const child of process.children) {
      if (child.state === 'zombie') {
        child.state = 'gone';
        this.recorder.system(SystemEvent.zombieLeft, child.index, child.pid);
      } else if (child.state === 'live') this.recorder.system(SystemEvent.orphaned, child.index);
      child.parent = undefined;
    }
  }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const isStopped = ({ process }: Task): boolean => process.isStopped;

function* resultOfForkInChild(): PendingCall['steps'] {
  return 0;
}
