/**
 * Arrows from pointers' cells to what they point to. A smooth curve where nothing is in the way; else a bent line through the gaps
 * between boxes, which is kept from step to step as long as both of its ends stay where they are and no box comes to lie on it.
 */
import type { Point } from './arrange-structure.ts';
import { endOf, headOf, waysIn, waysOut, type End, type Port } from './arrow-ends.ts';
import {
  arcTo,
  areClear,
  curveBetween,
  curvedLine,
  isCurveClear,
  lineBetween,
  type Line,
  type Tip,
} from './arrow-paths.ts';
import type { Row } from './object-model.ts';
import type { PlacedBox, PlacingParts } from './place-objects.ts';
import type { Address } from '../util/units.ts';

export interface Arrow {
  /** The row it starts in. */
  readonly id: string;
  readonly path: string;
  readonly tip: Tip;
  /** 'hidden': to a block that is not shown. */
  readonly look: 'live' | 'dangling' | 'hidden';
  /** What it leads to: a box, or a row in one. */
  readonly to?: { readonly box: string; readonly row?: string };
  /** Whether it led to what the finding that is being looked at is about. */
  readonly isLed: boolean;
}

/** A bent line that was found, for the picture after this one. */
export interface Route {
  /** What its ends were. */
  readonly ends: string;
  readonly line: Line;
  /** Between the boxes' edges. */
  readonly points: readonly Point[];
}

/** Left of this x is the stack, right of `heapX` the heap. */
export interface Channels {
  readonly stackRight: number;
  readonly heapX: number;
  readonly headHeight: number;
}

/** Between arrows around the stack's right edge. */
const ARC = 7;
const MOST_ARCS = 6;
/** Of an arrow that leads nowhere. */
const STUB = 26;

export interface RoutedArrows {
  readonly arrows: readonly Arrow[];
  readonly routes: ReadonlyMap<string, Route>;
  /** Whether `bend` is of use. */
  readonly isBlocked: boolean;
}

/** Finds bent lines for arrows that something is in the way of; those without one run straight on. */
export type BendArrows = (
  blocked: readonly Wanted[],
  boxes: readonly PlacedBox[],
  before: ReadonlyMap<string, Route>,
) => ReadonlyMap<string, Route>;

/**
 * `before`: the bent lines of the picture before, by the row that they begin in. Without `bend`, arrows run over what is in
 * their way.
 */
export function routeArrows(
  boxes: readonly PlacedBox[],
  channels: Channels,
  before: ReadonlyMap<string, Route> = new Map(),
  bend?: BendArrows,
  kept?: Pick<PlacingParts, 'arrowOf'>,
): RoutedArrows {
  return new ArrowRouter(boxes, channels).route(before, bend, kept);
}

/** An arrow that has no line yet. */
export interface Wanted {
  readonly id: string;
  readonly from: End;
  readonly to: End;
  readonly out: readonly Port[];
  readonly in: readonly Port[];
}

class ArrowRouter {
  readonly #channels: Channels;
  readonly #boxes: readonly PlacedBox[];
  readonly #byId: ReadonlyMap<string, PlacedBox>;
  /** Rows with an address, for pointers into the middle of things. */
  readonly #ends: { readonly row: Row; readonly end: End }[] = [];
  #arcs = 0;

  constructor(boxes: readonly PlacedBox[], channels: Channels) {
    this.#channels = channels;
    this.#boxes = boxes;
    this.#byId = new Map(boxes.map((placed) => [placed.box.id, placed]));
    for (const placed of boxes) {
      for (const cell of placed.cells) this.#ends.push({ row: cell.row, end: endOf(placed, cell) });
    }
  }

  route(
    before: ReadonlyMap<string, Route>,
    bend: BendArrows | undefined,
    kept: Pick<PlacingParts, 'arrowOf'> | undefined,
  ): RoutedArrows {
    const arrows: Arrow[] = [];
    const wanted: Wanted[] = [];
    const lines = new Map<string, Line>();
    for (const { row, end } of this.#ends) {
      const { id, pointing, led } = row;
      const isLed = led === true;
      const isLost = pointing?.kind === 'unknown' || pointing?.kind === 'ended';
      if (isLost) arrows.push({ id, ...nowhere(end), look: 'dangling', isLed });
      if (pointing?.kind !== 'object' && pointing?.kind !== 'freed') continue;
      const old = kept?.arrowOf(id, end.box);
      if (old) {
        arrows.push(old);
        continue;
      }
      const target = this.#target(pointing.box, pointing.target);
      if (!target) {
        if (pointing.box !== '') arrows.push({ id, ...nowhere(end), look: 'hidden', isLed });
        continue;
      }
      const isBranch = end.look === 'link' && target.top > end.bottom;
      wanted.push({ id, from: end, to: target, out: waysOut(end), in: waysIn(target, isBranch) });
      const look = pointing.kind === 'freed' ? 'dangling' : 'live';
      const to = { box: target.box.box.id, ...(target.row !== undefined && { row: target.row }) };
      arrows.push({ id, path: '', tip: { x: 0, y: 0, angle: 0 }, look, to, isLed });
    }
    const blocked = wanted.filter((arrow) => {
      const line = this.#smooth(arrow);
      if (line) lines.set(arrow.id, line);
      return !line;
    });
    const routes = bend?.(blocked, this.#boxes, before);
    for (const { id, out, in: into } of blocked)
      lines.set(id, routes?.get(id)?.line ?? lineBetween(out[0]!, [], into[0]!));
    return {
      arrows: arrows.map((arrow) => (lines.has(arrow.id) ? { ...arrow, ...lines.get(arrow.id) } : arrow)),
      routes: routes ?? new Map<string, Route>(),
      isBlocked: blocked.length > 0,
    };
  }

  /** The box's head for a pointer to its start, else the row that holds the address; the innermost when several do. */
  #target(boxId: string, address: Address): End | undefined {
    const placed = this.#byId.get(boxId);
    const { headHeight } = this.#channels;
    if (placed?.box.kind === 'block' && placed.box.address === address) return headOf(placed, headHeight);
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
    return whole?.end ?? best?.end ?? (placed ? headOf(placed, headHeight) : undefined);
  }

  /** Undefined where something is in the way. */
  #smooth({ from, to, out, in: into }: Wanted): Line | undefined {
    const ends = [from, to];
    const isFromStack = from.box.box.kind !== 'block';
    const isToStack = to.box.box.kind !== 'block';
    const { heapX } = this.#channels;
    if (isFromStack && isToStack) return this.#around(from, to, out[0]!, into);
    for (const start of out)
      for (const end of into) {
        // Those go along rows, and are for when there is no other way.
        if (start.angle === 180 && !from.isBack) continue;
        const curve = curveBetween(start, end, isFromStack && !isToStack ? heapX : undefined);
        if (!curve || !isCurveClear(curve, this.#boxes, ends)) continue;
        const stop = end.inside[0]!;
        if (curve.to.x < stop.x && !areClear([curve.to, { x: stop.x - 1, y: stop.y }], this.#boxes, to.box)) continue;
        return curvedLine(start, curve, end);
      }
    return undefined;
  }

  /** From variable to variable: around the right edges. */
  #around(from: End, to: End, start: Port, into: readonly Port[]): Line | undefined {
    const end = into.find(({ angle, inside }) => angle === 180 && inside.length === 1);
    if (start.angle !== 0 || !end) return undefined;
    this.#arcs += 1;
    const out = Math.max(from.box.x + from.box.width, to.box.x + to.box.width) + 14 + ARC * (this.#arcs % MOST_ARCS);
    const curve = arcTo(start, end, out);
    return isCurveClear(curve, this.#boxes, [from, to]) ? curvedLine(start, curve, end) : undefined;
  }
}

/** Out of the box, and no further. */
function nowhere(from: End): Line {
  const start = waysOut(from)[0]!;
  const edge = start.inside.at(-1)!;
  const end = start.angle === 90 ? { x: edge.x, y: edge.y + STUB } : { x: edge.x + STUB, y: edge.y };
  return lineBetween(start, [], { ...start, inside: [end] });
}
