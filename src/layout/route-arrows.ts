/** Arrows from pointers' cells to what they point to: curves that leave a cell at its edge and end at the exact target. */
import { VALUE_HEIGHT, type Cell } from './cells.ts';
import type { Row } from './object-model.ts';
import type { PlacedBox } from './place-objects.ts';
import type { Address } from '../util/units.ts';

export interface Arrow {
  /** The row it starts in. */
  readonly id: string;
  readonly path: string;
  /** Where its head is, and which way it points: 0 to the right, 90 down. */
  readonly tip: { readonly x: number; readonly y: number; readonly angle: 0 | 90 | 180 | -90 };
  /** 'hidden': to a block that is not shown. */
  readonly look: 'live' | 'dangling' | 'hidden';
  /** What it leads to: a box, or a row in one. */
  readonly to?: { readonly box: string; readonly row?: string };
  /** Whether it led to what the finding that is being looked at is about. */
  readonly isLed: boolean;
}

/** A rectangle that an arrow leaves or enters, and the box around it. */
interface End {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly box: PlacedBox;
  readonly look: Cell['look'] | 'head';
  /** The row's id; undefined for a head. */
  readonly row?: string;
}

/** Left of this x is the stack, right of `heapX` the heap. */
export interface Channels {
  readonly stackRight: number;
  readonly heapX: number;
  readonly headHeight: number;
}

const LANE = 7;
const MOST_LANES = 6;
/** An arrow's line ends where its head begins. */
const HEAD = 6;
/** From a cell's edge to the dot in it that the arrow begins at. */
const DOT = 12;
const CORNER = 8;
/** Of an arrow that leads nowhere. */
const STUB = 26;

export function routeArrows(boxes: readonly PlacedBox[], channels: Channels): Arrow[] {
  return new ArrowRouter(boxes, channels).arrows();
}

class ArrowRouter {
  readonly #channels: Channels;
  readonly #boxes: readonly PlacedBox[];
  readonly #byId: ReadonlyMap<string, PlacedBox>;
  /** Rows with an address, for pointers into the middle of things. */
  readonly #ends: { readonly row: Row; readonly end: End }[] = [];
  #lane = 0;

  constructor(boxes: readonly PlacedBox[], channels: Channels) {
    this.#channels = channels;
    this.#boxes = boxes;
    this.#byId = new Map(boxes.map((placed) => [placed.box.id, placed]));
    for (const placed of boxes) {
      for (const cell of placed.cells) this.#ends.push({ row: cell.row, end: endOf(placed, cell) });
    }
  }

  arrows(): Arrow[] {
    const arrows: Arrow[] = [];
    for (const { row, end } of this.#ends) {
      const { pointing } = row;
      if (pointing?.kind === 'unknown' || pointing?.kind === 'ended') {
        arrows.push({ id: row.id, ...nowhere(end), look: 'dangling', isLed: row.led === true });
        continue;
      }
      if (pointing?.kind !== 'object' && pointing?.kind !== 'freed') continue;
      const target = this.#target(pointing.box, pointing.target);
      if (!target) {
        if (pointing.box !== '') arrows.push({ id: row.id, ...nowhere(end), look: 'hidden', isLed: row.led === true });
        continue;
      }
      const { path, tip } = this.#route(end, target);
      const look = pointing.kind === 'freed' ? 'dangling' : 'live';
      const to = { box: target.box.box.id, ...(target.row !== undefined && { row: target.row }) };
      arrows.push({ id: row.id, path, tip, look, to, isLed: row.led === true });
    }
    return arrows;
  }

  #head(placed: PlacedBox): End {
    const { x, y, width } = placed;
    return { left: x, right: x + width, top: y, bottom: y + this.#channels.headHeight, box: placed, look: 'head' };
  }

  /** The box's head for a pointer to its start, else the row that holds the address; the innermost when several do. */
  #target(boxId: string, address: Address): End | undefined {
    const placed = this.#byId.get(boxId);
    if (placed?.box.kind === 'block' && placed.box.address === address) return this.#head(placed);
    let best: { readonly row: Row; readonly end: End } | undefined;
    for (const candidate of this.#ends) {
      const { row } = candidate;
      if (row.address === undefined || row.size === 0 || address < row.address || address >= row.address + row.size)
        continue;
      if (!best || row.size <= best.row.size) best = candidate;
    }
    // A struct and its first member share an address: the pointer is shown to lead to the whole.
    const whole =
      best &&
      this.#ends.find(
        ({ row }) => row.address === best.row.address && row.address === address && row.size > best.row.size,
      );
    return whole?.end ?? best?.end ?? (placed ? this.#head(placed) : undefined);
  }

  #route(from: End, to: End): Pick<Arrow, 'path' | 'tip'> {
    if (from.look === 'link' && to.top > from.bottom) return downwards(from, to);
    const isFromStack = from.box.box.kind !== 'block';
    const isToStack = to.box.box.kind !== 'block';
    if (isFromStack && isToStack) return this.#around(from, to);
    if (isToStack) return backToStack(from, to);
    if (isFromStack) return this.#fromStack(from, to);
    if (to.left >= from.right + HEAD)
      return this.#isFree(from, to) ? across(from, to) : overTheTop(from, to, this.#nextLane());
    if (from.look === 'field' || from.look === 'link') return underneath(from, to, this.#nextLane());
    if (to.box.x < from.box.x + from.box.width && to.box.x + to.box.width > from.box.x) return this.#around(from, to);
    return overTheTop(from, to, this.#nextLane());
  }

  #nextLane(): number {
    this.#lane += 1;
    return this.#lane % MOST_LANES;
  }

  /** Bends between the columns; what lies behind other blocks is entered from above. */
  #fromStack(from: End, to: End): Pick<Arrow, 'path' | 'tip'> {
    const { stackRight, heapX } = this.#channels;
    const isFirst = !this.#boxes.some(
      ({ box, x, y, width, height }) =>
        box.kind === 'block' && x + width < to.left && y - 4 < middle(to) && middle(to) < y + height + 4,
    );
    const bend = Math.max(20, (heapX - stackRight) * 0.55);
    if (isInside(to)) {
      const below = to.box.y + to.box.height + 7;
      const x = (to.left + to.right) / 2;
      return {
        path: `M${xy(from.right - DOT, middle(from))}L${xy(stackRight, middle(from))}C${xy(stackRight + bend, middle(from))} ${xy(heapX - bend, below)} ${xy(heapX, below)}L${xy(x - CORNER, below)}Q${xy(x, below)} ${xy(x, below - 2)}L${xy(x, to.bottom + HEAD)}`,
        tip: { x, y: to.bottom, angle: -90 },
      };
    }
    if (isFirst) {
      const near = Math.min(heapX, to.left) - HEAD;
      return {
        path: `M${xy(from.right - DOT, middle(from))}L${xy(stackRight, middle(from))}C${xy(stackRight + bend, middle(from))} ${xy(near - bend, middle(to))} ${xy(near, middle(to))}L${xy(to.left - HEAD, middle(to))}`,
        tip: { x: to.left, y: middle(to), angle: 0 },
      };
    }
    const above = to.box.y - 8 - this.#nextLane() * 2;
    const x = to.left + 20;
    return {
      path: `M${xy(from.right - DOT, middle(from))}L${xy(stackRight, middle(from))}C${xy(stackRight + bend, middle(from))} ${xy(heapX - bend, above)} ${xy(heapX, above)}L${xy(x - CORNER, above)}Q${xy(x, above)} ${xy(x, above + 2)}L${xy(x, to.top - HEAD)}`,
      tip: { x, y: to.top, angle: 90 },
    };
  }

  /** Whether nothing lies between two neighbours. */
  #isFree(from: End, to: End): boolean {
    return !this.#boxes.some(
      ({ x, y, width, height }) =>
        x >= from.box.x + from.box.width &&
        x + width <= to.left &&
        y < Math.max(middle(from), middle(to)) &&
        y + height > Math.min(middle(from), middle(to)),
    );
  }

  /** Inside one column: around the right edges. */
  #around(from: End, to: End): Pick<Arrow, 'path' | 'tip'> {
    const out = Math.max(from.box.x + from.box.width, to.box.x + to.box.width) + 14 + LANE * this.#nextLane();
    const edge = from.box.x + from.box.width;
    return {
      path: `M${xy(from.right - DOT, middle(from))}L${xy(edge, middle(from))}C${xy(out, middle(from))} ${xy(out, middle(to))} ${xy(to.right + HEAD, middle(to))}L${xy(to.right + HEAD, middle(to))}`,
      tip: { x: to.right, y: middle(to), angle: 180 },
    };
  }
}

/** To a neighbour on the right. */
function across(from: End, to: End): Pick<Arrow, 'path' | 'tip'> {
  const [y, edge, end] = [middle(from), from.box.x + from.box.width, to.left - HEAD];
  const bend = Math.max(10, (end - edge) / 2);
  return {
    path: `M${xy(from.right - DOT, y)}L${xy(edge, y)}C${xy(edge + bend, y)} ${xy(end - bend, middle(to))} ${xy(end, middle(to))}L${xy(end, middle(to))}`,
    tip: { x: to.left, y: middle(to), angle: 0 },
  };
}

/** From a tree's node to one below it. */
function downwards(from: End, to: End): Pick<Arrow, 'path' | 'tip'> {
  const x = (from.left + from.right) / 2;
  const [target, end] = [(to.left + to.right) / 2, to.top - HEAD];
  const bend = Math.max(10, (end - from.bottom) * 0.6);
  return {
    path: `M${xy(x, from.bottom - VALUE_HEIGHT / 2)}L${xy(x, from.bottom)}C${xy(x, from.bottom + bend)} ${xy(target, end - bend)} ${xy(target, end)}L${xy(target, end)}`,
    tip: { x: target, y: to.top, angle: 90 },
  };
}

/** From a field of a node to a node before it: below both. */
function underneath(from: End, to: End, lane: number): Pick<Arrow, 'path' | 'tip'> {
  const x = from.look === 'link' ? (from.left + from.right) / 2 : from.right - DOT;
  const target = to.left + (to.right - to.left) * 0.4;
  // Into a head from below its whole box, into a cell from below the cell.
  const bottom = to.look === 'head' ? to.box.y + to.box.height : to.bottom;
  if (bottom <= from.box.y) {
    // In a line above: up between the lines.
    return {
      path: `M${xy(x, from.bottom - VALUE_HEIGHT / 2)}L${xy(x, from.bottom)}C${xy(x, from.bottom + 28)} ${xy(target, bottom + 40)} ${xy(target, bottom + HEAD)}L${xy(target, bottom + HEAD)}`,
      tip: { x: target, y: bottom, angle: -90 },
    };
  }
  if (from.bottom <= to.top) {
    const end = to.top - HEAD;
    return {
      path: `M${xy(x, from.bottom - VALUE_HEIGHT / 2)}L${xy(x, from.bottom)}C${xy(x, from.bottom + 28)} ${xy(target, end - 28)} ${xy(target, end)}L${xy(target, end)}`,
      tip: { x: target, y: to.top, angle: 90 },
    };
  }
  const deep = Math.max(from.bottom, bottom) + 18 + lane * 2;
  return {
    path: `M${xy(x, from.bottom - VALUE_HEIGHT / 2)}L${xy(x, from.bottom)}C${xy(x, deep)} ${xy(target, deep)} ${xy(target, bottom + HEAD)}L${xy(target, bottom + HEAD)}`,
    tip: { x: target, y: bottom, angle: -90 },
  };
}

/** Over what lies in between, and down to the target. */
function overTheTop(from: End, to: End, lane: number): Pick<Arrow, 'path' | 'tip'> {
  const [y, edge] = [middle(from), from.box.x + from.box.width];
  const x = to.left + 20 + lane * 3;
  const above = to.top - 26;
  return {
    path: `M${xy(from.right - DOT, y)}L${xy(edge, y)}C${xy(edge + 24, y)} ${xy(x, above)} ${xy(x, to.top - HEAD)}L${xy(x, to.top - HEAD)}`,
    tip: { x, y: to.top, angle: 90 },
  };
}

/** Out of the box, and no further. */
function nowhere(from: End): Pick<Arrow, 'path' | 'tip'> {
  if (from.look === 'link') {
    const x = (from.left + from.right) / 2;
    const end = from.bottom + STUB;
    return {
      path: `M${xy(x, from.bottom - VALUE_HEIGHT / 2)}L${xy(x, from.bottom)}C${xy(x, end)} ${xy(x, end)} ${xy(x, end)}L${xy(x, end)}`,
      tip: { x, y: end, angle: 90 },
    };
  }
  const [y, edge] = [middle(from), from.box.x + from.box.width];
  const end = edge + STUB;
  return {
    path: `M${xy(from.right - DOT, y)}L${xy(edge, y)}C${xy(end, y)} ${xy(end, y)} ${xy(end, y)}L${xy(end, y)}`,
    tip: { x: end, y, angle: 0 },
  };
}

function backToStack(from: End, to: End): Pick<Arrow, 'path' | 'tip'> {
  const end = to.right + HEAD;
  return {
    path: `M${xy(from.left, middle(from))}L${xy(from.left, middle(from))}C${xy(from.left - 32, middle(from))} ${xy(end + 32, middle(to))} ${xy(end, middle(to))}L${xy(end, middle(to))}`,
    tip: { x: to.right, y: middle(to), angle: 180 },
  };
}

/** Of a line, up to the box's edges; of a field, only its value. */
function endOf(placed: PlacedBox, { row: { id: row }, x, y, width, height, look }: Cell): End {
  const bottom = placed.y + y + height;
  const top = bottom - Math.min(height, VALUE_HEIGHT);
  if (look === 'line') return { left: placed.x, right: placed.x + placed.width, top, bottom, box: placed, look, row };
  const left = placed.x + x;
  return { left, right: left + width, top, bottom, box: placed, look, row };
}

/** Whether something of its own box lies left of it. */
const isInside = ({ look, left, box }: End): boolean => look !== 'head' && look !== 'line' && left > box.x + 2;

const middle = ({ top, bottom }: End): number => (top + bottom) / 2;

function xy(x: number, y: number): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
