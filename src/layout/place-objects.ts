import type { Address } from '../util/units.ts';
import type { Box, ObjectModel, Row } from './object-model.ts';

export interface ObjectMetrics {
  /** The width there is; the picture never gets wider than it needs. */
  readonly width: number;
  readonly rowHeight: number;
  readonly headHeight: number;
  readonly gap: number;
  readonly padding: number;
}

export interface PlacedBox {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Arrow {
  /** The row it starts in. */
  readonly id: string;
  readonly path: string;
  /** Where its head is, and which way it points: 1 to the right, -1 to the left. */
  readonly tip: { readonly x: number; readonly y: number; readonly direction: 1 | -1 };
  readonly look: 'live' | 'dangling';
  /** Whether it led to what the finding that is being looked at is about. */
  readonly isLed: boolean;
}

export interface ObjectPicture {
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly Arrow[];
  readonly width: number;
  readonly height: number;
  /** Left edge of the right column. */
  readonly heapX: number;
}

interface Anchor {
  readonly column: 'left' | 'right';
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

const NARROWEST_LEFT = 176;
const WIDEST_LEFT = 400;
const NARROWEST_RIGHT = 150;
const WIDEST_RIGHT = 380;
const LANE = 8;
const MOST_LANES = 6;
const HEAD = 6;

/**
 * Gives every box a place: the stack in the left column, outermost frame on top, the heap in the right column by address.
 * Widths depend on the space alone and never on the contents, so nothing moves sideways while the program runs.
 *
 *     | padding | left | gutter | right | lanes for arrows inside the right column | padding |
 */
export function placeObjects(model: ObjectModel, metrics: ObjectMetrics): ObjectPicture {
  const { padding } = metrics;
  const space = metrics.width - 2 * padding;
  const gutter = clamp(space * 0.13, 36, 112);
  const lanes = clamp(space * 0.07, 20, LANE * MOST_LANES + 12);
  const left = clamp((space - gutter - lanes) * 0.5, NARROWEST_LEFT, WIDEST_LEFT);
  const right = clamp(space - gutter - lanes - left, NARROWEST_RIGHT, WIDEST_RIGHT);
  const heapX = padding + left + gutter;
  const boxes = [...stack(model.left, padding, left, metrics), ...stack(model.right, heapX, right, metrics)];
  const arrows = new ArrowRouter(boxes, metrics, heapX).arrows();
  const bottom = boxes.reduce((lowest, { y, height }) => Math.max(lowest, y + height), 0);
  return { boxes, arrows, width: heapX + right + lanes + padding, height: bottom + padding, heapX };
}

/** Boxes below each other in one column. */
function stack(boxes: readonly Box[], x: number, width: number, metrics: ObjectMetrics): PlacedBox[] {
  let y = metrics.padding + metrics.headHeight;
  return boxes.map((box) => {
    const height = metrics.headHeight + box.rows.length * metrics.rowHeight + 2;
    const placed = { box, x, y, width, height };
    y += height + metrics.gap;
    return placed;
  });
}

class ArrowRouter {
  readonly #metrics: ObjectMetrics;
  readonly #heapX: number;
  readonly #byId: ReadonlyMap<string, PlacedBox>;
  /** Rows with an address, for pointers into the middle of things. */
  readonly #rows: { readonly row: Row; readonly anchor: Anchor }[] = [];
  #lane = 0;

  constructor(boxes: readonly PlacedBox[], metrics: ObjectMetrics, heapX: number) {
    this.#metrics = metrics;
    this.#heapX = heapX;
    this.#byId = new Map(boxes.map((placed) => [placed.box.id, placed]));
    for (const placed of boxes) {
      placed.box.rows.forEach((row, i) => this.#rows.push({ row, anchor: this.#anchor(placed, i) }));
    }
  }

  arrows(): Arrow[] {
    const arrows: Arrow[] = [];
    for (const { row, anchor } of this.#rows) {
      const { pointing } = row;
      if (pointing?.kind !== 'object' && pointing?.kind !== 'freed') continue;
      const target = this.#target(pointing.box, pointing.target);
      if (target) arrows.push(this.#route(row, anchor, target, pointing.kind === 'freed' ? 'dangling' : 'live'));
    }
    return arrows;
  }

  #anchor({ box, x, y, width }: PlacedBox, row: number): Anchor {
    const { headHeight, rowHeight } = this.#metrics;
    const middle = row < 0 ? headHeight / 2 : headHeight + (row + 0.5) * rowHeight;
    return { column: box.kind === 'block' ? 'right' : 'left', left: x, right: x + width, y: y + 1 + middle };
  }

  /** The box's head for a pointer to its start, else the row that holds the address; the innermost when several do. */
  #target(boxId: string, address: Address): Anchor | undefined {
    const placed = this.#byId.get(boxId);
    if (placed?.box.kind === 'block' && placed.box.address === address) return this.#anchor(placed, -1);
    let best: { readonly row: Row; readonly anchor: Anchor } | undefined;
    for (const candidate of this.#rows) {
      const { row } = candidate;
      if (row.address === undefined || row.size === 0 || address < row.address || address >= row.address + row.size)
        continue;
      if (!best || row.size <= best.row.size) best = candidate;
    }
    // A struct and its first member share an address: the pointer is shown to lead to the whole.
    const whole =
      best &&
      this.#rows.find(
        ({ row }) => row.address === best.row.address && row.address === address && row.size > best.row.size,
      );
    return whole?.anchor ?? best?.anchor ?? (placed ? this.#anchor(placed, -1) : undefined);
  }

  #route(row: Row, from: Anchor, to: Anchor, look: Arrow['look']): Arrow {
    const drawn = { id: row.id, look, isLed: row.led === true };
    // All have the same commands, so that an arrow can swing from one to another.
    const start = { x: from.right - 10, y: from.y };
    if (from.column === 'left' && to.column === 'right') {
      const end = { x: to.left, y: to.y };
      const bend = Math.max(24, (this.#heapX - from.right) * 0.55);
      const path = `M${num(start.x)} ${num(start.y)}H${num(from.right)}C${num(from.right + bend)} ${num(start.y)} ${num(end.x - HEAD - bend)} ${num(end.y)} ${num(end.x - HEAD)} ${num(end.y)}`;
      return { ...drawn, path, tip: { ...end, direction: 1 } };
    }
    // Inside one column, or back to the left one: around the right edge of what is pointed to.
    const end = { x: to.right, y: to.y };
    const out = from.right + 14 + LANE * (this.#lane % MOST_LANES);
    this.#lane += 1;
    if (from.column === 'right' && to.column === 'left') {
      const path = `M${num(from.left)} ${num(start.y)}H${num(from.left)}C${num(from.left - 32)} ${num(start.y)} ${num(end.x + HEAD + 32)} ${num(end.y)} ${num(end.x + HEAD)} ${num(end.y)}`;
      return { ...drawn, path, tip: { ...end, direction: -1 } };
    }
    const path = `M${num(start.x)} ${num(start.y)}H${num(from.right)}C${num(out)} ${num(start.y)} ${num(out)} ${num(end.y)} ${num(end.x + HEAD)} ${num(end.y)}`;
    return { ...drawn, path, tip: { ...end, direction: -1 } };
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.max(low, Math.min(high, value)));
}

function num(value: number): string {
  return String(Math.round(value * 10) / 10);
}
