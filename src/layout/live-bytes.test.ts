import { expect, test } from 'vitest';
import { layoutLiveBytes } from './live-bytes.ts';
import { allocationTable } from './testing-allocations.fixture.ts';

/** The height of the curve over each column, read back from the path. */
function heights(path: string, width: number, height: number): number[] {
  const levels = new Array<number>(width).fill(0);
  let x = 0;
  let y = height;
  for (const [, command, value] of path.matchAll(/([HV])([\d.]+)/g)) {
    if (command === 'V') y = Number(value);
    else {
      for (; x < Math.min(width, Number(value)); x += 1) levels[x] = height - y;
    }
  }
  return levels;
}

const table = allocationTable([
  { address: 100, size: 30, step: 2, freeStep: 8 },
  { address: 200, size: 10, step: 5 },
]);

test('the staircase rises and falls with what is live', () => {
  const path = layoutLiveBytes(table, 10, 10, 40);
  expect(heights(path, 10, 40)).toEqual([0, 0, 30, 30, 30, 40, 40, 40, 10, 10]);
});

test('a block that lives for less than a pixel can still be seen', () => {
  const short = allocationTable([{ address: 0, size: 8, step: 501, freeStep: 502 }]);
  const path = layoutLiveBytes(short, 1000, 10, 40);
  expect(path).toMatch(/H5V0\.0/);
  expect(heights(path, 10, 40)[6]).toBe(0);
});

test('any number of events gives a path of bounded length', () => {
  const many = allocationTable(
    Array.from({ length: 20_000 }, (_, i) => ({ address: i * 32, size: 1 + (i % 7), step: i, freeStep: i + 3 })),
  );
  expect(layoutLiveBytes(many, 20_000, 300, 40).length).toBeLessThan(300 * 2 * 12);
});

test('a part of the run begins with what is live there, on the scale of the whole', () => {
  const path = layoutLiveBytes(table, 10, 8, 40, { first: 3, end: 7 });
  expect(heights(path, 8, 40)).toEqual([30, 30, 30, 30, 40, 40, 40, 40]);
  const end = layoutLiveBytes(table, 10, 4, 40, { first: 0, end: 4 });
  expect(heights(end, 4, 40)).toEqual([0, 0, 30, 30]);
});

test('a run without allocations is a flat line', () => {
  expect(heights(layoutLiveBytes(allocationTable([]), 10, 5, 40), 5, 40)).toEqual([0, 0, 0, 0, 0]);
});
