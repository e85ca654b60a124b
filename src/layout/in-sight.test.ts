import { describe, expect, it, test } from 'vitest';
import { aboutOf, beyondSight, isAboutStep, scrollTo } from './in-sight.ts';
import { objectRow } from './object-row.fixture.ts';
import type { Box, Row } from './object-model.ts';
import type { ObjectPicture, PlacedBox } from './place-objects.ts';

const placed = (box: Box, x: number, y: number): PlacedBox => ({
  box,
  x,
  y,
  width: 100,
  height: 28 + 24 * box.rows.length,
  cells: box.rows.map((row, i) => ({ row, look: 'line', x: 1, y: 29 + 24 * i, width: 98, height: 24 })),
});
const at = { file: 'a.c', line: 1, column: 1 };
const frame = (name: string, rows: readonly Row[], isNew = false): Box =>
  ({ id: name, kind: 'frame', name, at, isInnermost: true, ...(isNew && { isNew }), rows }) as Box;
const block = (id: number, rows: readonly Row[], happened?: 'allocated'): Box =>
  ({
    id: `b${id}`,
    kind: 'block',
    block: id,
    address: 0,
    size: 8,
    state: 'live',
    type: '',
    rows,
    ...(happened && { happened }),
  }) as Box;
const picture = (...boxes: PlacedBox[]): ObjectPicture => ({ boxes }) as unknown as ObjectPicture;

const still = objectRow('p', 100, 4);
const changed = objectRow('q', 104, 4, { changed: true });
const leading = objectRow('r', 108, 4, { changed: true, pointing: { kind: 'object', target: 0, box: 'b2' } });

describe('what a step is about', () => {
  const main = placed(frame('main', [still, leading]), 0, 0);

  it('is a block before a function, and that before what a pointer leads to', () => {
    const [made, other] = [placed(block(1, [still], 'allocated'), 200, 0), placed(block(2, [still]), 400, 0)];
    const called = placed(frame('f', [still], true), 0, 200);
    expect(aboutOf(picture(main, called, other, made))?.box).toBe(made);
    expect(aboutOf(picture(main, called, other))?.box).toBe(called);
    expect(aboutOf(picture(main, other))?.box).toBe(other);
    expect(aboutOf(picture(placed(frame('main', [still]), 0, 0), other))).toBeUndefined();
  });

  it('is a cell of what was written', () => {
    const written = placed(block(1, [still, changed]), 200, 10);
    const called = placed(frame('f', [still], true), 0, 200);
    const about = aboutOf(picture(main, called, written));
    expect(about?.box).toBe(written);
    expect(about?.part).toMatchObject({ x: 201, y: 63, width: 98, height: 24 });
    expect(aboutOf(picture(main))?.part).toMatchObject({ x: 1, y: 53 });
  });
});

describe('bringing it into sight', () => {
  const view = { x: 0, y: 0, width: 300, height: 200 };
  const about = (x: number, y: number, height = 100) => ({
    box: { x, y, width: 100, height },
    part: { x, y: y + 150, width: 100, height: 24 },
  });

  it('moves nothing that is seen', () => {
    expect(scrollTo(about(150, 90), view, 1)).toEqual({ x: 0, y: 0 });
    expect(scrollTo(about(390, 180), view, 0.5)).toEqual({ x: 0, y: 0 });
  });

  it('scrolls no further than it has to, and back', () => {
    expect(scrollTo(about(350, 50), view, 1)).toEqual({ x: 166, y: 0 });
    expect(scrollTo(about(350, 300), { ...view, x: 400, y: 100 }, 1)).toEqual({ x: 334, y: 216 });
    expect(scrollTo(about(0, 0), { ...view, x: 400, y: 100 }, 1)).toEqual({ x: 0, y: 0 });
  });

  it('shows the part where there is no room for the box', () => {
    expect(scrollTo(about(0, 0, 500), { ...view, height: 100 }, 1)).toEqual({ x: 0, y: 90 });
  });
});

test('boxes beside what is seen are those whose greater part is, in the size in which they are drawn', () => {
  const [main, near, far] = [
    placed(frame('main', [still]), 0, 0),
    placed(block(1, [still]), 240, 0),
    placed(block(2, [changed]), 260, 0),
  ];
  const all = picture(main, near, far);
  expect(beyondSight(all, { x: 0, width: 300 }, 1)).toEqual({ left: [], right: [far] });
  expect(beyondSight(all, { x: 60, width: 300 }, 1)).toEqual({ left: [main], right: [] });
  expect(beyondSight(all, { x: 0, width: 300 }, 0.5)).toEqual({ left: [], right: [] });
  expect([main, far].map(isAboutStep)).toEqual([false, true]);
  expect(isAboutStep(placed(block(3, [], 'allocated'), 0, 0))).toBe(true);
});
