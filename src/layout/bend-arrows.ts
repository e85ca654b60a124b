/**
 * Lines for arrows that boxes are in the way of. A line is kept as long as both of its ends stay where they are and no box comes to
 * lie on it. A file of its own, as small pictures do without.
 */
import type { Point } from './arrange-structure.ts';
import { areClear, lineBetween, withoutStraights } from './arrow-paths.ts';
import { RouteGrid } from './find-route.ts';
import type { PlacedBox } from './place-objects.ts';
import type { Route, Wanted } from './route-arrows.ts';

/** Between lines that run beside each other. */
const LANE = 5;
const LANES = [0, 1, -1, 2, -2, 3, -3].map((nth) => nth * LANE);

export function bendArrows(
  blocked: readonly Wanted[],
  boxes: readonly PlacedBox[],
  before: ReadonlyMap<string, Route>,
): ReadonlyMap<string, Route> {
  return new Bender(boxes).bend(blocked, before);
}

class Bender {
  readonly #boxes: readonly PlacedBox[];
  readonly #routes = new Map<string, Route>();

  constructor(boxes: readonly PlacedBox[]) {
    this.#boxes = boxes;
  }

  bend(blocked: readonly Wanted[], before: ReadonlyMap<string, Route>): ReadonlyMap<string, Route> {
    const open = blocked.filter((arrow) => {
      const old = before.get(arrow.id);
      if (!old || old.ends !== endsOf(arrow) || !areClear(old.points, this.#boxes)) return true;
      this.#routes.set(arrow.id, old);
      return false;
    });
    if (open.length > 0) {
      const gates = open.flatMap((arrow) => [...arrow.out, ...arrow.in].map(({ gate }) => gate));
      const grid = new RouteGrid(this.#boxes, gates);
      for (const arrow of open) this.#find(arrow, grid);
    }
    return this.#routes;
  }

  /** Through the gaps. */
  #find(arrow: Wanted, grid: RouteGrid): void {
    const found = grid.find(
      arrow.out.map(({ gate }) => gate),
      arrow.in.map(({ gate }) => gate),
    );
    if (!found) {
      // Straight on, also in the pictures after this one: looking again would cost as much at every step.
      const line = lineBetween(arrow.out[0]!, [], arrow.in[0]!);
      this.#routes.set(arrow.id, { ends: endsOf(arrow), line, points: [] });
      return;
    }
    const [start, end] = [arrow.out[found.from]!, arrow.in[found.to]!];
    const points = this.#inLanes(withoutStraights([start.inside.at(-1)!, ...found.points, end.inside[0]!]));
    const line = lineBetween(start, points.slice(1, -1), end);
    this.#routes.set(arrow.id, { ends: endsOf(arrow), line, points });
  }

  /** Moves a line's inner parts beside those of others that run along the same gap. */
  #inLanes(points: readonly Point[]): Point[] {
    const moved = points.map((point) => ({ ...point }));
    for (let i = 1; i + 2 < moved.length; i += 1) {
      const [a, b] = [moved[i]!, moved[i + 1]!];
      const key = a.x === b.x ? 'x' : 'y';
      const at = a[key];
      const free = LANES.find((lane) => {
        const [p, q] = [
          { ...a, [key]: at + lane },
          { ...b, [key]: at + lane },
        ];
        return areClear([p, q], this.#boxes) && !this.#isTaken(p, q, key);
      });
      a[key] = b[key] = at + (free ?? 0);
    }
    return moved;
  }

  #isTaken(a: Point, b: Point, key: 'x' | 'y'): boolean {
    const other = key === 'x' ? 'y' : 'x';
    const [low, high] = [Math.min(a[other], b[other]), Math.max(a[other], b[other])];
    for (const { points } of this.#routes.values())
      for (let i = 0; i + 1 < points.length; i += 1) {
        const [p, q] = [points[i]!, points[i + 1]!];
        if (p[key] !== q[key] || Math.abs(p[key] - a[key]) >= LANE - 1) continue;
        if (Math.max(p[other], q[other]) > low && Math.min(p[other], q[other]) < high) return true;
      }
    return false;
  }
}

/** What has to stay the same for a line to be kept. */
function endsOf({ out, in: into }: Wanted): string {
  return [...out, ...into].map(({ gate: { at } }) => `${at.x},${at.y}`).join(' ');
}
