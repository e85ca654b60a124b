/** What a native recording tells of memory, from records to the moment that is looked at. */
import { describe, expect, it } from 'vitest';
import { RecordBuilder } from '../trace/record-builder.ts';
import { AllocationOp, FindingKind, SegmentKind, ShadowState, SystemEvent } from '../trace/records.ts';
import { NO_SYMBOLS } from '../trace/symbols.ts';
import { resolveFindings } from './resolve-findings.ts';
import { GrowingSurvey } from './growing-survey.ts';
import type { RunSurvey } from './run-survey.ts';
import { replaySurvey } from './survey-replay.ts';

function surveyOf(records: RecordBuilder, steps: number): RunSurvey {
  const survey = new GrowingSurvey();
  for (const chunk of records.chunks()) survey.add(chunk);
  return survey.survey(NO_SYMBOLS, steps);
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll('\0', '.');

describe('shared segments of a native recording', () => {
  /** A parent maps eight bytes and forks; the two write in turn. */
  function letters(): RecordBuilder {
    const records = new RecordBuilder(64);
    records.taskName('letters');
    records.system(SystemEvent.segmentCreated, { a: 1, b: 8, c: SegmentKind.anonymous, step: 1 });
    records.system(SystemEvent.segmentAttached, { a: 1, b: 0x7f0000001000, c: 8, step: 1 });
    records.system(SystemEvent.processCreated, { a: 1, b: 101, c: 100, step: 2 });
    records.progress(2);
    records.processIs(1);
    records.taskName('child');
    records.segmentBytes(1, 1, 3, bytesOf('bc'));
    records.progress(3);
    records.processIs(0);
    records.segmentBytes(1, 0, 4, bytesOf('AB'));
    records.segmentBytes(1, 6, 4, bytesOf('past the end'));
    records.progress(4);
    return records;
  }

  it('hold what was written up to a position, whichever way it is come to', () => {
    const replay = replaySurvey(surveyOf(letters(), 4));
    const at = (step: number): string => {
      const [segment] = replay.seek(step).segments();
      return `${textOf(segment!.bytes(0, 8))} ${[...segment!.writers(0, 8)].join('')}`;
    };
    const expected = ['........ 00000000', '........ 00000000', '.bc..... 02200000', 'ABc...pa 11200011'];
    expect([1, 2, 3, 4].map(at)).toEqual(expected);
    expect([4, 3, 2, 1, 3, 4, 1].map(at)).toEqual([3, 2, 1, 0, 2, 3, 0].map((one) => expected[one]));
  });

  it('keeps its answers when somebody has looked elsewhere', () => {
    const replay = replaySurvey(surveyOf(letters(), 4));
    const [late] = replay.seek(4).segments();
    const [early] = replay.seek(2).segments();
    expect(textOf(late!.bytes(0, 3))).toBe('ABc');
    expect(textOf(early!.bytes(0, 3))).toBe('...');
  });

  it('say who wrote, where each process sees it', () => {
    const moment = replaySurvey(surveyOf(letters(), 4)).seek(3);
    expect(moment.segments()[0]!.mappings).toMatchObject([
      { process: 0, address: 0x7f0000001000 },
      { process: 1, address: 0x7f0000001000 },
    ]);
    expect(moment.events).toMatchObject([
      {
        ...{ kind: 'store', process: 1 },
        change: { address: 0x7f0000001001, after: bytesOf('bc'), shared: { segment: 1, offset: 1 } },
      },
    ]);
  });

  it('come with the names of their processes', () => {
    const { system } = surveyOf(letters(), 4);
    expect(system.processes.map(({ threads }) => threads[0]!.name)).toEqual(['letters', 'child']);
  });
});

describe('blocks of a native recording', () => {
  it('hold what a scan saw, from then on and until they are freed', () => {
    const records = new RecordBuilder();
    records.allocate(AllocationOp.malloc, 1, 0x5555_0000_1000, 16, 0, 1);
    records.allocate(AllocationOp.malloc, 2, 0x5555_0000_1020, 4, 0, 2);
    records.blockContents(1, 3, bytesOf('12345678'));
    records.blockContents(1, 5, bytesOf('abcdefgh'));
    records.free(AllocationOp.free, 1, 0x5555_0000_1000, 0, 6);
    const replay = replaySurvey(surveyOf(records, 6));
    const at = (step: number): string => textOf(replay.seek(step).bytes(0x5555_0000_1002, 8));
    expect([2, 3, 4, 5, 6].map(at)).toEqual(['........', '345678..', '345678..', 'cdefgh..', '........']);
    expect([...replay.seek(5).shadow(0x5555_0000_0fff, 10)]).toEqual([
      ShadowState.undefined,
      ...Array.from({ length: 8 }, () => ShadowState.defined),
      ShadowState.undefined,
    ]);
  });

  it('are leaked as the last scan says, and if nobody freed them after it', () => {
    const records = new RecordBuilder();
    for (const id of [1, 2, 3]) records.allocate(AllocationOp.malloc, id, 0x1000 * id, 10 * id, 0, id);
    const leak = (block: number, flags: number, step: number): void =>
      records.finding(FindingKind.leak, { address: 0x1000 * block, size: 0, flags, block, stack: 0, site: 0, step });
    records.leakScan();
    leak(1, 1, 4);
    leak(2, 1, 4);
    records.leakScan();
    leak(2, 1, 5);
    leak(3, 1, 5);
    records.free(AllocationOp.free, 3, 0x3000, 0, 6);
    expect(resolveFindings(surveyOf(records, 6))).toMatchObject([{ kind: 'leak', blockIds: [2], bytes: 20 }]);
  });
});
