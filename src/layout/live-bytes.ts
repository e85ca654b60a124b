import type { AllocationTable } from '../replay/timeline.ts';
import type { StepIndex } from '../util/units.ts';
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
  const columns = Math.max(1, Math.floor(width));
  const highest = new Float64Array(columns);
  const last = new Float64Array(columns);
  let live = 0;
  let shown = 0;
  let peak = 0;
  let column = 0;
  const advance = (to: number): void => {
    for (; column < to; column += 1) {
      last[column] = shown;
      highest[column + 1] = shown;
    }
  };
  for (const event of table.events) {
    const id = Math.abs(event);
    const step = (event > 0 ? table.step[id] : table.freeStep[id]) ?? 0;
    const at = Math.floor(((step - range.first) / (range.end - range.first)) * columns);
    // What comes after the range only tells how high the whole run goes.
    const isAfter = step > range.end;
    if (at >= 0) advance(Math.min(columns - 1, at));
    live += event > 0 ? (table.size[id] ?? 0) : -(table.size[id] ?? 0);
    if (at < 0) highest[0] = live;
    else if (!isAfter) highest[column] = Math.max(highest[column] ?? 0, live);
    if (!isAfter) shown = live;
    peak = Math.max(peak, live);
  }
  advance(columns - 1);
  last[columns - 1] = shown;
  return areaPath(highest, last, peak, height);
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
