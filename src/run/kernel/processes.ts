/** Which processes there are, and how one comes into being and ends. */
import { Layout } from '../../instrument/memory-layout.ts';
import { SystemEvent } from '../../trace/records.ts';
import { SignalEnd } from '../ends.ts';
import type { Kernel } from './kernel.ts';
import { MemoryMap } from './memory-map.ts';
import { FIRST_PID, Process } from './process.ts';
import { callInChild } from './suspension.ts';
import type { PendingCall, Task } from './task.ts';

const MOST_PROCESSES = 64;

export class Processes {
  /** In the order of their indices, those that have ended too. */
  readonly all: Process[] = [];
  private nextPid = FIRST_PID;
  private refused = false;

  constructor(private readonly kernel: Kernel) {}

  get live(): readonly Process[] {
    return this.all.filter(({ state }) => state === 'live');
  }

  /** Its instance is ready to be initialised. `firstId`: that of the first block it can allocate. */
  add(parent: Process | undefined, firstId: number): Process {
    const { services } = this.kernel;
    const host = services.hostOf(parent);
    const process = new Process(this.all.length, this.nextPid++, parent, host, firstId);
    process.instance = services.instantiate(process);
    process.map = new MemoryMap(
      process.instance.state,
      services.recorder,
      services.policy.watchesAccesses || services.recordsReads,
    );
    this.all.push(process);
    parent?.children.push(process);
    return process;
  }

  /** No more processes: there are as many as there may be, or there were, and as many again have come since. */
  get isFull(): boolean {
    const count = this.all.filter(({ state }) => state !== 'gone').length;
    return count >= MOST_PROCESSES || (this.refused && this.all.length >= 2 * MOST_PROCESSES);
  }

  refuseFork(task: Task): void {
    if (!this.refused) this.kernel.services.note({ kind: 'fork-refused', mostProcesses: MOST_PROCESSES });
    this.refused = true;
    this.kernel.record(task, SystemEvent.forkRefused, MOST_PROCESSES);
  }

  /** Copies the current process; its task is unwound. */
  fork(task: Task): Process {
    const { recorder, semaphores, posixQueues, tasks, threads } = this.kernel;
    const parent = task.process;
    recorder.drain();
    const child = this.add(parent, parent.instance.state.field(Layout.STATE_NEXT_ID));
    child.instance.copyFrom(parent.instance);
    child.instance.state.numberOriginsFor(child.index);
    child.map.inherit(parent.map);
    parent.map.copyOut();
    semaphores.fork(parent.index, child.index);
    posixQueues.fork(parent.index, child.index);
    const childTask = tasks.add(child, 0, task.enter);
    threads.fork(task, childTask);
    childTask.suspended = task.suspended.map((call, i) =>
      i === 0 ? { ...call, steps: resultOfForkInChild() } : callInChild(child.instance, call),
    );
    const stack = parent.instance.exports.__heapscope_stack();
    recorder.system(SystemEvent.processCreated, child.index, child.pid, parent.pid, stack);
    return child;
  }

  /** A signal ends another process than the current one. */
  kill(process: Process, signal: number): void {
    const { current, recorder, services } = this.kernel;
    const from = current.process.instance.state;
    const { state } = process.instance;
    recorder.switchTo(process.source(0));
    state.steps = from.steps;
    const status = services.ended(process.tasks[0]!, new SignalEnd(signal));
    this.leave(process, status);
    recorder.switchTo(current.process.source(current.thread));
  }

  /** The process ends with this status: what it held is given back, its parent is told. */
  leave(process: Process, status: number): void {
    const { recorder, segments, semaphores, signals, tasks, threadWaits } = this.kernel;
    const leavesZombie = signals.leavesZombie(process);
    recorder.system(SystemEvent.exited, status, process.pid, leavesZombie ? 1 : 0);
    process.status = status;
    process.state = leavesZombie ? 'zombie' : 'gone';
    tasks.endAllOf(process);
    process.host.process.descriptors.closeAll();
    segments.leave(process);
    semaphores.leave(process);
    this.leaveChildren(process);
    signals.timers.drop(process);
    threadWaits.somebodyEnded();
    signals.childEnded(process);
  }

  private leaveChildren(process: Process): void {
    const { recorder } = this.kernel;
    for (const child of process.children) {
      if (child.state === 'zombie') {
        child.state = 'gone';
        recorder.system(SystemEvent.zombieLeft, child.index, child.pid);
      } else if (child.state === 'live') recorder.system(SystemEvent.orphaned, child.index);
      child.parent = undefined;
    }
  }

  /** The parent took notice of its child's end. */
  reap(task: Task, child: Process): void {
    child.state = 'gone';
    this.kernel.record(task, SystemEvent.reaped, child.index, child.pid, child.status);
  }
}

function* resultOfForkInChild(): PendingCall['steps'] {
  return 0;
}
