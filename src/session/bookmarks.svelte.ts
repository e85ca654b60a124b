import type { StepIndex } from '../util/units.ts';
import { readStored, writeStored } from './storage.ts';

/** Steps that the person wants to come back to, ascending. */
export class Bookmarks {
  #steps = $state.raw<readonly StepIndex[]>([]);

  get steps(): readonly StepIndex[] {
    return this.#steps;
  }

  /** Kept for the next visit. */
  set steps(steps: readonly StepIndex[]) {
    this.#steps = steps;
    writeStored('bookmarks', { steps });
  }

  /** Those of the last visit. To be read before anything is opened. */
  static stored(): readonly StepIndex[] {
    const steps = readStored('bookmarks')?.['steps'];
    return Array.isArray(steps) ? steps.filter((step) => Number.isSafeInteger(step) && step >= 0) : [];
  }

  toggle(step: StepIndex): void {
    this.steps = this.#steps.includes(step)
      ? this.#steps.filter((each) => each !== step)
      : [...this.#steps, step].sort((a, b) => a - b);
  }

  /** The next (1) or previous (-1) one from a step; undefined if there is none. */
  next(step: StepIndex, direction: 1 | -1): StepIndex | undefined {
    return direction === 1 ? this.#steps.find((each) => each > step) : this.#steps.findLast((each) => each < step);
  }
}
