import { expect, test } from 'vitest';
import { allocationTable } from './testing-allocations.fixture.ts';
import { layoutTimelineMarks } from './timeline-marks.ts';

const allocations = allocationTable([
  { address: 0, size: 1, step: 10, freeStep: 90 },
  { address: 8, size: 1, step: 11 },
  { address: 16, size: 1, step: 50 },
]);

test('what is out of sight has no mark', () => {
  const marks = layoutTimelineMarks({ allocations, findings: [], outputs: [] }, 100, 200, 5, { first: 40, end: 60 });
  expect(marks.map(({ kind, x }) => [kind, x])).toEqual([['malloc', 100]]);
});

test('marks stand where things happened, near ones together', () => {
  const marks = layoutTimelineMarks(
    { allocations, findings: [{ step: 95 }, { step: 20 }], outputs: [{ step: 60 }] },
    100,
    200,
    5,
  );
  expect(marks.map(({ kind, x, count, step }) => [kind, x, count, step])).toEqual([
    ['malloc', 20, 2, 10],
    ['malloc', 100, 1, 50],
    ['free', 180, 1, 90],
    ['output', 120, 1, 60],
    ['finding', 40, 1, 20],
    ['finding', 190, 1, 95],
  ]);
});
