/** The rows of the timeline: the chart of live bytes, and below it a row for each kind of mark, so that none hides another. */
import type { MarkKind } from './timeline-marks.ts';

/** In pixels, as all here. */
export const CHART = 32;
export const MARK_LANE = 16;
/** Marks closer than this are one. */
export const SPACING = 9;

/** All of them are there always, so that nothing moves when a run has come. */
export const MARK_LANES = [
  { name: 'allocations', kinds: ['malloc', 'free'] },
  { name: 'output', kinds: ['output'] },
  { name: 'findings', kinds: ['finding'] },
] as const satisfies readonly { readonly name: string; readonly kinds: readonly MarkKind[] }[];

export const ROWS_HEIGHT = CHART + MARK_LANE * MARK_LANES.length;
