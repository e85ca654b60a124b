import { describe, expect, it } from 'vitest';
import type { BlockBox } from './object-model.ts';
import { blockBox, nodeAddress, nodeBox } from './object-row.fixture.ts';
import { insight } from './insight.ts';
import { placeBlocks, type BlockSlot } from './place-blocks.ts';

const metrics = { rowHeight: 24, headHeight: 28, room: 600, blockWidth: 200, gap: 16 };

/** Pictures one after the other, each placed after the one before. */
class Pictures {
  #slots = new Map<string, BlockSlot>();

  next(boxes: readonly BlockBox[]): Record<number, readonly [number, number]> {
    const { slots } = placeBlocks(boxes, metrics, this.#slots, undefined, insight);
    this.#slots = new Map(slots.map((slot) => [slot.box.id, slot]));
    for (const [i, a] of slots.entries())
      for (const b of slots.slice(i + 1))
        expect(
          a.x + a.shape.width <= b.x ||
            b.x + b.shape.width <= a.x ||
            a.y + a.shape.height <= b.y ||
            b.y + b.shape.height <= a.y,
          `${a.box.id} and ${b.box.id} lie apart`,
        ).toBe(true);
    return Object.fromEntries(slots.map(({ box, x, y }) => [box.block, [x, y]]));
  }
}

const none = undefined;
const plain = (block: number): BlockBox => blockBox(block, nodeAddress(block), []);

describe('placing blocks from step to step', () => {
  it('lets a list lie still while it is reversed', () => {
    const pictures = new Pictures();
    const before = pictures.next([nodeBox(1, { next: 2 }), nodeBox(2, { next: 3 }), nodeBox(3, { next: none })]);
    expect(pictures.next([nodeBox(1, { next: none }), nodeBox(2, { next: 3 }), nodeBox(3, { next: none })])).toEqual(
      before,
    );
    expect(pictures.next([nodeBox(1, { next: none }), nodeBox(2, { next: 1 }), nodeBox(3, { next: none })])).toEqual(
      before,
    );
    expect(pictures.next([nodeBox(1, { next: none }), nodeBox(2, { next: 1 }), nodeBox(3, { next: 2 })])).toEqual(
      before,
    );
  });

  it('makes room for a node that is linked in, and moves nothing before it', () => {
    const pictures = new Pictures();
    const [first, second, added] = [nodeBox(1, { next: 2 }), nodeBox(2, { next: none }), nodeBox(3, { next: none })];
    const before = pictures.next([first, second]);
    expect(pictures.next([first, second, added])).toMatchObject(before);
    pictures.next([first, second, nodeBox(3, { next: 2 })]);
    const after = pictures.next([nodeBox(1, { next: 3 }), second, nodeBox(3, { next: 2 })]);
    expect(after[1]).toEqual(before[1]);
    expect(after[3]).toEqual(before[2]);
    expect(after[2]?.[0]).toBeGreaterThan(after[3]?.[0] ?? Infinity);
  });

  it('waits with a node that only leads into the middle of a list', () => {
    const pictures = new Pictures();
    const old = [nodeBox(1, { next: 2 }), nodeBox(2, { next: 3 }), nodeBox(3, { next: none })];
    const before = pictures.next([...old, nodeBox(4, { next: none })]);
    expect(pictures.next([...old, nodeBox(4, { next: 3 })])).toEqual(before);
  });

  it('gives a new leaf the free place beside its parent, and moves nothing else', () => {
    const pictures = new Pictures();
    const leaf = { left: none, right: none };
    const before = pictures.next([nodeBox(1, { left: none, right: 2 }), nodeBox(2, leaf)]);
    const after = pictures.next([nodeBox(1, { left: 3, right: 2 }), nodeBox(2, leaf), nodeBox(3, leaf)]);
    expect(after).toMatchObject(before);
    expect(after[3]?.[1]).toBe(after[2]?.[1]);
    expect(after[3]?.[0]).toBeLessThan(after[1]?.[0] ?? 0);
  });

  it('arranges a tree anew when it is rotated', () => {
    const pictures = new Pictures();
    const leaf = { left: none, right: none };
    const before = pictures.next([nodeBox(1, { left: 2, right: none }), nodeBox(2, leaf)]);
    expect(before[2]?.[1]).toBeGreaterThan(before[1]?.[1] ?? Infinity);
    const after = pictures.next([nodeBox(1, leaf), nodeBox(2, { left: none, right: 1 })]);
    expect(after[1]?.[1]).toBeGreaterThan(after[2]?.[1] ?? Infinity);
  });

  it('leaves the others where they are when blocks come and go, and fills gaps', () => {
    const pictures = new Pictures();
    const before = pictures.next([plain(1), plain(2), plain(3)]);
    expect(pictures.next([plain(1), plain(3)])).toEqual({ 1: before[1], 3: before[3] });
    expect(pictures.next([plain(1), plain(3), plain(4)])).toEqual({ 1: before[1], 3: before[3], 4: before[2] });
  });

  it('pushes down only what is in the way of a structure that grows', () => {
    const pictures = new Pictures();
    const before = pictures.next([nodeBox(1, { left: none, right: none }), plain(2)]);
    const grown = [nodeBox(1, { left: 3, right: none }), plain(2), nodeBox(3, { left: none, right: none })];
    const after = pictures.next(grown);
    expect(after[1]?.[1]).toEqual(before[1]?.[1]);
    expect(after[2]?.[1]).toBeGreaterThan(before[2]?.[1] ?? Infinity);
    expect(pictures.next(grown)).toEqual(after);
  });

  it('keeps the room of a block that was freed', () => {
    const pictures = new Pictures();
    const first = nodeBox(1, { next: 2 });
    const before = pictures.next([first, nodeBox(2, { next: none })]);
    const ghost = { ...nodeBox(2, {}), rows: [], state: 'freed' as const };
    expect(pictures.next([first, ghost])).toEqual(before);
  });
});
