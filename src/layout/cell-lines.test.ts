import { describe, expect, it, test } from 'vitest';
import { groupWidth, layLines } from './cell-lines.ts';
import { shortText } from './cells.ts';
import type { RowGroup } from './object-model.ts';
import { objectRow } from './object-row.fixture.ts';

const elements = (n: number, kind: RowGroup['kind'], columns = n, depth = 1) =>
  Array.from({ length: n }, (_, i) =>
    objectRow(`a[${i}]`, 100 + 4 * i, 4, { name: `[${i}]`, depth, group: { id: 'a', kind, columns } }),
  );
const array = objectRow('a', 100, 24, { isOpen: true });
const after = objectRow('n', 200, 4);

test('long fractions are shortened, and never what tells how large a number is', () => {
  const numbers = ['0.1', '1.3333', '1.3333333', '-0.00012345678', '6.02214076e+23', '1.00000000005e-7'];
  const short = ['0.1', '1.3333', '1.333…', '-0.000123…', '6.022…e+23', '1.000…e-7'];
  expect(numbers.map(shortText)).toEqual(short);
  expect(['1234567890', '"1.23456789"', "'1'"].map(shortText)).toEqual(['1234567890', '"1.23456789"', "'1'"]);
});

describe('rows in a box', () => {
  it('puts a strip between lines, and wraps it where the box ends', () => {
    const { cells, bottom } = layLines([array, ...elements(6, 'strip'), after], 170, 28, 24);
    expect(cells.map(({ look }) => look)).toEqual(['line', ...Array<string>(6).fill('element'), 'line']);
    const [first, second, , fourth] = cells.slice(1);
    expect(second?.x).toBe((first?.x ?? 0) + 44);
    expect(second?.y).toBe(first?.y);
    expect(fourth).toMatchObject({ x: first?.x, y: (first?.y ?? 0) + 42 });
    for (const { x, width } of cells) expect(x + width).toBeLessThanOrEqual(170);
    const last = cells.at(-1);
    expect(last && last.y + last.height).toBe(bottom + 1);
  });

  it('draws an array of arrays as a grid with its indices, where there is room', () => {
    const rows = elements(6, 'grid', 3);
    const { cells, labels } = layLines(rows, 300, 28, 24);
    expect(cells.map(({ x }) => x)).toEqual([0, 1, 2, 0, 1, 2].map((i) => (cells[0]?.x ?? 0) + 44 * i));
    expect(new Set(cells.map(({ y }) => y)).size).toBe(2);
    expect(labels.map(({ text }) => text)).toEqual(['0', '0', '1', '1', '2']);
    expect(layLines(rows, groupWidth(rows), 28, 24).cells.map(({ x }) => x)).toEqual(cells.map(({ x }) => x));
  });

  it('narrows a grid, and where that is not enough goes on below with the columns that are left', () => {
    const rows = elements(6, 'grid', 3);
    const narrow = layLines(rows, 150, 28, 24).cells;
    expect(new Set(narrow.map(({ y }) => y)).size).toBe(2);
    expect((narrow[1]?.x ?? 0) - (narrow[0]?.x ?? 0)).toBeLessThan(44);
    for (const { x, width } of narrow) expect(x + width).toBeLessThanOrEqual(150);
    const { cells, labels, bottom } = layLines([...rows, after], 120, 28, 24);
    expect(labels.map(({ text }) => text)).toEqual(['0', '0', '1', '1', '2', '0', '1']);
    const at = (name: string) => cells.find(({ row }) => row.name === name);
    expect(at('[2]')?.x).toBe(at('[0]')?.x);
    expect(at('[2]')?.y).toBeGreaterThan(at('[4]')?.y ?? Infinity);
    expect(at('[5]')?.y).toBe((at('[2]')?.y ?? 0) + 24);
    expect(bottom).toBeGreaterThan(at('[5]')?.y ?? Infinity);
    expect(Math.max(...cells.map(({ x, width }) => x + width))).toBeLessThanOrEqual(120);
  });

  it('lays the members of a union side by side', () => {
    const { cells } = layLines([...elements(2, 'union'), after], 300, 28, 24);
    expect(cells[0]?.y).toBe(cells[1]?.y);
    expect(cells[1]?.x).toBe((cells[0]?.x ?? 0) + (cells[0]?.width ?? 0));
    const below = layLines(elements(2, 'union'), 100, 28, 24).cells;
    expect(below[1]?.y).toBeGreaterThan(below[0]?.y ?? Infinity);
    const three = layLines(elements(3, 'union'), 150, 28, 24).cells;
    expect(three.map(({ look }) => look)).toEqual(['line', 'line', 'line']);
  });
});
