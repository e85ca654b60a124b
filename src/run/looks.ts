/**
 * When the host looks at a run, and what for: its limits, the ends of its window, and whether the listener wants it to go on. Time decides
 * only how often; what is recorded does not depend on it.
 */
import type { StepIndex } from '../util/units.ts';
import type { Delivery } from './delivery.ts';
import { Killed, LimitReached, WindowDone } from './ends.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { RunListener, RunLimits } from './request.ts';
import type { WindowRecording } from './window-recording.ts';

/** The host looks at the clock about this often. */
const TICK_MILLISECONDS = 30;
const FIRST_TICK_STEPS = 200_000;

export class Looks {
  private readonly startedAt = performance.now();
  private last = this.startedAt;
  private lastSteps: StepIndex = 0;
  /** The step at which the host looks at the run again. */
  private next: StepIndex;

  constructor(
    private readonly kernel: Kernel,
    private readonly limits: RunLimits,
    private readonly listener: RunListener,
    private readonly delivery: Delivery,
    private readonly window: WindowRecording | undefined,
  ) {
    this.next = window ? window.start : Math.min(FIRST_TICK_STEPS, limits.steps);
  }

  /** The program reached the step at which the host wanted to be called, or has gone round a loop for long. */
  tick(): void {
    const { current, slice } = this.kernel;
    const { steps } = current.process.instance.state;
    const isForSlice = steps >= slice.end && steps < this.next;
    if (!isForSlice) this.look(steps);
    this.setStop();
  }

  /** The running task calls the host when it is time to look, or another's turn. */
  setStop(): void {
    const { current, slice } = this.kernel;
    const { state } = current.process.instance;
    state.stopAt = Math.min(this.next, slice.end);
    state.chooseAt = slice.choiceAt;
  }

  /** Throws what ends the run. */
  private look(steps: StepIndex): void {
    const { limits, window } = this;
    const { recorder } = this.kernel;
    if (window && !window.hasBegun && steps >= window.start) window.begin();
    else if (window?.hasBegun && steps >= window.end) {
      recorder.drain();
      throw new WindowDone();
    }
    if (steps >= limits.steps) throw new LimitReached('steps', limits.steps);
    const now = performance.now();
    if (now - this.startedAt > limits.seconds * 1000) throw new LimitReached('time', limits.seconds);
    recorder.flush();
    this.delivery.limit();
    if (this.listener.progress && !this.listener.progress(steps)) throw new Killed('stopped');
    this.next = this.nextLook(steps, now);
  }

  /** Looks come at a steady pace, however fast the program is; and exactly at a window's ends. */
  private nextLook(steps: StepIndex, now: number): StepIndex {
    const { limits, window } = this;
    const pace = Math.max(1, now - this.last) / Math.max(1, steps - this.lastSteps);
    this.last = now;
    this.lastSteps = steps;
    const next = steps + Math.min(1e8, Math.max(1000, Math.round(TICK_MILLISECONDS / pace)));
    const bound = window ? (window.hasBegun ? window.end : window.start) : Infinity;
    return Math.min(next, Math.max(bound, steps + 1), limits.steps);
  }
}
