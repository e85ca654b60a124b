import { expect, test } from 'vitest';
import { readSurvey } from '../replay/read-survey.ts';
import type { SystemSurvey } from '../replay/system.ts';
import { syntheticResolver, syntheticSites } from '../replay/testing/synthetic.ts';
import { RecordBuilder } from '../trace/record-builder.ts';
import { SystemEvent, WaitReason } from '../trace/records.ts';
import { waitCircle, waitEdges } from './wait-graph.ts';
import { layoutWaits } from './wait-picture.ts';

function systemOf(write: (builder: RecordBuilder) => void): SystemSurvey {
  const builder = new RecordBuilder(100_000);
  write(builder);
  const end = { kind: 'exit', code: 0, steps: 100 } as const;
  return readSurvey({ sites: syntheticSites(), survey: builder.chunks(), end }, syntheticResolver).system;
}

/** Two processes take two semaphores in opposite order; `isReturned`: the child gives its first one back. */
function crossed(isReturned: boolean): SystemSurvey {
  return systemOf((builder) => {
    builder.system(SystemEvent.semaphoreChanged, { a: 1, b: 1, c: -1, step: 1 });
    builder.system(SystemEvent.semaphoreChanged, { a: 2, b: 1, c: -1, step: 2 });
    builder.system(SystemEvent.processCreated, { a: 1, b: 2, c: 1, step: 3 });
    builder.system(SystemEvent.semaphoreChanged, { a: 1, b: 0, c: 1, step: 4 });
    builder.system(SystemEvent.blocked, { a: WaitReason.sleep, step: 5 });
    builder.processIs(1);
    builder.system(SystemEvent.semaphoreChanged, { a: 2, b: 0, c: 1, step: 6 });
    if (isReturned) builder.system(SystemEvent.semaphoreChanged, { a: 2, b: 1, c: 0, step: 7 });
    builder.system(SystemEvent.blocked, { a: WaitReason.semaphore, b: 1, c: 1, step: 8 });
    builder.processIs(0);
    builder.system(SystemEvent.blocked, { a: WaitReason.semaphore, b: 2, c: 1, step: 9 });
  });
}

test('two that wait for what the other has taken wait in a circle', () => {
  const edges = waitEdges(crossed(false), 50);
  expect(edges.map(({ task, holder }) => [task.process, holder?.process])).toEqual([
    [0, 1],
    [1, 0],
  ]);
  const circle = waitCircle(edges);
  expect(circle).toEqual(edges);
  const { nodes, arrows, height } = layoutWaits(circle);
  // Process, semaphore, process, semaphore, clockwise from the left.
  expect(nodes.map(({ task, wait }) => task?.process ?? wait?.reason)).toEqual([0, 'semaphore', 1, 'semaphore']);
  expect(arrows.map(({ kind }) => kind)).toEqual(['waits', 'taken', 'waits', 'taken']);
  expect(nodes[0]!.x).toBeLessThan(nodes[1]!.x);
  expect(nodes[1]!.y).toBeLessThan(nodes[3]!.y);
  expect(nodes.every(({ y }) => y > 0 && y < height)).toBe(true);
});

test('what was given back is held by nobody, and makes no circle', () => {
  const edges = waitEdges(crossed(true), 50);
  expect(edges.map(({ holder }) => holder?.process)).toEqual([undefined, 0]);
  expect(waitCircle(edges)).toEqual([]);
});

test('a process-shared lock says its owner', () => {
  const system = systemOf((builder) => {
    builder.system(SystemEvent.processCreated, { a: 1, b: 2, c: 1, step: 3 });
    builder.system(SystemEvent.blocked, { a: WaitReason.child, b: 2, step: 5 });
    builder.processIs(1);
    builder.system(SystemEvent.blocked, { a: WaitReason.lock, b: 7, c: 0, step: 8 });
  });
  const circle = waitCircle(waitEdges(system, 50));
  expect(circle.map(({ task, wait }) => [task.process, wait.reason])).toEqual([
    [0, 'child'],
    [1, 'lock'],
  ]);
  // A child is waited for itself: it needs no box for what it has.
  expect(layoutWaits(circle).nodes.map(({ task, wait }) => task?.process ?? wait?.reason)).toEqual([0, 1, 'lock']);
});
