import { expect, test } from 'vitest';
import { readSurvey } from '../replay/read-survey.ts';
import { syntheticResolver, syntheticSites } from '../replay/testing/synthetic.ts';
import { RecordBuilder } from '../trace/record-builder.ts';
import { SystemEvent, WaitReason } from '../trace/records.ts';
import { layoutTaskLanes, type TaskLanes } from './task-lanes.ts';

const METRICS = { width: 100, laneHeight: 10, spacing: 5 };

function lanesOf(steps: number, write: (builder: RecordBuilder) => void): TaskLanes {
  const builder = new RecordBuilder(100_000);
  write(builder);
  const recording = {
    sites: syntheticSites(),
    survey: builder.chunks(),
    end: { kind: 'exit', code: 0, steps },
  } as const;
  return layoutTaskLanes(readSurvey(recording, syntheticResolver).system, steps, METRICS);
}

test('a lane shows when a task ran and waited, with marks and where it came from', () => {
  const { lanes, links, height } = lanesOf(100, (builder) => {
    builder.system(SystemEvent.processCreated, { a: 1, b: 2, c: 1, step: 10 });
    builder.system(SystemEvent.blocked, { a: WaitReason.child, b: 2, step: 20 });
    builder.processIs(1);
    builder.system(SystemEvent.blocked, { a: WaitReason.sleep, step: 40 });
    builder.system(SystemEvent.clockAdvanced, { a: 1, step: 40 });
    builder.system(SystemEvent.woken, { a: WaitReason.sleep, step: 40 });
    builder.system(SystemEvent.exited, { b: 2, c: 1, step: 60 });
    builder.processIs(0);
    builder.system(SystemEvent.woken, { a: WaitReason.child, step: 60 });
    builder.system(SystemEvent.reaped, { a: 1, b: 2, step: 70 });
  });
  expect(lanes.map(({ stretches }) => stretches.map(({ state, x, width }) => [state, x, width]))).toEqual([
    [
      ['running', 0, 20],
      ['blocked', 20, 40],
      ['running', 60, 40],
    ],
    [
      ['ready', 10, 10],
      ['running', 20, 40],
      ['zombie', 60, 10],
    ],
  ]);
  expect(lanes.map(({ marks }) => marks.map(({ kind, x, count }) => [kind, x, count]))).toEqual([
    [
      ['fork', 10, 1],
      ['wait', 20, 1],
      ['wait', 70, 1],
    ],
    [
      ['sleep', 40, 1],
      ['exit', 60, 1],
    ],
  ]);
  expect(links).toEqual([{ x: 10, fromY: 5, toY: 15 }]);
  expect(height).toBe(20);
});

test('what falls together is one mark, which shows the most telling and knows all', () => {
  const { lanes } = lanesOf(1000, (builder) => {
    builder.system(SystemEvent.segmentCreated, { a: 1, b: 4096, step: 10 });
    builder.system(SystemEvent.processCreated, { a: 1, b: 2, c: 1, step: 20 });
    builder.system(SystemEvent.blocked, { a: WaitReason.sleep, step: 40 });
    builder.system(SystemEvent.blocked, { a: WaitReason.sleep, step: 60 });
  });
  expect(lanes[0]?.marks).toEqual([
    { kind: 'fork', x: 1, kinds: ['segment', 'fork', 'sleep'], count: 3, step: 10 },
    { kind: 'sleep', x: 6, kinds: ['sleep'], count: 1, step: 60 },
  ]);
});

test('any number of turns gives at most one stretch a pixel, and running shows', () => {
  const turns = 20_000;
  const { lanes } = lanesOf(turns * 2, (builder) => {
    builder.system(SystemEvent.processCreated, { a: 1, b: 2, c: 1, step: 0 });
    for (let turn = 0; turn < turns; turn++) {
      builder.system(SystemEvent.blocked, { a: WaitReason.semaphore, b: 3, step: turn * 2 });
      builder.processIs((turn + 1) % 2);
      builder.system(SystemEvent.woken, { a: WaitReason.semaphore, b: 3, step: turn * 2 });
    }
  });
  for (const { stretches, marks } of lanes) {
    expect(stretches).toEqual([{ state: 'running', x: 0, width: 100 }]);
    expect(marks.filter(({ kind }) => kind === 'semaphore').length).toBeLessThanOrEqual(21);
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(turns / 2);
  }
});

test('the one task of a plain run has one stretch', () => {
  const { lanes, links } = lanesOf(50, (builder) => builder.progress(50));
  expect(lanes).toEqual([
    { task: { process: 0, thread: 0 }, y: 5, stretches: [{ state: 'running', x: 0, width: 100 }], marks: [] },
  ]);
  expect(links).toEqual([]);
});
