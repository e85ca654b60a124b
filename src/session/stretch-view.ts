/** Of a long recording that is shown, the part where the person is. */
import type { LongRecording } from './long-recording.ts';
import type { ShownRun } from './shown-run.svelte.ts';
import { SEEK_DELAY_MS } from './window-range.ts';

export class StretchView {
  readonly #recording: LongRecording;
  readonly #shown: ShownRun;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(recording: LongRecording, shown: ShownRun) {
    this.#recording = recording;
    this.#shown = shown;
  }

  /** Something else is shown now. */
  end(): void {
    clearTimeout(this.#timer);
    this.#isOver = true;
  }

  /** Shows, soon, the part around the position. */
  want(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open(), SEEK_DELAY_MS);
  }

  async #open(): Promise<void> {
    const { playback } = this.#shown;
    try {
      const recorded = await this.#recording.around(playback.position);
      if (this.#isOver) return;
      playback.extend(recorded);
      if (!playback.inWindow) this.want();
    } catch (error) {
      if (!this.#isOver) this.#shown.outcome = { kind: 'engine-failed', message: String(error) };
    }
  }
}
