/**
 * Reverse watchpoints: when was this written, when did it get this value, when was the last pointer lost, when did this line run.
 * The window at hand is asked first; then those beside it, which are recorded for it, until the answer is found.
 */
import type { Address, AllocationId, ByteCount, StepIndex } from '../util/units.ts';
import type { Playback } from './playback.svelte.ts';
import type { OpenedWindow } from './recorded.ts';

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

export class TimeSearch {
  state = $state.raw<SearchState>({ kind: 'idle' });
  /** What was looked for last, to go on from there. */
  last = $state.raw<Sought | undefined>();
  /** While the person is asked what to look for: which kind of thing. */
  asked = $state<Sought['kind']>();

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
    // How windows are searched comes when something is looked for.
    const { searchWindows } = await import('./find-sought.ts');
    const { recorded, total } = playback;
    if (turn !== this.#turn || !recorded) return;
    const found = await searchWindows(recorded, sought, {
      ...{ from, direction, process, total },
      window: playback.inWindow ? playback.window : undefined,
      record: (range) => {
        this.state = { kind: 'searching', ...range };
        return this.#record(range.first, range.end);
      },
    });
    if (turn !== this.#turn) return;
    if (typeof found === 'string') {
      this.state = { kind: found };
      return;
    }
    this.state = { kind: 'found', step: found.step, milliseconds: performance.now() - begun };
    playback.window = found.window;
    playback.goTo(found.step);
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
}
