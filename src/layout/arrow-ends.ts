/**
 * Where arrows may leave and enter boxes. Inside a box they keep to the lines between its rows, where no text is:
 *
 *     | name   o-|-->      +--|---+---+      a cell in the middle of a row is left along
 *     +----------+         |  o   |   |      the row's lower edge, and entered from its
 *                          +--`---+---|-->   upper one
 *
 * A line of a block that leads back to the stack is left where it begins, towards what it leads to.
 */
import type { Point } from './arrange-structure.ts';
import { VALUE_HEIGHT, type Cell } from './cells.ts';
import type { PlacedBox } from './place-objects.ts';

/** A cell or a head that an arrow leaves or enters, and the box around it. */
export interface End {
  readonly left: number;
  readonly right: number;
  /** Of its value. */
  readonly top: number;
  readonly bottom: number;
  /** Of all of it, with its name. */
  readonly cellTop: number;
  readonly box: PlacedBox;
  readonly look: Cell['look'] | 'head';
  /** The row's id; undefined for a head. */
  readonly row?: string;
  /** Whether an arrow from here leads back to the stack, with its dot at the left. */
  readonly isBack?: boolean;
}

/** Where a way may begin or end, the direction in which it does, and what is counted for choosing it, in px of way. */
export interface Gate {
  readonly at: Point;
  readonly isVertical: boolean;
  readonly cost: number;
}

/** Which way a head points: 0 to the right, 90 down. */
export type Angle = 0 | 90 | 180 | -90;

/** A way through a box to its edge, or from there: `gate` lies just outside. */
export interface Port {
  readonly gate: Gate;
  /** From the dot to the edge; for a target from the edge to the head. */
  readonly inside: readonly Point[];
  /** The direction in which it is gone through. */
  readonly angle: Angle;
}

/** A way under a row to the left edge counts so many times: around the box is better where that is not far. */
const UNDER_OWN = 2.5;
/** From a box's edge to the ways beside it: half of the narrowest gap. */
export const CLEAR = 8;
/** An arrow's line ends where its head begins. */
export const HEAD = 6;
/** From a cell's edge to the dot in it that the arrow begins at. */
const DOT = 12;
/** The same of one that leads back: half of it is seen. */
const DOT_BACK = 0.5;
/** From a box's edge to a head that points down at it. */
const FROM_CORNER = 20;
/** What ports other than the usual cost, in px of way. */
const OTHER_SIDE = 36;

/** Of a line, up to the box's edges; of a field, only its value. */
export function endOf(placed: PlacedBox, { row: { id: row, pointing }, x, y, width, height, look }: Cell): End {
  const cellTop = placed.y + y;
  const bottom = cellTop + height;
  const top = bottom - Math.min(height, VALUE_HEIGHT);
  const isLine = look === 'line';
  const left = isLine ? placed.x : placed.x + x;
  const right = isLine ? placed.x + placed.width : left + width;
  const isBack = isLine && placed.box.kind === 'block' && pointing?.kind === 'object' && pointing.box === '';
  return { left, right, top, bottom, cellTop, box: placed, look, row, isBack };
}

export function headOf(placed: PlacedBox, headHeight: number): End {
  const { x, y, width } = placed;
  return {
    left: x,
    right: x + width,
    top: y,
    bottom: y + headHeight,
    cellTop: y,
    box: placed,
    look: 'head',
  };
}

/** Where an arrow begins: in the dot that the page draws. */
function dotOf(end: End): Point {
  if (end.isBack) return { x: end.left + DOT_BACK, y: middle(end) };
  const x = end.look === 'link' ? (end.left + end.right) / 2 : end.right - DOT;
  return { x, y: end.look === 'line' ? middle(end) : end.bottom - VALUE_HEIGHT / 2 };
}

/** The usual first. */
export function waysOut(end: End): readonly Port[] {
  const { x, y, width, height } = end.box;
  const dot = dotOf(end);
  if (end.isBack) return [exit([dot, { x, y: dot.y }], 180, 0)];
  const [right, bottom] = [x + width, y + height];
  const ports: Port[] = [];
  const isRightmost = end.right > right - 3;
  const isLowest = end.bottom > bottom - 4;
  if (end.look === 'link' && isLowest) ports.push(exit([dot, { x: dot.x, y: bottom }], 90, 0));
  if (isRightmost) ports.push(exit([dot, { x: right, y: dot.y }], 0, end.look === 'link' ? OTHER_SIDE : 0));
  if (end.look !== 'link' && end.look !== 'line' && isLowest)
    ports.push(exit([dot, { x: dot.x, y: bottom }], 90, OTHER_SIDE / 2));
  const below = end.bottom;
  if (!isRightmost && !isLowest)
    ports.push(exit([dot, { x: dot.x, y: below }, { x: right, y: below }], 0, right - dot.x));
  if (!isLowest || end.look === 'line')
    ports.push(exit([dot, { x: dot.x, y: below }, { x, y: below }], 180, OTHER_SIDE + UNDER_OWN * (dot.x - x)));
  return ports;
}

/** The usual first. `isBranch`: from a tree's node above. */
export function waysIn(end: End, isBranch: boolean): readonly Port[] {
  const { x, y, width, height, box } = end.box;
  const [right, bottom, across] = [x + width, y + height, middle(end)];
  const isStack = box.kind !== 'block';
  const fromLeft = entry([{ x, y: across }], 0, isStack ? 2 * OTHER_SIDE : 0);
  const fromRight = entry([{ x: right, y: across }], 180, isStack ? 0 : OTHER_SIDE);
  if (end.look === 'line') return isStack ? [fromRight, fromLeft] : [fromLeft, fromRight];
  if (end.look === 'head') {
    const above = isBranch ? x + width / 2 : x + FROM_CORNER;
    const fromAbove = entry([{ x: above, y }], 90, isBranch ? 0 : OTHER_SIDE);
    return isBranch ? [fromAbove, fromLeft, fromRight] : [fromLeft, fromAbove, fromRight];
  }
  const ports: Port[] = [];
  if (end.left < x + 3) ports.push(fromLeft);
  if (end.right > right - 3) ports.push(fromRight);
  const centre = (end.left + end.right) / 2;
  if (end.bottom > bottom - 4) ports.push(entry([{ x: centre, y: bottom }], -90, OTHER_SIDE / 2));
  if (ports.length > 0) return ports;
  // Along the upper edge of its row, and down beside its name.
  const inner = end.left + 5;
  const tip = { x: inner, y: Math.max(end.top, end.cellTop + HEAD + 3) };
  const along = (edge: number): Point[] => [{ x: edge, y: end.cellTop }, { x: inner, y: end.cellTop }, tip];
  return [entry(along(x), 0, inner - x), entry(along(right), 180, OTHER_SIDE + right - inner)];
}

export const middle = ({ top, bottom }: End): number => (top + bottom) / 2;

/** Out at the last of `inside`. */
function exit(inside: readonly Point[], angle: Angle, cost: number): Port {
  return { inside, angle, gate: gateAt(inside.at(-1)!, angle, CLEAR, cost) };
}

/** In at the first of `inside`. */
function entry(inside: readonly Point[], angle: Angle, cost: number): Port {
  return { inside, angle, gate: gateAt(inside[0]!, angle, -CLEAR, cost) };
}

function gateAt({ x, y }: Point, angle: Angle, ahead: number, cost: number): Gate {
  const isVertical = angle === 90 || angle === -90;
  const signed = angle === 0 || angle === 90 ? ahead : -ahead;
  return { at: isVertical ? { x, y: y + signed } : { x: x + signed, y }, isVertical, cost };
}
