/** How many bytes were live over the steps of a run, in a fixed number of parts that get longer as the run does. */
import type { ByteCount, StepIndex } from '../../util/units.ts';

export interface LiveCurve {
  /** Part n is the steps from n * partSteps on, before (n + 1) * partSteps. */
  readonly partSteps: number;
  /** The most bytes that were live in the part, and what was live at its end. */
  readonly highest: Float64Array;
  readonly last: Float64Array;
  /** How many blocks were allocated and freed in it. */
  readonly allocations: Uint32Array;
  readonly frees: Uint32Array;
}

const MOST_PARTS = 8192;

export class CurveLog {
  #partSteps = 1;
  #part = 0;
  #live: ByteCount = 0;
  readonly #highest = new Float64Array(MOST_PARTS);
  readonly #last = new Float64Array(MOST_PARTS);
  readonly #allocations = new Uint32Array(MOST_PARTS);
  readonly #frees = new Uint32Array(MOST_PARTS);

  /** `live`: with it. Steps never go down. */
  allocated(step: StepIndex, live: ByteCount): void {
    const part = this.#goTo(step);
    this.#live = live;
    if (live > this.#highest[part]!) this.#highest[part] = live;
    this.#last[part] = live;
    this.#allocations[part]! += 1;
  }

  freed(step: StepIndex, live: ByteCount): void {
    const part = this.#goTo(step);
    this.#live = live;
    this.#last[part] = live;
    this.#frees[part]! += 1;
  }

  curve(): LiveCurve {
    const parts = this.#part + 1;
    return {
      partSteps: this.#partSteps,
      highest: this.#highest.slice(0, parts),
      last: this.#last.slice(0, parts),
      allocations: this.#allocations.slice(0, parts),
      frees: this.#frees.slice(0, parts),
    };
  }

  /** What was live at the end of a part is so through those in which nothing happens, and at the beginning of the next. */
  #goTo(step: StepIndex): number {
    while (step >= this.#partSteps * MOST_PARTS) this.#halve();
    const part = Math.floor(step / this.#partSteps);
    while (this.#part < part) {
      this.#part += 1;
      this.#highest[this.#part] = this.#last[this.#part] = this.#live;
    }
    return this.#part;
  }

  #halve(): void {
    for (let part = 0; part < MOST_PARTS / 2; part += 1) {
      const [first, second] = [part * 2, part * 2 + 1];
      this.#highest[part] = Math.max(this.#highest[first]!, second <= this.#part ? this.#highest[second]! : 0);
      this.#last[part] = this.#last[second <= this.#part ? second : first]!;
      this.#allocations[part] = this.#allocations[first]! + this.#allocations[second]!;
      this.#frees[part] = this.#frees[first]! + this.#frees[second]!;
    }
    for (const column of [this.#highest, this.#last, this.#allocations, this.#frees]) column.fill(0, MOST_PARTS / 2);
    this.#part >>= 1;
    this.#partSteps *= 2;
  }
}
