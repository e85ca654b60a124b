/**
 * The tasks of all processes that can run and those that wait, each in the order in which they came to it. A wait ends by what it is for,
 * by its deadline, or by a signal; when nobody can do anything before some time, it is that time at once.
 */
import { SystemEvent, WaitReason } from '../../trace/records.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import { Task, wakeOf, type Wait, type Wake } from './task.ts';
import { record64 } from './words.ts';

export class Tasks {
  private readonly ready: Task[] = [];
  private readonly blocked: Task[] = [];

  constructor(private readonly kernel: Kernel) {}

  add(process: Process, thread: number, enter: Task['enter']): Task {
    const task = new Task(process, thread, enter);
    process.tasks.push(task);
    this.ready.push(task);
    return task;
  }

  /** Whether none can run, now or later. */
  get isEmpty(): boolean {
    return this.blocked.length + this.ready.length === 0;
  }

  /** Whether no other task exists that could run now or later. */
  isAlone(task: Task): boolean {
    return this.ready.every((other) => other === task) && this.blocked.every((other) => other === task);
  }

  /** Takes the one that is to run next out of those that can. */
  takeNext(): Task | undefined {
    const { services, current } = this.kernel;
    const ready = this.ready.some(isStopped) ? this.ready.filter((task) => !isStopped(task)) : this.ready;
    if (ready.length === 0) return undefined;
    const task = services.policy.choose(ready, current.process.instance.state.steps);
    this.unready(task);
    return task;
  }

  /** The task goes on by itself, without being chosen. */
  unready(task: Task): void {
    this.ready.splice(this.ready.indexOf(task), 1);
  }

  /** It has something to do before any other runs. */
  goesFirst(task: Task): void {
    this.ready.unshift(task);
  }

  /** A task that only gives way while all others sleep is waiting for the time: it passes faster and faster. */
  giveWay(task: Task): void {
    const { clock } = this.kernel;
    if (this.ready.length > 0) task.idleTurns = 0;
    else {
      const nanoseconds = 1_000_000n << BigInt(Math.min(task.idleTurns++, 16));
      const deadline = this.earliestDeadline();
      if (deadline !== undefined) clock.elapsed = least(deadline, clock.elapsed + nanoseconds);
    }
    this.ready.push(task);
  }

  /** The task, which is the current one, begins to wait. */
  block(task: Task, { reason, object = 0, detail = 0 }: Wait): void {
    const stack = task.process.instance.exports.__heapscope_stack();
    this.kernel.recorder.system(SystemEvent.blocked, reason!, object, detail, stack);
    task.state = 'blocked';
    this.blocked.push(task);
  }

  /** Makes ready what waits no longer, in the order in which it began to wait. */
  wakeAll(): void {
    for (let i = 0; i < this.blocked.length;) {
      const task = this.blocked[i]!;
      const wake = wakeOf(task.wait!, this.kernel.clock.elapsed);
      if (wake === undefined) i++;
      else this.wake(task, wake);
    }
  }

  private wake(task: Task, wake: Wake): void {
    this.blocked.splice(this.blocked.indexOf(task), 1);
    task.state = 'ready';
    task.wake = wake;
    this.ready.push(task);
  }

  /** A signal with a handler has come for the task: a wait is over for now. */
  interrupt(task: Task): void {
    if (task.state !== 'blocked' || task.wait!.reason === WaitReason.vfork) return;
    this.wake(task, wakeOf(task.wait!, this.kernel.clock.elapsed) ?? 'interrupted');
  }

  /** No other can go on, which is what one waits for: it does. False if nobody waits for that. */
  wakeLastResort(): boolean {
    const task = this.blocked.find(({ wait }) => wait!.lastResort);
    if (task) this.wake(task, 'ready');
    return task !== undefined;
  }

  private earliestDeadline(): bigint | undefined {
    let { earliest } = this.kernel.signals.timers;
    for (const { wait } of this.blocked)
      if (wait!.deadline !== undefined && (earliest === undefined || wait!.deadline < earliest))
        earliest = wait!.deadline;
    return earliest;
  }

  /** Nobody can do anything before some time: it is that time now. False if nobody waits for one. */
  passTime(): boolean {
    const { clock, recorder } = this.kernel;
    const deadline = this.earliestDeadline();
    if (deadline === undefined) return false;
    clock.sleep(deadline - clock.elapsed);
    recorder.system(SystemEvent.clockAdvanced, ...record64(clock.elapsed));
    return true;
  }

  /** When all wait for each other, the one to show: who waits for a child or a thread only waits for another that is stuck. */
  get stuck(): Task | undefined {
    return (
      this.blocked.find(({ wait }) => wait!.reason !== WaitReason.child && wait!.reason !== WaitReason.thread) ??
      this.blocked[0] ??
      this.ready[0]
    );
  }

  /** How many wait for an object, with such a detail of their wait. */
  waitersFor(object: number, counts: (detail: number) => boolean): number {
    return this.blocked.filter(({ wait }) => wait!.object === object && counts(wait!.detail ?? 0)).length;
  }

  /** The process has ended: its tasks never run again. */
  endAllOf(process: Process): void {
    for (const task of process.tasks) {
      task.state = 'ended';
      for (const queue of [this.ready, this.blocked]) if (queue.includes(task)) queue.splice(queue.indexOf(task), 1);
    }
  }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const isStopped = ({ process }: Task): boolean => process.isStopped;
