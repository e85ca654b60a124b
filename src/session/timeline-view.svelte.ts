/** What part of the run the timeline shows. It follows the position, and is the whole run again after each run. */
import { panRange, rangeShowing, wholeRange, zoomRange, type StepRange } from '../layout/step-range.ts';
import type { StepIndex } from '../util/units.ts';
import type { Playback } from './playback.svelte.ts';
import type { ProjectFile } from './project.svelte.ts';

export class TimelineView {
  #chosen = $state.raw<{ readonly range: StepRange; readonly steps: StepIndex } | undefined>();
  #playback: Playback;

  readonly range = $derived.by((): StepRange => {
    const { total, position } = this.#playback;
    const chosen = this.#chosen;
    if (!chosen || chosen.steps !== total) return wholeRange(total);
    return rangeShowing(chosen.range, total, position);
  });
  readonly isWhole = $derived.by(() => this.range.first <= 0 && this.range.end >= this.#playback.total);

  /** The program that is shown, or about to run, may have several processes or threads: their lanes have room already. */
  expectsTasks = $state(false);

  constructor(playback: Playback) {
    this.#playback = playback;
  }

  /** Before a program runs: the page must not change its shape when the run has come. */
  expect(files: readonly ProjectFile[]): void {
    this.expectsTasks = files.some(({ text }) => /\b(v?fork|pthread_create|thrd_create)\b/.test(text));
  }

  /** Shows `factor` times as many steps around `at`, or around the position. */
  zoom(factor: number, at: StepIndex = this.#playback.position): void {
    this.#choose(zoomRange(this.range, this.#playback.total, factor, at));
  }

  pan(steps: number): void {
    this.#choose(panRange(this.range, this.#playback.total, steps));
  }

  showWhole(): void {
    this.#chosen = undefined;
  }

  #choose(range: StepRange): void {
    this.#chosen = { range, steps: this.#playback.total };
  }
}
