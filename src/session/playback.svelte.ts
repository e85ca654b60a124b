/**
 * Where in the run a person is, and how they move through it. Position n is the moment before statement n runs; the last
 * position is the moment after the last statement.
 *
 *     statements      0     1     2     3
 *     positions    0     1     2     3     4
 */
import type { TaskRef } from '../replay/system.ts';
import type { BlockAt, StepQuery } from '../replay/timeline.ts';
import type { CodeOffset, ProcessId, SiteId, StepIndex, ThreadId } from '../util/units.ts';
import { nextAllocationStep } from './allocation-steps.ts';
import type { Breakpoints } from './breakpoints.svelte.ts';
import { followedMoment, type SeenMoment } from './followed.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';

/** A moment, wrapped anew for each position because a replay may hand out one object again and again. */
export interface Seen {
  readonly step: StepIndex;
  readonly moment: SeenMoment;
  /** Whose memory it shows. */
  readonly process: ProcessId;
  /** Whose stack. */
  readonly thread: ThreadId;
  codeOf(site: SiteId): CodeOffset;
  /** How far this is from the position shown before: decides whether anything is animated. */
  readonly stride: number;
}

export class Playback {
  recorded = $state.raw<Recorded | undefined>();
  window = $state.raw<OpenedWindow | undefined>();
  position = $state<StepIndex>(0);
  playing = $state(false);
  /** The task whose steps are taken and whose memory is seen; undefined: whoever runs. */
  follows = $state.raw<TaskRef | undefined>();

  /** Later moments are kept back, as a lesson does until a question about them is answered. */
  limit = $state<StepIndex>(Infinity);

  readonly total = $derived(this.recorded?.steps ?? 0);
  /** The last position there is to go to. */
  readonly last = $derived(Math.min(this.total, this.limit));
  readonly inWindow = $derived.by(() => {
    const window = this.window;
    return window !== undefined && this.position >= window.first && this.position <= window.end;
  });
  readonly seen = $derived.by((): Seen | undefined => {
    const { window, position } = this;
    if (!window || !this.inWindow) return undefined;
    const stride = Math.abs(position - this.#lastSeen);
    this.#lastSeen = position;
    const at = window.seek(position);
    const moment = followedMoment(at, this.follows);
    const { process, thread } = moment === at ? at.task : (this.follows ?? at.task);
    return { step: position, moment, process, thread, codeOf: (site) => window.codeOf(site), stride };
  });

  /** The blocks of the moment seen; once for all views, since there may be millions. */
  readonly blocks = $derived.by((): readonly BlockAt[] => this.seen?.moment.blocks() ?? []);

  #lastSeen = -1;
  #breakpoints: Breakpoints;
  #wantWindow: (around: StepIndex) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `wantWindow` is asked when a position is looked at that no window holds. */
  constructor(breakpoints: Breakpoints, wantWindow: (around: StepIndex) => void) {
    this.#breakpoints = breakpoints;
    this.#wantWindow = wantWindow;
  }

  show(recorded: Recorded, position: StepIndex): void {
    this.pause();
    this.follows = undefined;
    this.recorded = recorded;
    this.window = recorded.window;
    this.goTo(position);
  }

  /** The same run, further on. Who looks at its end goes with it. */
  extend(recorded: Recorded): void {
    const isAtEnd = this.position >= this.total;
    this.recorded = recorded;
    this.window = recorded.window;
    if (isAtEnd) this.goTo(recorded.steps);
  }

  clear(): void {
    this.pause();
    this.recorded = undefined;
    this.window = undefined;
    this.position = 0;
  }

  goTo(step: StepIndex): void {
    this.position = Math.max(0, Math.min(this.last, Math.round(step)));
    if (this.recorded && !this.inWindow) this.#wantWindow(this.position);
  }

  step(direction: 1 | -1): void {
    const { follows } = this;
    if (follows && this.inWindow) this.#seekTo(direction, { kind: 'statement', task: follows });
    else this.goTo(this.position + direction);
  }

  /** To where another task goes on. */
  switch(direction: 1 | -1): void {
    this.#seekTo(direction, { kind: 'switch' });
  }

  /** Past calls: to the next statement of this function or of a caller. */
  over(direction: 1 | -1): void {
    const depth = this.#depth();
    if (depth === undefined) return this.step(direction);
    this.#seekTo(direction, { kind: 'depth', atMost: depth, ...this.#task() });
  }

  /** To the caller. */
  out(direction: 1 | -1 = 1): void {
    const depth = this.#depth();
    if (depth === undefined) return this.step(direction);
    this.#seekTo(direction, { kind: 'depth', atMost: depth - 1, ...this.#task() });
  }

  /** To the moment after the next, or before the current, malloc or free; over the whole run, window or not. */
  allocation(direction: 1 | -1): void {
    const survey = this.recorded?.survey;
    if (!survey) return;
    const step = nextAllocationStep(survey.allocations, this.position, direction);
    const { first, end } = survey.part ?? { first: 0, end: this.total };
    // Beyond a part of a long run the next one may be any step.
    if (step === undefined || step < first || step > end) this.goTo(direction === 1 ? end + 1 : first - 1);
    else this.goTo(step);
  }

  breakpoint(direction: 1 | -1): void {
    this.#seekTo(direction, { kind: 'line', at: this.#breakpoints.all });
  }

  start(): void {
    this.goTo(0);
  }

  end(): void {
    this.goTo(this.total);
  }

  play(stepsPerSecond: number): void {
    if (!this.recorded) return;
    if (this.position >= this.last) this.goTo(0);
    this.playing = true;
    clearInterval(this.#timer);
    // Never more than 30 redraws a second; faster speeds take several steps at once.
    const stride = Math.max(1, Math.round(stepsPerSecond / 30));
    this.#timer = setInterval(() => this.#tick(stride), (1000 * stride) / stepsPerSecond);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.playing = false;
  }

  #tick(stride: number): void {
    if (!this.inWindow) return;
    const target = Math.min(this.last, this.position + stride);
    const stop =
      this.#breakpoints.all.length > 0 ? this.#find(1, { kind: 'line', at: this.#breakpoints.all }) : undefined;
    if (stop !== undefined && stop <= target) {
      this.goTo(stop);
      this.pause();
    } else {
      this.goTo(target);
      if (target >= this.last) this.pause();
    }
  }

  #depth(): number | undefined {
    const { window, position } = this;
    if (!window || !this.inWindow || position >= window.end) return undefined;
    if (this.follows) return this.seen?.moment.frames.length;
    return window.statementAt(position).depth;
  }

  #task(): { readonly task?: TaskRef } {
    return this.follows ? { task: this.follows } : {};
  }

  #find(direction: 1 | -1, wanted: StepQuery): StepIndex | undefined {
    return this.inWindow ? this.window?.find(this.position, direction, wanted) : undefined;
  }

  /** Where nothing is found, the window's edge is as far as can be told. */
  #seekTo(direction: 1 | -1, wanted: StepQuery): void {
    const { window } = this;
    if (!window) return;
    this.goTo(this.#find(direction, wanted) ?? (direction === 1 ? window.end : window.first));
  }
}
