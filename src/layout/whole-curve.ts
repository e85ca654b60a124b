/** The timeline's chart and marks of a run that is too long for a row for each event: from the curve that its summary has. */
import type { LiveCurve } from '../replay/stretches/live-curve.ts';
import type { ByteCount, StepIndex } from '../util/units.ts';
import { Staircase } from './live-bytes.ts';
import type { wholeRange } from './step-range.ts';
import { allocationMarks, type TimelineMark } from './timeline-marks.ts';

type Range = ReturnType<typeof wholeRange>;

/** As `layoutLiveBytes`. */
export function layoutCurve(
  { partSteps, highest, last }: LiveCurve,
  peak: ByteCount,
  size: { readonly width: number; readonly height: number },
  range: Range,
): string {
  const stairs = new Staircase(size.width, range);
  for (const [part, most] of highest.entries()) {
    stairs.add(part * partSteps, most);
    stairs.add((part + 1) * partSteps - 1, last[part]!);
  }
  return stairs.path(Math.max(peak, stairs.peak), size.height);
}

/** Marks of allocations and frees, one for each part that has some. */
export function markCurve(
  { partSteps, allocations, frees }: LiveCurve,
  steps: StepIndex,
  width: number,
  spacing: number,
  range: Range,
): TimelineMark[] {
  const of = (counts: Uint32Array): { step: StepIndex; count: number }[] =>
    Array.from(counts, (count, part) => ({ step: Math.min(steps, part * partSteps), count })).filter(
      ({ count }) => count > 0,
    );
  return allocationMarks({ mallocs: of(allocations), frees: of(frees) }, { width, spacing, range });
}
