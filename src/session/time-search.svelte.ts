/**
 * Reverse watchpoints: when was this written, when did it get this value, when was the last pointer lost, when did this line run.
 * The window at hand is asked first; then those beside it, which are recorded for it, until the answer is found.
 */
import { frameVariables } from '../dwarf/frame-variables.ts';
import { lastPointerLostBy } from '../replay/lost-pointers.ts';
import type { StepQuery } from '../replay/timeline.ts';
import type { Address, AllocationId, ByteCount, ProcessId, StepIndex } from '../util/units.ts';
import type { Playback } from './playback.svelte.ts';
import type { OpenedWindow } from './recorded.ts';
import { WINDOW_STEPS } from './window-range.ts';

/** What is looked for. */
export type Sought =
  | { readonly kind: 'write'; readonly address: Address; readonly size: ByteCount }
  | { readonly kind: 'value'; readonly address: Address; readonly wanted: Uint8Array }
  | { readonly kind: 'line'; readonly file: string; readonly line: number }
  | { readonly kind: 'lost'; readonly block: AllocationId };

export type SearchState =
  | { readonly kind: 'idle' }
  /** These steps are being recorded, to be searched. */
  | { readonly kind: 'searching'; readonly first: StepIndex; readonly end: StepIndex }
  | { readonly kind: 'found'; readonly step: StepIndex; readonly milliseconds: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'cancelled' };

/** Memory beyond this isn't searched for pointers. */
const MOST_BYTES = 64 * 2 ** 20;

export class TimeSearch {
  state = $state.raw<SearchState>({ kind: 'idle' });
  /** What was looked for last, to go on from there. */
  last = $state.raw<Sought | undefined>();

  #playback: Playback;
  #record: (first: StepIndex, end: StepIndex) => Promise<OpenedWindow | undefined>;
  #stopRecording: () => void;
  #turn = 0;

  /** `record` records steps [first, end) without going there. */
  constructor(
    playback: Playback,
    record: (first: StepIndex, end: StepIndex) => Promise<OpenedWindow | undefined>,
    stopRecording: () => void,
  ) {
    this.#playback = playback;
    this.#record = record;
    this.#stopRecording = stopRecording;
  }

  /** Goes to the nearest position, later (1) or earlier (-1) than the present one. */
  async find(sought: Sought, direction: 1 | -1): Promise<void> {
    const turn = (this.#turn += 1);
    const playback = this.#playback;
    playback.pause();
    this.last = sought;
    const begun = performance.now();
    const from = playback.position;
    const process = (playback.follows ?? playback.seen?.moment.task)?.process ?? 0;
    let window = playback.inWindow ? playback.window : undefined;
    let step = window && this.#findIn(window, sought, from, direction, process);
    while (step === undefined) {
      const range = this.#nextRange(window, from, direction);
      if (!range) break;
      this.state = { kind: 'searching', ...range };
      window = await this.#record(range.first, range.end);
      if (turn !== this.#turn) return;
      if (!window) {
        this.state = { kind: 'cancelled' };
        return;
      }
      step = this.#findIn(window, sought, direction === 1 ? window.first : window.end + 1, direction, process);
    }
    if (step === undefined) {
      this.state = { kind: 'none' };
      return;
    }
    this.state = { kind: 'found', step, milliseconds: performance.now() - begun };
    if (window) playback.window = window;
    playback.goTo(step);
  }

  /** The same again, from where the person is now. */
  again(direction: 1 | -1): void {
    if (this.last) void this.find(this.last, direction);
  }

  cancel(): void {
    if (this.state.kind !== 'searching') return;
    this.#turn += 1;
    this.#stopRecording();
    this.state = { kind: 'cancelled' };
  }

  reset(): void {
    this.#turn += 1;
    this.last = undefined;
    this.state = { kind: 'idle' };
  }

  /** What to record next; undefined at the end of the run. */
  #nextRange(
    window: OpenedWindow | undefined,
    from: StepIndex,
    direction: 1 | -1,
  ): { readonly first: StepIndex; readonly end: StepIndex } | undefined {
    const { total } = this.#playback;
    if (direction === 1) {
      const first = window ? window.end : from;
      return first >= total ? undefined : { first, end: Math.min(total, first + WINDOW_STEPS) };
    }
    const end = window ? window.first : Math.min(total, from);
    return end <= 0 ? undefined : { first: Math.max(0, end - WINDOW_STEPS), end };
  }

  #findIn(
    window: OpenedWindow,
    sought: Sought,
    from: StepIndex,
    direction: 1 | -1,
    process: ProcessId,
  ): StepIndex | undefined {
    if (sought.kind === 'lost') return this.#findLost(window, sought.block, from, direction, process);
    return window.find(from, direction, this.#queryOf(window, sought, from, process));
  }

  #queryOf(
    window: OpenedWindow,
    sought: Exclude<Sought, { kind: 'lost' }>,
    from: StepIndex,
    process: ProcessId,
  ): StepQuery {
    if (sought.kind === 'line') return { kind: 'line', at: [sought] };
    if (sought.kind === 'write') return { ...sought, process };
    const moment = window.seek(Math.max(window.first, Math.min(window.end, from)));
    const now = (moment.process(process) ?? moment).bytes(sought.address, sought.wanted.length);
    return { ...sought, now, process };
  }

  /** There is one such position, wherever the search starts. */
  #findLost(
    window: OpenedWindow,
    block: AllocationId,
    from: StepIndex,
    direction: 1 | -1,
    process: ProcessId,
  ): StepIndex | undefined {
    const { recorded } = this.#playback;
    if (!recorded) return undefined;
    const allocated = recorded.survey.allocations.step[block] ?? Infinity;
    // A window that begins after the block was made can't tell whether it was lost before.
    const program = { frameVariables: (code: number) => frameVariables(recorded.debug, code) };
    const step = lastPointerLostBy(window, recorded.survey, process, block, program, MOST_BYTES);
    if (step === undefined || (step === window.first && allocated < window.first)) return undefined;
    return direction === 1 ? (step > from ? step : undefined) : step < from ? step : undefined;
  }
}
