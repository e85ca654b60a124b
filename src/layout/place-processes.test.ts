import { expect, test } from 'vitest';
import { placeProcesses, type ProcessToPlace, type Rectangle } from './place-processes.ts';

const METRICS = { width: 1000, rowHeight: 20, headHeight: 24, gap: 12, padding: 10 };

const processes = (count: number, segment?: number): ProcessToPlace[] =>
  Array.from({ length: count }, (_, process) => ({
    process,
    rows: 2 + (process % 3),
    mappings: segment === undefined ? [] : [{ segment, row: 1 }],
  }));

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test('a segment stands between the two processes that map it, tied to both', () => {
  const {
    processes: boxes,
    segments,
    ties,
    width,
  } = placeProcesses(processes(2, 7), [{ segment: 7, rows: 4 }], METRICS);
  const [a, b] = boxes;
  const [shared] = segments;
  expect(a!.x + a!.width).toBeLessThan(shared!.x);
  expect(shared!.x + shared!.width).toBeLessThan(b!.x);
  expect(a!.y).toBe(b!.y);
  expect(width).toBeLessThanOrEqual(METRICS.width);
  expect(ties.map(({ process, segment }) => [process, segment])).toEqual([
    [0, 7],
    [1, 7],
  ]);
  // From the second row of the left process to the middle of the segment's head.
  expect(ties[0]!.path.startsWith(`M${a!.x + a!.width} ${a!.y + 24 + 30}C`)).toBe(true);
  expect(ties[0]!.path.endsWith(` ${shared!.x} ${shared!.y + 12}`)).toBe(true);
  expect(ties[1]!.path.endsWith(` ${shared!.x + shared!.width} ${shared!.y + 12}`)).toBe(true);
});

test.each([1, 2, 5, 9])('%i processes never overlap, with segments or without', (count) => {
  for (const segments of [[], [1, 2].map((segment) => ({ segment, rows: 3 }))]) {
    const picture = placeProcesses(processes(count, 1), segments, METRICS);
    const boxes = [...picture.processes, ...picture.segments];
    expect(boxes.length).toBe(count + segments.length);
    for (const [at, box] of boxes.entries()) {
      for (const other of boxes.slice(at + 1)) expect(overlap(box, other)).toBe(false);
      expect(box.x + box.width).toBeLessThanOrEqual(picture.width - METRICS.padding);
      expect(box.y + box.height).toBeLessThanOrEqual(picture.height - METRICS.padding);
    }
    expect(picture.ties.length).toBe(segments.length > 0 ? count : 0);
  }
});

test('processes that share nothing stand in as many columns as fit', () => {
  const tops = (width: number): number =>
    placeProcesses(processes(4), [], { ...METRICS, width }).processes.filter(({ y }) => y === METRICS.padding).length;
  expect([300, 500, 1000].map(tops)).toEqual([1, 2, 4]);
});

test('a mapping of a segment that is not shown has no tie', () => {
  expect(placeProcesses(processes(2, 9), [{ segment: 1, rows: 1 }], METRICS).ties).toEqual([]);
});
