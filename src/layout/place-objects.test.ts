import { describe, expect, it } from 'vitest';
import type { BlockBox, FrameBox, ObjectModel, Pointing, Row } from './object-model.ts';
import { blockBox, objectRow } from './object-row.fixture.ts';
import { bendArrows } from './bend-arrows.ts';
import { placeObjects } from './place-objects.ts';

const metrics = { width: 900, rowHeight: 24, headHeight: 28, gap: 16, padding: 24 };

const row = (id: string, address: number, size: number, pointing?: Pointing): Row =>
  objectRow(id, address, size, { pointing });
const at = { function: 'main', file: 'a.c', line: 1, column: 1, libc: false };
const frame = (id: string, rows: Row[]): FrameBox => ({ id, kind: 'frame', name: 'main', at, isInnermost: true, rows });
const block = (id: number, address: number, rows: Row[], state: BlockBox['state'] = 'live'): BlockBox =>
  blockBox(id, address, rows, { state });
const to = (target: number, box: string): Pointing => ({ kind: 'object', target, box });

const model: ObjectModel = {
  left: [
    frame('f0', [row('p', 500, 4, to(1000, 'b1')), row('q', 504, 4, to(1044, 'b2'))]),
    frame('f1', [row('r', 400, 4, to(504, ''))]),
  ],
  right: [
    block(1, 1000, [row('a', 1000, 4), row('b', 1004, 4, to(1040, 'b2'))]),
    block(2, 1040, [row('c', 1040, 4), row('d', 1044, 4)]),
  ],
  hiddenBlocks: 0,
};

describe('placing objects', () => {
  it('overlaps no two boxes', () => {
    const { boxes } = placeObjects(model, metrics, { bendArrows });
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart, `${a.box.id} and ${b.box.id}`).toBe(true);
      }
  });

  it('leads arrows from rows to heads, to the rows inside, and back into the stack', () => {
    const { boxes, arrows } = placeObjects(model, metrics, { bendArrows });
    const place = (id: string) => boxes.find((each) => each.box.id === id) ?? { x: NaN, y: NaN, width: NaN };
    const tip = (id: string) => arrows.find((arrow) => arrow.id === id)?.tip;
    expect(tip('p')).toEqual({ x: place('b1').x, y: place('b1').y + 14, angle: 0 });
    // Into the middle of block 2, around block 1.
    expect(tip('q')).toEqual({ x: place('b2').x, y: place('b2').y + 1 + 28 + 36, angle: 0 });
    expect(tip('b')).toEqual({ x: place('b2').x, y: place('b2').y + 14, angle: 0 });
    expect(tip('r')).toEqual({ x: place('f0').x + place('f0').width, y: place('f0').y + 1 + 28 + 36, angle: 180 });
  });

  it('moves nothing that was there when a frame or a later block is added', () => {
    const first = placeObjects(model, metrics, { bendArrows });
    const before = first.boxes;
    const grown: ObjectModel = {
      ...model,
      left: [...model.left, frame('f2', [row('s', 300, 4)])],
      right: [...model.right, block(3, 1100, [row('e', 1100, 4)])],
    };
    const after = placeObjects(grown, metrics, { before: first, bendArrows }).boxes;
    for (const { box, ...place } of before) expect(after.find((each) => each.box.id === box.id)).toMatchObject(place);
  });

  it('marks arrows to freed blocks as dangling', () => {
    const dangling: ObjectModel = {
      left: [frame('f0', [row('p', 500, 4, { kind: 'freed', target: 1000, box: 'b1' })])],
      right: [block(1, 1000, [], 'freed')],
      hiddenBlocks: 0,
    };
    expect(placeObjects(dangling, metrics, { bendArrows }).arrows.map((arrow) => arrow.look)).toEqual(['dangling']);
  });

  it('fits a phone', () => {
    expect(placeObjects(model, { ...metrics, width: 390, padding: 12 }).width).toBeLessThanOrEqual(430);
  });
});
