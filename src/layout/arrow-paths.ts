/** The lines that arrows are drawn as, and whether they are clear of boxes. */
import type { Point } from './arrange-structure.ts';
import { HEAD, type Angle, type End, type Port } from './arrow-ends.ts';
import type { PlacedBox } from './place-objects.ts';

export interface Line {
  /** As SVG writes it: up to where the head begins. */
  readonly path: string;
  readonly tip: Tip;
}

export interface Tip extends Point {
  readonly angle: Angle;
}

/** A cubic curve from edge to edge. */
export interface Curve {
  readonly from: Point;
  readonly leaving: Point;
  readonly arriving: Point;
  readonly to: Point;
}

/** No way comes nearer to a box. */
export const NEAREST = 3;
/** Of bends. */
const CORNER = 8;
/** Places of a curve that are looked at. */
const SAMPLES = 24;

/** The smooth way from port to port; undefined where it would have to turn back. `bendBy`: the x at which it has done so. */
export function curveBetween(from: Port, to: Port, bendBy?: number): Curve | undefined {
  const [start, end] = [from.inside.at(-1)!, tipOf(to, true)];
  if (from.angle !== to.angle) return undefined;
  if (from.angle === 0 || from.angle === 180) {
    const stop = { x: bendBy === undefined ? end.x : Math.min(bendBy, end.x), y: end.y };
    const room = stop.x - start.x;
    if ((from.angle === 0 ? room : -room) < 8) return undefined;
    const bend = Math.sign(room) * Math.max(10, Math.abs(room) * 0.55);
    return {
      from: start,
      leaving: { x: start.x + bend, y: start.y },
      arriving: { x: stop.x - bend, y: stop.y },
      to: stop,
    };
  }
  if (from.angle !== 90) return undefined;
  const room = end.y - start.y;
  if (room < 8) return undefined;
  const bend = Math.max(10, room * 0.6);
  return { from: start, leaving: { x: start.x, y: start.y + bend }, arriving: { x: end.x, y: end.y - bend }, to: end };
}

export function curvedLine(from: Port, curve: Curve, to: Port): Line {
  const { leaving, arriving, to: end } = curve;
  const tip = tipOf(to, false);
  const rest = [...to.inside.slice(0, -1), tipOf(to, true)];
  const path = `${straight(from.inside)}C${xy(leaving)} ${xy(arriving)} ${xy(end)}${rest.map((point) => `L${xy(point)}`).join('')}`;
  return { path, tip };
}

/** Along points, with round corners. */
export function lineBetween(from: Port, between: readonly Point[], to: Port): Line {
  const points = withoutStraights([...from.inside, ...between, ...to.inside.slice(0, -1), tipOf(to, true)]);
  let path = `M${xy(points[0]!)}`;
  for (let i = 1; i < points.length; i += 1) {
    const [before, here, after] = [points[i - 1]!, points[i]!, points[i + 1]];
    if (!after) path += `L${xy(here)}`;
    else {
      const radius = Math.min(CORNER, length(before, here) / 2, length(here, after) / 2);
      path += `L${xy(towards(here, before, radius))}Q${xy(here)} ${xy(towards(here, after, radius))}`;
    }
  }
  return { path, tip: tipOf(to, false) };
}

/** Out to the right of both, and back to the right edge of the target. */
export function arcTo(from: Port, to: Port, out: number): Curve {
  const [start, end] = [from.inside.at(-1)!, tipOf(to, true)];
  return { from: start, leaving: { x: out, y: start.y }, arriving: { x: out, y: end.y }, to: end };
}

/** Whether a curve crosses no box. It may begin and end at an edge. */
export function isCurveClear(
  { from, leaving, arriving, to }: Curve,
  boxes: readonly PlacedBox[],
  ends: readonly End[],
): boolean {
  const all = [from, leaving, arriving, to];
  const [xs, ys] = [all.map(({ x }) => x), all.map(({ y }) => y)];
  const around = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  const near = boxes.filter((box) => meets(box, around, NEAREST));
  if (near.length === 0) return true;
  const own = new Set(ends.map(({ box }) => box));
  for (let i = 0; i <= SAMPLES; i += 1) {
    const t = i / SAMPLES;
    const u = 1 - t;
    const at = (key: 'x' | 'y'): number =>
      u * u * u * from[key] + 3 * u * u * t * leaving[key] + 3 * u * t * t * arriving[key] + t * t * t * to[key];
    const [x, y] = [at('x'), at('y')];
    for (const box of near)
      if (meets(box, { left: x, right: x, top: y, bottom: y }, own.has(box) ? -1 : NEAREST)) return false;
  }
  return true;
}

/** Whether straight lines cross no box. They may begin and end at an edge. */
export function areClear(points: readonly Point[], boxes: readonly PlacedBox[], but?: PlacedBox): boolean {
  for (let i = 0; i + 1 < points.length; i += 1) {
    const isEnd = i === 0 || i + 2 === points.length;
    const area = areaOf(points[i]!, points[i + 1]!);
    const margin = isEnd ? -0.5 : NEAREST - 1;
    if (boxes.some((box) => box !== but && meets(box, area, margin))) return false;
  }
  return true;
}

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Whether an area comes nearer to a box than `margin`. */
export function meets({ x, y, width, height }: PlacedBox, { left, right, top, bottom }: Area, margin: number): boolean {
  return right > x - margin && left < x + width + margin && bottom > y - margin && top < y + height + margin;
}

export function areaOf(a: Point, b: Point): Area {
  return { left: Math.min(a.x, b.x), right: Math.max(a.x, b.x), top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) };
}

/** Where the head is, or, `before` it, where its line ends. */
function tipOf({ inside, angle }: Port, before: boolean): Tip {
  const end = inside.at(-1)!;
  const last = inside.length > 1 ? 90 : angle;
  if (!before) return { ...end, angle: last };
  const back = last === 0 || last === 90 ? -HEAD : HEAD;
  const isVertical = last === 90 || last === -90;
  return { x: end.x + (isVertical ? 0 : back), y: end.y + (isVertical ? back : 0), angle: last };
}

/** Without the points at which a line goes straight on, and those that are there already. */
export function withoutStraights(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last && length(last, point) < 0.5) continue;
    const isOnTheWay =
      before && last && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (isOnTheWay) kept.pop();
    kept.push(point);
  }
  return kept;
}

const straight = (points: readonly Point[]): string =>
  points.map((point, i) => `${i === 0 ? 'M' : 'L'}${xy(point)}`).join('');

const length = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, by: number): Point {
  const all = length(from, to);
  if (all === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / all, y: from.y + ((to.y - from.y) * by) / all };
}

function xy({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
