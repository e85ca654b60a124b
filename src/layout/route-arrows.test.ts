import { describe, expect, it } from 'vitest';
import { areaOf, meets } from './arrow-paths.ts';
import type { Point } from './arrange-structure.ts';
import type { FrameBox, ObjectModel, Pointing, Row } from './object-model.ts';
import { blockBox, nodeBox, objectRow, pointingTo } from './object-row.fixture.ts';
import { bendArrows } from './bend-arrows.ts';
import { placeObjects, type ObjectPicture } from './place-objects.ts';

const metrics = { width: 900, rowHeight: 24, headHeight: 28, gap: 16, padding: 24 };
const at = { function: 'main', file: 'a.c', line: 1, column: 1, libc: false };

function frame(pointings: readonly Pointing[], id = 'f0'): FrameBox {
  const rows = pointings.map((pointing, i) => objectRow(`${id}/p${i}`, 8000 + 4 * i, 4, { pointing }));
  return { id, kind: 'frame', name: 'main', at, isInnermost: true, rows };
}

/** Points of a path every few px. */
function sampled(path: string): Point[] {
  const points: Point[] = [];
  for (const [, command, numbers = ''] of path.matchAll(/([MLQC])([^MLQC]*)/g)) {
    const all = numbers.trim().split(/\s+/).map(Number);
    const controls = [points.at(-1) ?? { x: 0, y: 0 }];
    for (let i = 0; i < all.length; i += 2) controls.push({ x: all[i]!, y: all[i + 1]! });
    if (command === 'M') points.push(controls[1]!);
    else for (let n = 1; n <= 60; n += 1) points.push(between(controls, n / 60));
  }
  return points;
}

/** De Casteljau's point of a curve. */
function between(controls: readonly Point[], t: number): Point {
  if (controls.length === 1) return controls[0]!;
  const next = controls
    .slice(1)
    .map((b, i) => ({ x: controls[i]!.x * (1 - t) + b.x * t, y: controls[i]!.y * (1 - t) + b.y * t }));
  return between(next, t);
}

/** Arrows that run over a box that is neither where they begin nor where they end. */
function crossings({ boxes, arrows }: ObjectPicture): string[] {
  return arrows.flatMap((arrow) => {
    const own = boxes.filter(
      ({ box, cells }) => box.id === arrow.to?.box || cells.some(({ row }) => row.id === arrow.id),
    );
    const others = boxes.filter((box) => !own.includes(box));
    const hit = others.find((box) => sampled(arrow.path).some((point) => meets(box, areaOf(point, point), 0)));
    return hit ? [`${arrow.id} over ${hit.box.id}`] : [];
  });
}

/** The same numbers at each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

function tangle(blocks: number, seed: number): ObjectModel {
  const random = numbers(seed);
  const right = Array.from({ length: blocks }, (_, i) =>
    nodeBox(i + 1, { next: random(3) === 0 ? undefined : 1 + random(blocks) }, { text: 1 + random(blocks) }),
  );
  return {
    left: [frame(Array.from({ length: 6 }, () => pointingTo(1 + random(blocks))))],
    right,
    hiddenBlocks: 0,
  };
}

describe('routing arrows', () => {
  it('runs over no other box, however blocks refer to each other', () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const picture = placeObjects(tangle(4 + (seed % 12), seed), metrics, { bendArrows });
      expect(crossings(picture), `seed ${seed}`).toEqual([]);
    }
  });

  it('ends at the exact cell, also in the middle of an array', () => {
    const elements = Array.from({ length: 12 }, (_, i): Row => {
      return objectRow(`b1[${i}]`, 1032 + 4 * i, 4, { name: `[${i}]`, group: { id: 'b1', kind: 'strip', columns: 0 } });
    });
    const array = blockBox(1, 1032, elements, { size: 48 });
    for (const element of [0, 1, 4, 7, 11]) {
      const target = 1032 + 4 * element + 1;
      const { boxes, arrows } = placeObjects(
        { left: [frame([{ kind: 'object', target, box: 'b1' }])], right: [array], hiddenBlocks: 0 },
        metrics,
        { bendArrows },
      );
      const block = boxes.find(({ box }) => box.id === 'b1')!;
      const cell = block.cells.find(({ row }) => row.id === `b1[${element}]`)!;
      const { tip } = arrows[0]!;
      const place = { ...block, x: block.x + cell.x, y: block.y + cell.y, width: cell.width, height: cell.height };
      expect(meets(place, areaOf(tip, tip), 1.5), `element ${element}`).toBe(true);
    }
  });

  it('keeps a line as long as nothing comes to lie on it', () => {
    const model = tangle(12, 3);
    const first = placeObjects(model, metrics, { bendArrows });
    expect(first.routes.size).toBeGreaterThan(2);
    const more: ObjectModel = { ...model, right: [...model.right, blockBox(99, 9000, [objectRow('b99', 9000, 4)])] };
    const second = placeObjects(more, metrics, { before: first, bendArrows });
    const paths = new Map(second.arrows.map(({ id, path }) => [id, path]));
    for (const { id, path } of first.arrows) expect(paths.get(id), id).toBe(path);
  });

  it('draws lines that share a gap beside each other', () => {
    const { routes } = placeObjects(tangle(14, 5), metrics, { bendArrows });
    const parts = [...routes.values()].flatMap(({ points }) =>
      points.slice(1, -2).map((point, i) => [point, points[i + 2]!] as const),
    );
    const shared = parts.filter(([a, b], i) =>
      parts.slice(i + 1).some(([p, q]) => {
        if (a.x !== b.x || p.x !== q.x || a.x !== p.x) return false;
        return Math.min(Math.max(a.y, b.y), Math.max(p.y, q.y)) - Math.max(Math.min(a.y, b.y), Math.min(p.y, q.y)) > 1;
      }),
    );
    expect(parts.length).toBeGreaterThan(4);
    expect(shared.length).toBeLessThanOrEqual(parts.length / 8);
  });

  it('looks for no way twice, and finds some where there is no time for the best', () => {
    const model = tangle(200, 7);
    const first = placeObjects(model, metrics, { bendArrows });
    const second = placeObjects(model, metrics, { before: first, bendArrows });
    expect(first.routes.size).toBeGreaterThan(100);
    expect(crossings(first)).toEqual([]);
    for (const [id, route] of first.routes) expect(second.routes.get(id), id).toBe(route);
  });
});
