import { expect, test } from 'vitest';
import { WholeRunLog } from '../replay/stretches/whole-run.ts';
import { liveByStack, measureRun } from './call-measures.ts';
import { allocationTable } from './testing-allocations.fixture.ts';

//  step    1   2   3   4   5   6
//  id 1    [-----------)              stack 1, 10 bytes
//  id 2        [---)                  stack 1, 20 bytes: nothing allocated before its end
//  id 3                    [----      stack 2, 15 bytes: never freed
const table = allocationTable([
  { address: 0, size: 10, step: 1, freeStep: 4, stack: 1 },
  { address: 16, size: 20, step: 2, freeStep: 3, stack: 1 },
  { address: 64, size: 15, step: 5, stack: 2 },
]);

test('a stack has its blocks, bytes, share of the peak, what was never freed and what was temporary', () => {
  const { bytes, blocks, peak, leaked, temporary, firstStep } = measureRun(table);
  expect([bytes[1], bytes[2]]).toEqual([30, 15]);
  expect([blocks[1], blocks[2]]).toEqual([2, 1]);
  expect([peak[1], peak[2]]).toEqual([30, 0]);
  expect([leaked[1], leaked[2]]).toEqual([0, 15]);
  expect([temporary[1], temporary[2]]).toEqual([1, 0]);
  expect([...firstStep]).toEqual([0, 1, 5]);
});

test('what lives depends on the step', () => {
  expect([...liveByStack(table, 2)]).toEqual([0, 30, 0]);
  expect([...liveByStack(table, 3)]).toEqual([0, 10, 0]);
  expect([...liveByStack(table, 6)]).toEqual([0, 0, 15]);
});

test('what a summary says of a run, made event by event, is what passes over its table give', () => {
  let seed = 5;
  const random = (below: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 2147483647) % below;
  const blocks = Array.from({ length: 2000 }, (_, at) => {
    const step = at * 2 + 1;
    const freeStep = random(9) === 0 ? undefined : step + 1 + 2 * (random(2) * random(400));
    return { address: 16 * at, size: random(500), step, stack: 1 + random(12), ...(freeStep && { freeStep }) };
  });
  const many = allocationTable(blocks);
  const log = new WholeRunLog();
  for (const event of many.events) {
    const id = Math.abs(event);
    const [size, operation, stack] = [many.size[id]!, many.operation[id]!, many.stack[id]!];
    if (event > 0) log.allocated(id, size, operation, stack, many.step[id]!);
    else log.freed(id, size, operation, stack, many.freeStep[id]!);
  }
  const { bytes, blocks: counts, peak, leaked, temporary, firstStep, peakBytes: most } = log.whole();
  const { firstOperation: _, ...expected } = measureRun(many);
  expect({ bytes, blocks: counts, peak, leaked, temporary, firstStep }).toEqual(expected);
  expect(most).toBe(expected.peak.reduce((sum, one) => sum + one, 0));
});

test('a run without allocations has nothing', () => {
  expect([...measureRun(allocationTable([])).bytes]).toEqual([0]);
});
