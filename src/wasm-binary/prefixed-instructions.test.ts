/** Instructions of two opcodes: conversions, bulk memory, vectors, atomics. */
import { describe, expect, it } from 'vitest';
import { check, constantOf, DROP, VECTOR, walk, ZERO, type Case } from './instruction-cases.fixture.ts';
import { Op } from './instructions.ts';
import { ValueType } from './module.ts';

const { i64, f32, f64, funcref } = ValueType;

describe('prefixed instructions', () => {
  it('reads saturating conversions and bulk memory', () => {
    const three = [...ZERO, ...ZERO, ...ZERO];
    check([
      ...Array.from({ length: 8 }, (_, i): Case => {
        const from = [f32, f32, f64, f64][i % 4]!;
        return { bytes: [0xfc, i], opcode: 0xfc00 + i, before: constantOf(from), after: DROP };
      }),
      { bytes: [0xfc, 8, 0, 0], opcode: Op.memoryInit, first: 0, before: three },
      { bytes: [0xfc, 9, 0], opcode: Op.dataDrop, first: 0 },
      { bytes: [0xfc, 10, 0, 0], opcode: Op.memoryCopy, before: three },
      { bytes: [0xfc, 11, 0], opcode: Op.memoryFill, before: three },
      // A number in two bytes, which the specification allows.
      { bytes: [0xfc, 0x8b, 0x00, 0], opcode: Op.memoryFill, before: three },
      { bytes: [0xfc, 12, 0, 0], opcode: 0xfc0c, before: three },
      { bytes: [0xfc, 13, 0], opcode: 0xfc0d },
      { bytes: [0xfc, 14, 0, 0], opcode: 0xfc0e, before: three },
      { bytes: [0xfc, 15, 0], opcode: 0xfc0f, before: [0xd0, funcref, ...ZERO], after: DROP },
      { bytes: [0xfc, 16, 0], opcode: 0xfc10, after: DROP },
      { bytes: [0xfc, 17, 0], opcode: 0xfc11, before: [...ZERO, 0xd0, funcref, ...ZERO] },
    ]);
  });

  it('reads vectors: constants, shuffles, lanes, loads and stores', () => {
    const lanes = Array.from({ length: 16 }, (_, i) => i);
    const load = (number: number): Case => {
      return { bytes: [0xfd, number, 0, 9], opcode: 0xfd00 + number, second: 9, before: ZERO, after: DROP };
    };
    check([
      ...Array.from({ length: 11 }, (_, i) => load(i)),
      { bytes: [0xfd, 11, 4, 0x80, 0x02], opcode: Op.v128Store, first: 4, second: 256, before: [...ZERO, ...VECTOR] },
      { bytes: VECTOR, opcode: 0xfd0c, after: DROP },
      { bytes: [0xfd, 13, ...lanes], opcode: 0xfd0d, before: [...VECTOR, ...VECTOR], after: DROP },
      { bytes: [0xfd, 0x0f], opcode: 0xfd0f, before: ZERO, after: DROP },
      { bytes: [0xfd, 21, 15], opcode: 0xfd15, before: VECTOR, after: DROP },
      { bytes: [0xfd, 34, 1], opcode: 0xfd22, before: [...VECTOR, ...constantOf(f64)], after: DROP },
      { bytes: [0xfd, 0x51], opcode: Op.v128Xor, before: [...VECTOR, ...VECTOR], after: DROP },
      { bytes: [0xfd, 84, 0, 3, 15], opcode: 0xfd54, second: 3, before: [...ZERO, ...VECTOR], after: DROP },
      { bytes: [0xfd, 91, 3, 3, 1], opcode: 0xfd5b, second: 3, before: [...ZERO, ...VECTOR] },
      load(92),
      load(93),
      { bytes: [0xfd, 0xff, 0x01], opcode: 0xfdff, before: VECTOR, after: DROP },
    ]);
  });

  it('reads atomics', () => {
    const accesses = Array.from({ length: 0x4e - 0x10 + 1 }, (_, i) => 0x10 + i);
    const code = Uint8Array.from([
      0xfe,
      0,
      2,
      7,
      0xfe,
      1,
      2,
      0,
      0xfe,
      2,
      3,
      0,
      0xfe,
      3,
      0,
      ...accesses.flatMap((n) => [0xfe, n, 0, 7]),
    ]);
    expect(walk(code, 0, code.length).map(({ opcode }) => opcode)).toEqual(
      [0, 1, 2, 3, ...accesses].map((number) => 0xfe00 + number),
    );
    check([
      { bytes: [0xfe, 0x10, 2, 8], opcode: 0xfe10, first: 2, second: 8, before: ZERO, after: DROP },
      {
        bytes: [0xfe, 0x4e, 2, 8],
        opcode: 0xfe4e,
        before: [...ZERO, ...constantOf(i64), ...constantOf(i64)],
        after: DROP,
      },
      { bytes: [0xfe, 0x03, 0], opcode: 0xfe03 },
    ]);
  });

  it('tells relaxed vector instructions from the others', () => {
    // Numbers from 256 on; their low byte is that of v128.load and its kin.
    const code = Uint8Array.from([0xfd, 0x80, 0x02, 0xfd, 0x8b, 0x02, 0x0b]);
    const found = walk(code, 0, code.length);
    expect(found.map(({ bytes }) => bytes.length)).toEqual([3, 3, 1]);
    expect(found.map(({ opcode }) => opcode)).not.toContain(Op.v128Load);
    expect(found.map(({ opcode }) => opcode)).not.toContain(Op.v128Store);
  });
});
