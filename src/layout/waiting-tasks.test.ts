import { expect, test } from 'vitest';
import { readSurvey } from '../replay/read-survey.ts';
import { syntheticResolver, syntheticSites } from '../replay/testing/synthetic.ts';
import { RecordBuilder } from '../trace/record-builder.ts';
import { SystemEvent, WaitReason } from '../trace/records.ts';
import { waitingTasks } from './waiting-tasks.ts';

test('tells who waits for a semaphore or a message, and who no longer does', () => {
  const builder = new RecordBuilder();
  builder.system(SystemEvent.processCreated, { a: 1, b: 2, c: 1, step: 1 });
  builder.system(SystemEvent.blocked, { a: WaitReason.semaphore, b: 7, c: 1, step: 2 });
  builder.processIs(1);
  builder.system(SystemEvent.blocked, { a: WaitReason.message, b: 9, step: 4 });
  builder.processIs(0);
  builder.system(SystemEvent.woken, { a: WaitReason.semaphore, b: 7, step: 5 });
  builder.progress(8);
  const recording = {
    sites: syntheticSites(),
    survey: builder.chunks(),
    end: { kind: 'exit', code: 0, steps: 8 },
  } as const;
  const { system } = readSurvey(recording, syntheticResolver);
  const at = (step: number) =>
    [...waitingTasks(system, step)].map(([id, tasks]) => [id, ...tasks.map((t) => t.process)]);
  // A is on from where its turn begins.
  expect([1, 3, 6].map(at)).toEqual([[], [[7, 0]], [[9, 1]]]);
});
