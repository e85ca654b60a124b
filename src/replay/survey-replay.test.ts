/** Steps of a run that has a survey and no window: its events. */
import { describe, expect, it } from 'vitest';
import { RecordBuilder } from '../trace/record-builder.ts';
import { AllocationOp, FindingKind, SystemEvent } from '../trace/records.ts';
import type { SymbolTable } from '../trace/symbols.ts';
import { GrowingSurvey } from './growing-survey.ts';
import { replaySurvey } from './survey-replay.ts';
import type { Replay } from './timeline.ts';

const line = (name: string, number: number, libc = false) => ({
  ...{ function: name, file: libc ? 'libc.so.6+0x10' : 'a.c', line: libc ? 0 : number, column: 0, libc },
});

const SYMBOLS: SymbolTable = {
  lines: [line('main', 10), line('make', 3), line('strdup', 0, true)],
  sites: [[], [0], [1], [2]],
  sources: [],
};

/** 1: main > make allocates block 1; 2: another thread begins; 3: it allocates in strdup; 4, 5: block 1 is freed, and again. */
function replay(): Replay {
  const records = new RecordBuilder();
  records.stack(1, 0);
  records.stack(2, 1);
  records.stack(3, 2);
  records.malloc(1, 0x5555_0000_0010, 24, 2, 1);
  records.system(SystemEvent.threadCreated, { a: 1, stack: 1, step: 2 });
  records.processIs(0, 1);
  records.allocate(AllocationOp.malloc, 2, 0x5555_0000_0100, 40, 3, 3);
  records.progress(3);
  records.processIs(0, 0);
  records.quickFree(1, 0x5555_0000_0010, 1, 4);
  const misuse = { address: 0x5555_0000_0010, size: 0, flags: 0, block: 1, stack: 1, site: 0, step: 5 };
  records.finding(FindingKind.doubleFree, misuse);
  const survey = new GrowingSurvey();
  for (const chunk of records.chunks()) survey.add(chunk);
  const read = survey.survey(SYMBOLS, 5);
  expect(read.contradictions).toBe(0);
  return replaySurvey(read);
}

describe('a replay of a survey', () => {
  it('has at each position the blocks, the task and what happened last', () => {
    const run = replay();
    expect([run.first, run.end]).toEqual([0, 5]);
    const seen = [0, 1, 2, 3, 4, 5].map((step) => {
      const moment = run.seek(step);
      return [moment.task.thread, moment.events.map(({ kind }) => kind), moment.blocks().map(({ id }) => id)];
    });
    expect(seen.map(([thread]) => thread)).toEqual([0, 0, 0, 1, 0, 0]);
    expect(seen.map(([, events]) => events)).toEqual([
      ...[[], ['allocate'], ['system'], ['allocate'], ['free'], ['finding']],
    ]);
    expect(seen.map(([, , blocks]) => blocks).slice(0, 4)).toEqual([[], [1], [1], [1, 2]]);
    expect(() => run.seek(6)).toThrow(RangeError);
    expect(() => run.seek(-1)).toThrow(RangeError);
    expect(() => run.seek(NaN)).toThrow(RangeError);
  });

  it("where there is no debug information, a step is at the program's own module", () => {
    const records = new RecordBuilder();
    records.stack(1, 0);
    records.stack(2, 1);
    records.malloc(1, 0x5555_0000_0010, 24, 2, 1);
    const survey = new GrowingSurvey();
    for (const chunk of records.chunks()) survey.add(chunk);
    const own = { function: '?', file: 'jq+0x2fc9', line: 0, column: 0, libc: false };
    const read = survey.survey({ lines: [own, line('strdup', 0, true)], sites: [[], [0], [1]], sources: [] }, 1);
    expect(replaySurvey(read).statementAt(0)).toMatchObject(own);
  });

  it('shows the call stack of the event, outermost first', () => {
    const frames = (step: number): string[] =>
      replay()
        .seek(step)
        .frames.map(({ name }) => name);
    expect([0, 1, 3, 4].map(frames)).toEqual([[], ['main', 'make'], ['main', 'make', 'strdup'], ['main']]);
  });

  it("is at the program's own line where the library allocates", () => {
    const run = replay();
    expect(run.statementAt(0)).toMatchObject({ file: 'a.c', line: 3, thread: 0, depth: 2 });
    expect(run.statementAt(2)).toMatchObject({ file: 'a.c', line: 3, thread: 1, depth: 3 });
  });

  it('finds events, lines, tasks and depths in both directions', () => {
    const run = replay();
    expect(run.find(0, 1, { kind: 'allocation' })).toBe(1);
    expect(run.find(1, 1, { kind: 'allocation' })).toBe(3);
    expect(run.find(5, -1, { kind: 'allocation' })).toBe(4);
    expect(run.find(4, -1, { kind: 'allocation' })).toBe(3);
    expect(run.find(4, 1, { kind: 'allocation' })).toBeUndefined();
    expect(run.find(0, 1, { kind: 'system' })).toBe(2);
    expect(run.find(2, 1, { kind: 'system', kinds: ['fork'] })).toBeUndefined();
    expect(run.find(0, 1, { kind: 'statement', task: { process: 0, thread: 1 } })).toBe(2);
    expect(run.find(0, 1, { kind: 'switch' })).toBe(2);
    expect(run.find(4, -1, { kind: 'line', at: [{ file: 'a.c', line: 3 }] })).toBe(2);
    expect(run.find(0, 1, { kind: 'depth', atMost: 1 })).toBe(1);
  });
});
