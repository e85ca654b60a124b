import { describe, expect, it } from 'vitest';
import type { BlockAt } from '../replay/timeline.ts';
import { layoutHeapMap } from './heap-map.ts';
import { heapRange } from './heap-range.ts';
import { allocationTable } from './testing-allocations.fixture.ts';

const metrics = { width: 640, rowHeight: 24, mostRows: 12 };
const block = (id: number, address: number, size: number, state: BlockAt['state'] = 'live'): BlockAt => ({
  id,
  address,
  size,
  state,
});
const never = (): boolean => false;

describe('the heap map', () => {
  it('gives each block its place and its size', () => {
    const map = layoutHeapMap(
      [block(1, 1000, 16), block(2, 1032, 30, 'freed')],
      { low: 1000, high: 1064 },
      never,
      metrics,
    );
    expect(map.bytesPerRow).toBe(64);
    expect(map.cells.map(({ x, width, look }) => [x, width, look])).toEqual([
      [0, 160, 'live'],
      [320, 300, 'freed'],
    ]);
  });

  it('continues a block on the next rows', () => {
    const map = layoutHeapMap([block(1, 1032, 96)], { low: 1000, high: 1128 }, (id) => id === 1, metrics);
    expect(map.rows).toBe(2);
    expect(map.cells.map(({ y, openLeft, openRight, look }) => [y, openLeft, openRight, look])).toEqual([
      [0, false, true, 'leaked'],
      [24, true, false, 'leaked'],
    ]);
  });

  it('draws a hundred thousand blocks as a bounded number of cells, and counts them all', () => {
    const blocks = Array.from({ length: 100_000 }, (_, i) => block(i + 1, i * 48, 20, i % 3 === 0 ? 'freed' : 'live'));
    const map = layoutHeapMap(blocks, { low: 0, high: 4_800_000 }, (id) => id === 50_000, metrics);
    expect(map.rows).toBeLessThanOrEqual(12);
    expect(map.cells.length).toBeLessThanOrEqual(12 * (640 / 4));
    expect(map.cells.reduce((sum, cell) => sum + cell.count, 0)).toBeGreaterThanOrEqual(100_000);
    expect(map.cells.filter((cell) => cell.look === 'leaked')).toHaveLength(1);
  });

  it('keeps its range while blocks come and go', () => {
    const table = allocationTable([
      { address: 1040, size: 8, step: 1, freeStep: 2 },
      { address: 1008, size: 8, step: 3 },
    ]);
    expect(heapRange(table)).toEqual({ low: 1008, high: 1048 });
    expect(heapRange(allocationTable([]))).toEqual({ low: 0, high: 0 });
  });
});
