/** Blocks of a native recording: what a scan saw of them, as words and pointers. */
import { describe, expect, it } from 'vitest';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { GrowingSurvey } from '../replay/growing-survey.ts';
import { replaySurvey } from '../replay/survey-replay.ts';
import { RecordBuilder } from '../trace/record-builder.ts';
import { AllocationOp } from '../trace/records.ts';
import { NO_SYMBOLS } from '../trace/symbols.ts';
import { buildObjects } from './build-objects.ts';
import type { BlockBox } from './object-model.ts';
import { wordRows } from './word-rows.ts';

const HEAP = 0x5555_5555_0000;

/** Little-endian words of 8 bytes. */
const words = (...values: readonly number[]): Uint8Array =>
  new Uint8Array(BigUint64Array.from(values, (value) => BigInt(value)).buffer);

function boxes(record: (records: RecordBuilder) => void): readonly BlockBox[] {
  const records = new RecordBuilder();
  record(records);
  const survey = new GrowingSurvey();
  for (const chunk of records.chunks()) survey.add(chunk);
  const replay = replaySurvey(survey.survey(NO_SYMBOLS, 9));
  const moment = replay.seek(9);
  const nobody = (): boolean => false;
  return buildObjects({
    ...{ moment, blocks: moment.blocks(), debug: readDebugInfo(new Uint8Array(0)), wordRows },
    ...{ codeOf: () => 0, isLeaked: nobody, isLibcs: nobody, opened: new Map() },
  }).right;
}

const rowsOf = (box: BlockBox | undefined): string[] =>
  (box?.rows ?? []).map(
    ({ name, text, pointing, more }) =>
      `${name} ${text}${pointing && 'box' in pointing ? ` -> ${pointing.kind} ${pointing.box}` : ''}${more ? `${more} more` : ''}`,
  );

describe('words of a block', () => {
  it('are pointers where they are addresses in a block, and not just behind it', () => {
    const [first] = boxes((records) => {
      records.allocate(AllocationOp.malloc, 1, HEAP, 40, 0, 1);
      records.allocate(AllocationOp.malloc, 2, HEAP + 0x40, 16, 0, 2);
      records.allocate(AllocationOp.malloc, 3, HEAP + 0x60, 16, 0, 3);
      records.free(AllocationOp.free, 3, HEAP + 0x60, 0, 4);
      records.blockContents(1, 5, words(HEAP + 0x40, HEAP + 0x4f, HEAP + 0x50, HEAP + 0x60, 3));
    });
    expect(rowsOf(first)).toEqual([
      '+0 0x555555550040 -> object b2',
      '+8 0x55555555004f -> object b2',
      '+16 50 00 55 55 55 55 00 00',
      '+24 0x555555550060 -> freed b3',
      '+32 03 00 00 00 00 00 00 00',
    ]);
  });

  it('end where nothing is known any more', () => {
    const [first, second, third] = boxes((records) => {
      records.allocate(AllocationOp.malloc, 1, HEAP, 100, 0, 1);
      records.allocate(AllocationOp.malloc, 2, HEAP + 0x80, 9, 0, 2);
      records.allocate(AllocationOp.malloc, 3, HEAP + 0xa0, 8 * 20, 0, 3);
      records.blockContents(1, 4, words(1, 2).subarray(0, 12));
      records.blockContents(3, 4, words(...Array.from({ length: 20 }, (_, n) => n)));
    });
    expect(rowsOf(first)).toEqual(['+0 01 00 00 00 00 00 00 00', '+8 02 00 00 00', '[12]…[99] ?']);
    expect(rowsOf(second)).toEqual(['[0]…[8] ?']);
    expect(rowsOf(third).slice(-2)).toEqual(['+56 07 00 00 00 00 00 00 00', ' 96 more']);
  });

  it('are text where they begin with some', () => {
    const [first] = boxes((records) => {
      records.allocate(AllocationOp.malloc, 1, HEAP, 8, 0, 1);
      records.blockContents(1, 4, new TextEncoder().encode('letters\0'));
    });
    expect(rowsOf(first)).toEqual([' "letters"']);
  });
});
