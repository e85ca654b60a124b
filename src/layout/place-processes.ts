/**
 * Places for the Processes view: processes on both sides, what they share between them, drawn once.
 *
 *     A  main      m1.c:20            shared 1             B  main     m1.c:14
 *        shm  0x1c000 o----------- [ a b c d e ... ] ---------o  0x1c000
 *     C  (ended)
 *
 * No tie crosses a box, however many processes there are: each side is one column, and further processes go below.
 */
import type { ProcessId } from '../util/units.ts';

export interface ProcessToPlace {
  readonly process: ProcessId;
  /** Rows below its head: frames, variables, mappings. */
  readonly rows: number;
  /** In which row each mapping of a shared segment is told. */
  readonly mappings: readonly { readonly segment: number; readonly row: number }[];
}

export interface SegmentToPlace {
  readonly segment: number;
  /** Rows of bytes below its head. */
  readonly rows: number;
}

export interface ProcessMetrics {
  readonly width: number;
  readonly rowHeight: number;
  readonly headHeight: number;
  readonly gap: number;
  readonly padding: number;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedProcess extends Rectangle {
  readonly process: ProcessId;
}

export interface PlacedSegment extends Rectangle {
  readonly segment: number;
}

/** A line from a process's mapping to the segment. */
export interface Tie {
  readonly process: ProcessId;
  readonly segment: number;
  readonly path: string;
}

export interface ProcessPicture {
  readonly processes: readonly PlacedProcess[];
  readonly segments: readonly PlacedSegment[];
  readonly ties: readonly Tie[];
  readonly width: number;
  readonly height: number;
}

const NARROWEST = 200;
const WIDEST = 420;
const NARROWEST_SEGMENT = 180;
const WIDEST_SEGMENT = 360;
const GUTTER = 48;

export function placeProcesses(
  processes: readonly ProcessToPlace[],
  segments: readonly SegmentToPlace[],
  metrics: ProcessMetrics,
): ProcessPicture {
  const picture = segments.length > 0 ? aroundSegments(processes, segments, metrics) : sideBySide(processes, metrics);
  const boxes = [...picture.processes, ...picture.segments];
  return {
    ...picture,
    ties: tiesOf(processes, picture, metrics),
    width: boxes.reduce((most, { x, width }) => Math.max(most, x + width), 0) + metrics.padding,
    height: boxes.reduce((most, { y, height }) => Math.max(most, y + height), 0) + metrics.padding,
  };
}

type Placed = Pick<ProcessPicture, 'processes' | 'segments'>;

/** As many columns as there is room for. */
function sideBySide(processes: readonly ProcessToPlace[], metrics: ProcessMetrics): Placed {
  const { padding, gap } = metrics;
  const space = metrics.width - 2 * padding;
  const fitting = Math.floor((space + gap) / (NARROWEST + gap));
  const count = clamp(fitting, 1, Math.max(1, processes.length));
  const width = clamp((space + gap) / count - gap, NARROWEST, WIDEST);
  const columns = new Columns(count, (column) => padding + column * (width + gap), width, metrics);
  return { processes: processes.map((each, index) => columns.add(each, index % count)), segments: [] };
}

/** Processes left and right in turn, so that the first two stand side by side. */
function aroundSegments(
  processes: readonly ProcessToPlace[],
  segments: readonly SegmentToPlace[],
  metrics: ProcessMetrics,
): Placed {
  const { padding } = metrics;
  const space = metrics.width - 2 * padding - 2 * GUTTER;
  const side = clamp(space * 0.34, NARROWEST, WIDEST);
  const middle = clamp(space - 2 * side, NARROWEST_SEGMENT, WIDEST_SEGMENT);
  const middleX = padding + side + GUTTER;
  const sides = new Columns(2, (column) => (column === 0 ? padding : middleX + middle + GUTTER), side, metrics);
  const between = new Columns(1, () => middleX, middle, metrics);
  return {
    processes: processes.map((each, index) => sides.add(each, index % 2)),
    segments: segments.map((each) => between.add(each, 0)),
  };
}

/** Boxes below each other in several columns. */
class Columns {
  readonly #bottoms: number[];

  constructor(
    count: number,
    readonly x: (column: number) => number,
    readonly width: number,
    readonly metrics: ProcessMetrics,
  ) {
    this.#bottoms = new Array<number>(count).fill(metrics.padding);
  }

  add<T extends { readonly rows: number }>(box: T, column: number): T & Rectangle {
    const { headHeight, rowHeight, gap } = this.metrics;
    const y = this.#bottoms[column]!;
    const height = headHeight + box.rows * rowHeight;
    this.#bottoms[column] = y + height + gap;
    return { ...box, x: this.x(column), y, width: this.width, height };
  }
}

function tiesOf(
  processes: readonly ProcessToPlace[],
  { processes: boxes, segments }: Placed,
  { headHeight, rowHeight }: ProcessMetrics,
): Tie[] {
  return processes.flatMap(({ process, mappings }, index) =>
    mappings.flatMap(({ segment, row }): Tie[] => {
      const box = boxes[index];
      const target = segments.find((each) => each.segment === segment);
      if (!box || !target) return [];
      const isLeft = box.x < target.x;
      const start = { x: isLeft ? box.x + box.width : box.x, y: box.y + headHeight + (row + 0.5) * rowHeight };
      const end = { x: isLeft ? target.x : target.x + target.width, y: target.y + headHeight / 2 };
      const bend = (end.x - start.x) / 2;
      const curve = [start.x + bend, start.y, end.x - bend, end.y, end.x, end.y].map(num).join(' ');
      return [{ process, segment, path: `M${num(start.x)} ${num(start.y)}C${curve}` }];
    }),
  );
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.max(low, Math.min(high, value)));
}

function num(value: number): string {
  return String(Math.round(value * 10) / 10);
}
