/**
 * Finds ways between boxes: along lines that run beside the edges of all boxes, with as few bends as a short way allows.
 *
 *     ---+-------+----      A*: a state is a crossing of two lines and the direction in which it was
 *        | [box] |          come to; an edge is closed where a box lies on it.
 *     ---+-------+----
 */
import type { Point } from './arrange-structure.ts';
import { CLEAR, type Gate } from './arrow-ends.ts';
import { NEAREST } from './arrow-paths.ts';

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

export interface FoundRoute {
  readonly from: number;
  readonly to: number;
  /** From gate to gate; every other corner is a bend. */
  readonly points: readonly Point[];
}

/** A bend counts as much as a detour of so many px. */
const BEND = 24;
/** Crossings that all searches of one picture for the best ways may look at, and one alone: some 10 ms. */
const MOST_LOOKS = 24_000;
const MOST_LOOKS_EACH = 3_000;
/** Then a search follows its nose: it counts what is left of the way so many times, and finds some way. */
const HASTE = 4;
const MOST_HASTY_LOOKS_EACH = 20_000;

/** What is known of each state: how far it is, and from where it was come to. */
interface SearchNotes {
  search: number;
  readonly mark: Uint32Array;
  readonly cost: Float64Array;
  readonly before: Int32Array;
}

export class RouteGrid {
  readonly #xs: readonly number[];
  readonly #ys: readonly number[];
  /** Whether the edge to the right of, or below, a crossing is closed. */
  readonly #closedAcross: Uint8Array;
  readonly #closedDown: Uint8Array;
  #looks = MOST_LOOKS;
  /** Of all searches, since making them takes longer than most searches do: an entry counts if its mark is that of the search. */
  #notes: SearchNotes | undefined;

  /** `gates`: all that will be asked for. */
  constructor(boxes: readonly Rectangle[], gates: readonly Gate[]) {
    this.#xs = linesOf(
      boxes.flatMap(({ x, width }) => [x - CLEAR, x + width + CLEAR]),
      gates.map(({ at }) => at.x),
    );
    this.#ys = linesOf(
      boxes.flatMap(({ y, height }) => [y - CLEAR, y + height + CLEAR]),
      gates.map(({ at }) => at.y),
    );
    const [columns, lines] = [this.#xs.length, this.#ys.length];
    this.#closedAcross = new Uint8Array(columns * lines);
    this.#closedDown = new Uint8Array(columns * lines);
    for (const box of boxes) this.#close(box);
  }

  /** Undefined where there is none. */
  find(from: readonly Gate[], to: readonly Gate[]): FoundRoute | undefined {
    const allowed = Math.min(this.#looks, MOST_LOOKS_EACH);
    if (allowed > 0) {
      const search = new Search(this, from, to, 1);
      const found = search.run(allowed);
      this.#looks -= search.looks;
      if (search.looks <= allowed) return found;
    }
    return new Search(this, from, to, HASTE).run(MOST_HASTY_LOOKS_EACH);
  }

  /** To write down what a new search finds out. */
  notes(): SearchNotes {
    this.#notes ??= {
      search: 0,
      mark: new Uint32Array(this.size * 2),
      cost: new Float64Array(this.size * 2),
      before: new Int32Array(this.size * 2),
    };
    this.#notes.search += 1;
    return this.#notes;
  }

  get columns(): number {
    return this.#xs.length;
  }

  get size(): number {
    return this.#xs.length * this.#ys.length;
  }

  crossingAt({ x, y }: Point): number {
    return indexOf(this.#ys, y) * this.columns + indexOf(this.#xs, x);
  }

  pointOf(crossing: number): Point {
    return { x: this.#xs[crossing % this.columns]!, y: this.#ys[Math.floor(crossing / this.columns)]! };
  }

  /** The neighbouring crossing, unless the edge to it is closed. */
  next(crossing: number, isVertical: boolean, isForward: boolean): number | undefined {
    const step = isVertical ? this.columns : 1;
    const to = isForward ? crossing + step : crossing - step;
    if (to < 0 || to >= this.size) return undefined;
    if (!isVertical && Math.floor(to / this.columns) !== Math.floor(crossing / this.columns)) return undefined;
    const closed = isVertical ? this.#closedDown : this.#closedAcross;
    return closed[Math.min(crossing, to)] ? undefined : to;
  }

  #close({ x, y, width, height }: Rectangle): void {
    const [left, right, top, bottom] = [x - NEAREST, x + width + NEAREST, y - NEAREST, y + height + NEAREST];
    const [firstX, firstY] = [indexOf(this.#xs, left), indexOf(this.#ys, top)];
    for (let j = Math.max(0, firstY - 1); j < this.#ys.length && this.#ys[j]! < bottom; j += 1) {
      for (let i = Math.max(0, firstX - 1); i < this.#xs.length && this.#xs[i]! < right; i += 1) {
        const crossing = j * this.columns + i;
        const [isInX, isInY] = [this.#xs[i]! > left, this.#ys[j]! > top];
        if (isInY && (this.#xs[i + 1] ?? 0) > left) this.#closedAcross[crossing] = 1;
        if (isInX && (this.#ys[j + 1] ?? 0) > top) this.#closedDown[crossing] = 1;
      }
    }
  }
}

/** One search over a grid. A state is a crossing times two, plus one if it was come to from above or below. */
class Search {
  readonly #grid: RouteGrid;
  readonly #from: readonly Gate[];
  readonly #to: readonly Gate[];
  readonly #haste: number;
  readonly #goals: ReadonlyMap<number, number>;
  readonly #notes: SearchNotes;
  /** States to go on from, cheapest first: a binary heap of pairs of estimate and state. */
  readonly #heap: [number, number][] = [];
  looks = 0;

  constructor(grid: RouteGrid, from: readonly Gate[], to: readonly Gate[], haste: number) {
    this.#grid = grid;
    this.#haste = haste;
    this.#from = from;
    this.#to = to;
    this.#goals = new Map(to.map(({ at }, index) => [grid.crossingAt(at), index]));
    this.#notes = grid.notes();
  }

  run(mostLooks: number): FoundRoute | undefined {
    for (const [index, { at, isVertical, cost }] of this.#from.entries())
      this.#reach(this.#grid.crossingAt(at) * 2 + Number(isVertical), cost, -1 - index);
    let best: { readonly state: number; readonly to: number; readonly cost: number } | undefined;
    for (let top = this.#pop(); top && top[0] < (best?.cost ?? Infinity); top = this.#pop()) {
      const state = top[1];
      if ((this.looks += 1) > mostLooks) break;
      const cost = this.#notes.cost[state]!;
      const isVertical = state % 2 === 1;
      const goal = this.#goals.get(state >> 1);
      if (goal !== undefined) {
        const gate = this.#to[goal]!;
        const whole = cost + gate.cost + (gate.isVertical === isVertical ? 0 : BEND);
        if (whole < (best?.cost ?? Infinity)) best = { state, to: goal, cost: whole };
      }
      this.#goOn(state, cost, isVertical);
    }
    return best && this.#routeTo(best.state, best.to);
  }

  #goOn(state: number, cost: number, wasVertical: boolean): void {
    const crossing = state >> 1;
    const here = this.#grid.pointOf(crossing);
    for (const isVertical of [false, true])
      for (const isForward of [false, true]) {
        const next = this.#grid.next(crossing, isVertical, isForward);
        if (next === undefined) continue;
        const way = distance(here, this.#grid.pointOf(next));
        this.#reach(next * 2 + Number(isVertical), cost + way + (isVertical === wasVertical ? 0 : BEND), state);
      }
  }

  #reach(state: number, cost: number, before: number): void {
    const notes = this.#notes;
    if (notes.mark[state] === notes.search && cost >= notes.cost[state]!) return;
    notes.mark[state] = notes.search;
    notes.cost[state] = cost;
    notes.before[state] = before;
    const here = this.#grid.pointOf(state >> 1);
    let rest = Infinity;
    for (const gate of this.#to) rest = Math.min(rest, distance(here, gate.at) + gate.cost);
    this.#push(cost + this.#haste * rest, state);
  }

  #routeTo(last: number, to: number): FoundRoute {
    const points: Point[] = [];
    let state = last;
    for (; state >= 0; state = this.#notes.before[state]!) points.push(this.#grid.pointOf(state >> 1));
    return { from: -1 - state, to, points: points.reverse() };
  }

  #push(estimate: number, state: number): void {
    const heap = this.#heap;
    let at = heap.push([estimate, state]) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]![0] <= estimate) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = [estimate, state];
  }

  #pop(): [number, number] | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && heap[child + 1]![0] < heap[child]![0]) child += 1;
      if (last[0] <= heap[child]![0]) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

/** In ascending order; of lines beside boxes that are nearly the same only one, but every gate's. */
function linesOf(beside: readonly number[], gates: readonly number[]): number[] {
  const lines: number[] = [];
  for (const line of beside.toSorted((a, b) => a - b)) if (line - (lines.at(-1) ?? -Infinity) >= 3) lines.push(line);
  return [...new Set([...lines, ...gates])].sort((a, b) => a - b);
}

/** Of the first line that is not before `value`. */
function indexOf(lines: readonly number[], value: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
