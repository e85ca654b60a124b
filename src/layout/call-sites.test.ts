import { expect, test } from 'vitest';
import type { StackLine } from '../replay/timeline.ts';
import { groupCallSites, type CallSiteSources } from './call-sites.ts';
import { allocationTable } from './testing-allocations.fixture.ts';

const line = (name: string, at: number, libc = false): StackLine => ({
  function: name,
  file: libc ? '' : 'a.c',
  line: at,
  column: 1,
  libc,
});
const STACKS: readonly (readonly StackLine[])[] = [
  [],
  [line('push', 9), line('main', 20)],
  [line('strdup', 0, true), line('main', 22)],
];

const survey: CallSiteSources = {
  allocations: allocationTable([
    { address: 0, size: 10, step: 1, freeStep: 5, stack: 1 },
    { address: 16, size: 20, step: 3, stack: 1 },
    { address: 64, size: 100, step: 8, stack: 2 },
  ]),
  stackLines: (stack) => STACKS[stack] ?? [],
};

test('allocations are grouped by stack, the most bytes first, and counted as of a step', () => {
  const [first, second] = groupCallSites(survey, 4);
  expect(first).toMatchObject({ count: 1, bytes: 100, liveBlocks: 0, neverFreed: 1, firstStep: 8 });
  expect(first?.place?.function).toBe('main');
  expect(second).toMatchObject({
    count: 2,
    bytes: 30,
    liveBlocks: 2,
    liveBytes: 30,
    neverFreed: 1,
    neverFreedBytes: 20,
    firstStep: 1,
  });
  expect(groupCallSites(survey, 5)[1]).toMatchObject({ liveBlocks: 1, liveBytes: 20 });
});
