import { describe, expect, it } from 'vitest';
import { syntheticRecording } from '../replay/testing/synthetic.ts';
import { crc32 } from './crc32.ts';
import { decodeRecords, type DecodedRecord } from './decode-records.fixture.ts';
import { RecordBuilder } from './record-builder.ts';
import { RECORD_WORDS, RecordKind, VARIABLE_RECORDS } from './records.ts';
import { checkRecords, recordSize } from './walk-records.ts';

/** Writes a record that has been read. */
function rewrite(builder: RecordBuilder, record: DecodedRecord): void {
  switch (record.kind) {
    case 'step':
      return builder.step(record.site);
    case 'store':
      return record.bulk
        ? builder.bulk(record.site, record.address, record.xor)
        : builder.store(record.site, record.address, record.xor);
    case 'enter':
      return builder.enter(record.functionIndex, record.frameBase, record.callSite);
    case 'leave':
      return builder.leave(record.functionIndex);
    case 'call':
      return builder.call(record.functionIndex);
    case 'stack':
      return builder.stack(record.callSite, record.parent);
    case 'allocate':
      return builder.allocate(record.operation, record.id, record.address, record.size, record.stack, record.step);
    case 'free':
      return builder.free(record.operation, record.id, record.address, record.stack, record.step);
    case 'finding':
      return builder.finding(record.finding, record);
    case 'shadow':
      return builder.shadow(record.state, record.address, record.size);
    case 'output':
      return builder.output(record.descriptor, record.step, record.bytes);
    case 'input':
      return builder.input(record.step, record.bytes);
    case 'systemCall':
      return builder.systemCall(record.number, record.errno, record.stack, record.step);
    case 'progress':
      return builder.progress(record.step);
    case 'process':
      return builder.processIs(record.process, record.thread);
    case 'sharedRead':
      return builder.sharedRead(record.site, record.address, record.size);
    case 'system':
      return builder.system(record.event, record);
    case 'malloc':
    case 'quickFree':
      throw new Error('only native programs have these');
    case 'wide':
      throw new Error('a program of 32 bits has no wide numbers');
    case 'detail':
      return builder.detail(record.detail, record.bytes);
  }
}

describe('records', () => {
  it('are the same after decoding and writing them again', () => {
    const [window] = syntheticRecording({ seed: 8, steps: 2000, limit: 65536, chunkWords: 500, wild: true }).windows;
    const seen = new Set<string>();
    for (const { words, length } of window.chunks) {
      const records = decodeRecords(words, length);
      const builder = new RecordBuilder(words.length);
      for (const record of records) {
        seen.add(record.kind);
        rewrite(builder, record);
      }
      const [again] = builder.chunks();
      expect([...again!.words.subarray(0, again!.length)]).toEqual([...words.subarray(0, length)]);
    }
    expect(seen.size).toBeGreaterThanOrEqual(12);
  });

  it('keep step indices above 32 bits', () => {
    const builder = new RecordBuilder();
    const step = 2 ** 40 + 12345;
    builder.progress(step);
    builder.systemCall(7, 2, 9, step);
    builder.system(3, { a: 1, b: 2, c: 0xffffffff, stack: 4, step });
    const [chunk] = builder.chunks();
    expect(decodeRecords(chunk!.words, chunk!.length)).toEqual([
      { kind: 'progress', step },
      { kind: 'systemCall', number: 7, errno: 2, stack: 9, step },
      { kind: 'system', event: 3, a: 1, b: 2, c: 0xffffffff, stack: 4, step },
    ]);
  });

  it('say the high bits of wide numbers once for each chunk that needs them', () => {
    const wide = { address: 0x5555_5000_0010, size: 2 ** 33 + 1 };
    const builder = new RecordBuilder(26);
    builder.allocate(0, 1, wide.address, 16, 2, 3);
    builder.allocate(0, 2, wide.address + 32, 16, 2, 4);
    builder.allocate(0, 3, wide.address + 64, 16, 2, 5);
    builder.finding(0, { ...wide, flags: 0, block: 0, stack: 0, site: 0, step: 6 });
    builder.system(5, { a: 1, b: 2, c: 3, step: 7 });
    const kinds = builder.chunks().map(({ words, length }) => decodeRecords(words, length));
    const [low, high] = [0x5000_0010, 0x5555];
    expect(kinds).toMatchObject([
      [
        { kind: 'wide', addressHigh: high, sizeHigh: 0 },
        { kind: 'allocate', address: low },
        { kind: 'allocate', address: low + 32 },
      ],
      [
        { kind: 'wide', addressHigh: high, sizeHigh: 0 },
        { kind: 'allocate', address: low + 64 },
        { kind: 'wide', addressHigh: high, sizeHigh: 2 },
        { kind: 'finding', address: low, size: 1 },
      ],
      [{ kind: 'system', a: 1, b: 2, c: 3 }],
    ]);
  });

  it('have the sizes that the tables say', () => {
    expect(RECORD_WORDS.length).toBe(Math.max(...Object.values(RecordKind)) + 1);
    for (const kind of Object.values(RecordKind)) {
      const words = new Uint32Array(20).fill(5);
      words[0] = kind;
      const variable = VARIABLE_RECORDS[kind];
      expect(RECORD_WORDS[kind] === 0).toBe(variable !== undefined);
      // Five bytes of data: two words.
      expect(recordSize(words, 0)).toBe(variable ? variable.headWords + 2 : RECORD_WORDS[kind]);
    }
  });

  it('are checked for kind and length', () => {
    expect(checkRecords(Uint32Array.of(0, 8, 0), 3)).toBeUndefined();
    expect(checkRecords(Uint32Array.of(0, 26), 2)).toEqual({ word: 1, reason: 'no record of kind 26 exists' });
    const tooLong = 'a record runs past the end of its chunk';
    expect(checkRecords(Uint32Array.of(0, RecordKind.store4, 1), 3)).toEqual({ word: 1, reason: tooLong });
    expect(checkRecords(Uint32Array.of(RecordKind.bulk, 1, 0xffffffff, 0), 4)).toEqual({ word: 0, reason: tooLong });
    expect(checkRecords(Uint32Array.of(RecordKind.bulk, 1), 2)).toEqual({ word: 0, reason: tooLong });
    expect(checkRecords(Uint32Array.of(RecordKind.output, 4, 0, 0, 9), 5)).toBeUndefined();
    expect(() => recordSize(Uint32Array.of(31), 0)).toThrow(/kind 31/);
  });
});

describe('crc32', () => {
  it('gives the check value of its specification, in any number of pieces', () => {
    const bytes = new TextEncoder().encode('123456789');
    expect(crc32(bytes)).toBe(0xcbf43926);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(0xcbf43926);
    }
  });
});
