/** For how long the current task may run before others have their turn: so many statements, so many accesses to shared memory. */
import { SystemEvent } from '../../trace/records.ts';
import type { StepIndex } from '../../util/units.ts';
import type { Kernel } from './kernel.ts';
import type { SystemCall } from './task.ts';

export class Slice {
  /** The step at which the current task should give way. */
  end: StepIndex = Infinity;
  /** The step before which a person has let another task go on; Infinity: none is to come. */
  choiceAt: StepIndex = Infinity;
  private start: StepIndex = 0;
  /** Of the last look. */
  isDue = false;
  private accessesLeft = 0;

  constructor(private readonly kernel: Kernel) {}

  /** A task gets its turn. */
  begin(step: StepIndex): void {
    this.start = step;
    const { policy } = this.kernel.services;
    this.end = step + policy.sliceSteps();
    this.choiceAt = policy.choiceAt?.(step) ?? Infinity;
  }

  /** The current task is asked to look up as soon as it can. */
  endNow(): void {
    const { current, services } = this.kernel;
    this.end = current.process.instance.state.steps;
    services.switched(current.process);
  }

  /** Whether the current task has run for long enough. Unlike the host's other looks at it, this comes at the same step in every run. */
  get isOver(): boolean {
    return this.kernel.current.process.instance.state.steps >= this.end;
  }

  /** The slice is over: whether another task could have the next one. */
  endsTurn(): boolean {
    const { current, signals, tasks } = this.kernel;
    const { state } = current.process.instance;
    signals.timers.worked(state.steps - this.start);
    this.start = state.steps;
    if (!tasks.isAlone(current) || current.process.isStopped) return true;
    this.begin(state.steps);
    return false;
  }

  /** The current task is about to access memory that others share; gives after how many more accesses it asks again. */
  access(): number | SystemCall {
    const { current, services, tasks } = this.kernel;
    const { policy } = services;
    const { process } = current;
    const { hasAliases } = process.map;
    if (hasAliases) process.map.syncAliases();
    if (!policy.watchesAccesses) return hasAliases ? 1 : policy.sliceAccesses();
    if (hasAliases && --this.accessesLeft > 0) return 1;
    // The library is not made to be interrupted by another thread of its process.
    if (process.tasks.length > 1 && !process.instance.isInUserCode) return 1;
    const next = policy.sliceAccesses();
    this.accessesLeft = next;
    const asksAgainAfter = hasAliases ? 1 : next;
    return tasks.isAlone(current) ? asksAgainAfter : this.preempt(asksAgainAfter);
  }

  /** The current task is about to begin the statement before which a person has let another one go on. */
  choose(): number | SystemCall {
    const { current, services } = this.kernel;
    this.choiceAt = Infinity;
    services.switched(current.process);
    return this.preempt();
  }

  /** The current task gives way though it could go on. */
  *preempt(result = 0): SystemCall {
    this.kernel.recorder.system(SystemEvent.preempted);
    yield { ready: () => true };
    return result;
  }
}
