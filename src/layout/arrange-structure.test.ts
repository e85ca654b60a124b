import { describe, expect, it } from 'vitest';
import { arrangeForest, type ArrangeGraph, type Arrangement, type Size } from './arrange-structure.ts';
import { arrangeGraph } from './arrange-graph.ts';
import { blockStructures } from './block-graph.ts';
import type { BlockBox } from './object-model.ts';
import { blockBox, nodeAddress, nodeBox, objectRow, pointingTo } from './object-row.fixture.ts';

const SIZE = { width: 100, height: 60 };

function arranged(boxes: readonly BlockBox[], room = 1000, arrange: ArrangeGraph = arrangeForest): Arrangement {
  const [structure] = blockStructures(boxes);
  if (!structure) throw new Error('no structure');
  const arrangement = arrange(structure, new Map<string, Size>(boxes.map(({ id }) => [id, SIZE])), room);
  if (!arrangement) throw new Error('no arrangement');
  return arrangement;
}

const at = ({ places }: Arrangement, block: number): readonly [number, number] => {
  const { x, y } = places.get(`b${block}`) ?? { x: NaN, y: NaN };
  return [x, y];
};

function expectApart({ places, width, height }: Arrangement): void {
  const all = [...places.values()];
  for (const [i, a] of all.entries()) {
    expect(a.x >= 0 && a.y >= 0 && a.x + SIZE.width <= width && a.y + SIZE.height <= height).toBe(true);
    for (const b of all.slice(i + 1))
      expect(Math.abs(a.x - b.x) >= SIZE.width || Math.abs(a.y - b.y) >= SIZE.height).toBe(true);
  }
}

const list = (n: number): BlockBox[] =>
  Array.from({ length: n }, (_, i) => nodeBox(i + 1, { next: i + 1 < n ? i + 2 : undefined }));

describe('arranging', () => {
  it('a list in lines of as many as there is room for', () => {
    const places = arranged(list(5), 300);
    expect([1, 2, 3, 4, 5].map((block) => at(places, block))).toEqual([
      [0, 0],
      [136, 0],
      [0, 100],
      [136, 100],
      [0, 200],
    ]);
  });

  it('a long list without recursing', () => {
    expect(arranged(list(20_000), 1000).places.size).toBe(20_000);
  });

  it('a tree in levels, with a child alone on its side', () => {
    const places = arranged([
      nodeBox(1, { left: 2, right: 3 }),
      nodeBox(2, { left: 4, right: undefined }),
      nodeBox(3, { left: undefined, right: 5 }),
      nodeBox(4, { left: undefined, right: undefined }),
      nodeBox(5, { left: undefined, right: undefined }),
    ]);
    expectApart(places);
    const y = (block: number): number => at(places, block)[1];
    const x = (block: number): number => at(places, block)[0];
    expect([y(1), y(2), y(3), y(4), y(5)]).toEqual([0, 100, 100, 200, 200]);
    expect(x(4)).toBeLessThan(x(2));
    expect(x(2)).toBeLessThan(x(1));
    expect(x(1)).toBeLessThan(x(3));
    expect(x(3)).toBeLessThan(x(5));
  });

  it('a table with its chains to the right, in the order of the buckets', () => {
    const buckets = blockBox(9, nodeAddress(9), [
      objectRow('[0]', 2000, 4, { pointing: pointingTo(3) }),
      objectRow('[1]', 2004, 4, { pointing: pointingTo(1) }),
    ]);
    const boxes = [nodeBox(1, { next: 2 }), nodeBox(2, { next: undefined }), nodeBox(3, { next: undefined }), buckets];
    const wide = arranged(boxes);
    expectApart(wide);
    expect([at(wide, 9), at(wide, 3), at(wide, 1), at(wide, 2)]).toEqual([
      [0, 0],
      [136, 0],
      [136, 80],
      [272, 80],
    ]);
    // Where there is no room, below.
    const narrow = arranged(boxes, 200);
    expectApart(narrow);
    expect(at(narrow, 3)).toEqual([0, 80]);
  });

  it('what nodes own: below those of a list, beside those of a tree', () => {
    const text = (block: number): BlockBox => blockBox(block, nodeAddress(block), []);
    const listed = arranged([nodeBox(1, { next: 2 }, { text: 3 }), nodeBox(2, { next: undefined }), text(3)]);
    expectApart(listed);
    expect([at(listed, 2), at(listed, 3)]).toEqual([
      [136, 0],
      [0, 80],
    ]);
    const none = undefined;
    const tree = arranged([nodeBox(1, { l: 2, r: none }, { text: 3 }), nodeBox(2, { l: none, r: none }), text(3)]);
    expectApart(tree);
    expect(at(tree, 3)[1]).toBe(0);
    expect(at(tree, 3)[0]).toBeGreaterThan(at(tree, 1)[0]);
  });

  it('a graph in layers', () => {
    const boxes = [
      nodeBox(1, { a: 2, b: 3 }),
      nodeBox(2, { a: 4, b: undefined }),
      nodeBox(3, { a: 4, b: undefined }),
      nodeBox(4, { a: undefined, b: undefined }),
    ];
    const places = arranged(boxes, 1000, arrangeGraph);
    expectApart(places);
    expect(at(places, 1)[0]).toBeLessThan(at(places, 2)[0]);
    expect(at(places, 2)[0]).toBe(at(places, 3)[0]);
    expect(at(places, 3)[0]).toBeLessThan(at(places, 4)[0]);
  });

  it('a graph downwards where that fits better, and not at all by layers where neither does', () => {
    const chain = Array.from({ length: 6 }, (_, i) => nodeBox(i + 1, { a: i < 5 ? i + 2 : 1, b: ((i + 3) % 6) + 1 }));
    const places = arranged(chain, 500, arrangeGraph);
    expectApart(places);
    expect(places.width).toBeLessThanOrEqual(1.25 * 500);
    expect(places.height).toBeGreaterThan(places.width);
    expect(() => arranged(chain, 90, arrangeGraph)).toThrow('no arrangement');
  });
});
