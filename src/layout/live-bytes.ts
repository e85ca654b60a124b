import type { AllocationTable } from '../replay/timeline.ts';
import type { ByteCount, StepIndex } from '../util/units.ts';
import { wholeRange } from './step-range.ts';

/**
 * The bytes in live blocks over the steps of a run, as a staircase that fills the given box: the path of the area under it. Any number of events gives at most two points for each
 * pixel column: the highest value in it and the last. `range` is the part of the run that is shown; the scale is the whole run's.
 */
export function layoutLiveBytes(
  table: AllocationTable,
  steps: StepIndex,
  width: number,
  height: number,
  range = wholeRange(steps),
): string {
  const stairs = new Staircase(width, range);
  let live = 0;
  for (const event of table.events) {
    const id = Math.abs(event);
    live += event > 0 ? (table.size[id] ?? 0) : -(table.size[id] ?? 0);
    stairs.add((event > 0 ? table.step[id] : table.freeStep[id]) ?? 0, live);
  }
  return stairs.path(stairs.peak, height);
}

/** Takes what was live after each step, in the order of steps. */
export class Staircase {
  peak: ByteCount = 0;
  readonly #columns: number;
  readonly #highest: Float64Array;
  readonly #last: Float64Array;
  readonly #first: StepIndex;
  readonly #end: StepIndex;
  #column = 0;
  #shown: ByteCount = 0;

  constructor(width: number, { first, end }: { readonly first: StepIndex; readonly end: StepIndex }) {
    this.#columns = Math.max(1, Math.floor(width));
    this.#highest = new Float64Array(this.#columns);
    this.#last = new Float64Array(this.#columns);
    [this.#first, this.#end] = [first, end];
  }

  add(step: StepIndex, live: ByteCount): void {
    const at = Math.floor(((step - this.#first) / (this.#end - this.#first)) * this.#columns);
    if (live > this.peak) this.peak = live;
    // What comes after the range only tells how high the whole run goes.
    const isAfter = step > this.#end;
    if (at >= 0) this.#advance(Math.min(this.#columns - 1, at));
    if (at < 0) this.#highest[0] = live;
    else if (!isAfter && live > this.#highest[this.#column]!) this.#highest[this.#column] = live;
    if (!isAfter) this.#shown = live;
  }

  /** The area under it; `top` is the box's height. */
  path(top: ByteCount, height: number): string {
    this.#advance(this.#columns - 1);
    this.#last[this.#columns - 1] = this.#shown;
    return areaPath(this.#highest, this.#last, top, height);
  }

  #advance(to: number): void {
    for (; this.#column < to; this.#column += 1) {
      this.#last[this.#column] = this.#shown;
      this.#highest[this.#column + 1] = this.#shown;
    }
  }
}

function areaPath(highest: Float64Array, last: Float64Array, peak: number, height: number): string {
  const y = (value: number): string => (height - (peak > 0 ? (value / peak) * height : 0)).toFixed(1);
  const parts = [`M0 ${height}`];
  let at = '';
  for (let column = 0; column < last.length; column += 1) {
    for (const value of [highest[column] ?? 0, last[column] ?? 0]) {
      const level = y(value);
      if (level === at) continue;
      parts.push(`H${column}V${level}`);
      at = level;
    }
  }
  parts.push(`H${last.length}V${height}Z`);
  return parts.join('');
}
