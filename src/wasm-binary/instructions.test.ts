/** Every group of instructions, hand-assembled; V8 says that they are valid, so that the expectations can be trusted. */
import { describe, expect, it } from 'vitest';
import { moduleOf } from './assemble.fixture.ts';
import { check, constantOf, DROP, VECTOR, walk, ZERO, type Case } from './instruction-cases.fixture.ts';
import { Op, readLocals } from './instructions.ts';
import { readModule, ValueType } from './module.ts';
import { WasmError } from './wasm-error.ts';

const { i32, i64, f32, f64, v128, funcref } = ValueType;

describe('plain instructions', () => {
  it('reads constants of every width', () => {
    check([
      { bytes: [0x41, 0x7f], opcode: Op.i32Const, first: -1, after: DROP },
      { bytes: [0x41, 0xff, 0xff, 0xff, 0xff, 0x07], opcode: Op.i32Const, first: 0x7fffffff, after: DROP },
      { bytes: [0x41, 0x80, 0x80, 0x80, 0x80, 0x78], opcode: Op.i32Const, first: -0x80000000, after: DROP },
      // Longer than need be, as linkers write what they patch.
      { bytes: [0x41, 0x85, 0x80, 0x80, 0x80, 0x00], opcode: Op.i32Const, first: 5, after: DROP },
      { bytes: [0x42, ...Array<number>(9).fill(0x80), 0x7f], opcode: Op.i64Const, after: DROP },
      { bytes: [0x43, 0x0b, 0x0b, 0x0b, 0x0b], opcode: Op.f32Const, after: DROP },
      { bytes: [0x44, ...Array<number>(8).fill(0x0b)], opcode: Op.f64Const, after: DROP },
    ]);
  });

  it('reads loads and stores with alignment and offset', () => {
    const loads = Array.from({ length: 0x36 - 0x28 }, (_, i): Case => {
      return { bytes: [0x28 + i, 0, 0x83, 0x01], opcode: 0x28 + i, first: 0, second: 131, before: ZERO, after: DROP };
    });
    const stored = [i32, i64, f32, f64, i32, i32, i64, i64, i64];
    const stores = stored.map((type, i): Case => {
      return { bytes: [0x36 + i, 0, 5], opcode: 0x36 + i, second: 5, before: [...ZERO, ...constantOf(type)] };
    });
    check([...loads, ...stores]);
  });

  it('reads an offset of 2^32 - 1', () => {
    const bytes = [0x28, 2, 0xff, 0xff, 0xff, 0xff, 0x0f];
    check([{ bytes, opcode: Op.i32Load, first: 2, second: 0xffffffff, before: ZERO, after: DROP }]);
  });

  it('reads locals, globals, memory size and functions', () => {
    check(
      [
        { bytes: [0x20, 1], opcode: Op.localGet, first: 1, after: DROP },
        { bytes: [0x21, 0x80, 0x01], opcode: Op.localSet, first: 128, before: constantOf(f64) },
        { bytes: [0x22, 1], opcode: Op.localTee, first: 1, before: ZERO, after: DROP },
        { bytes: [0x23, 0], opcode: Op.globalGet, first: 0, after: DROP },
        { bytes: [0x24, 0], opcode: Op.globalSet, first: 0, before: ZERO },
        { bytes: [0x3f, 0], opcode: Op.memorySize, first: 0, after: DROP },
        { bytes: [0x40, 0], opcode: Op.memoryGrow, before: ZERO, after: DROP },
        { bytes: [0x10, 0], opcode: Op.call, first: 0 },
        { bytes: [0x11, 2, 0], opcode: Op.callIndirect, first: 2, second: 0, before: ZERO },
        { bytes: [0x1b], opcode: Op.select, before: [...ZERO, ...ZERO, ...ZERO], after: DROP },
        {
          bytes: [0x1c, 1, f64],
          opcode: Op.selectTyped,
          before: [...constantOf(f64), ...constantOf(f64), ...ZERO],
          after: DROP,
        },
        { bytes: [0xd0, funcref], opcode: Op.refNull, after: DROP },
        { bytes: [0xd2, 0], opcode: Op.refFunc, first: 0, after: DROP },
        { bytes: [0xd1], opcode: Op.refIsNull, before: [0xd0, funcref], after: DROP },
        { bytes: [0x25, 0], opcode: Op.tableGet, first: 0, before: ZERO, after: DROP },
        { bytes: [0x26, 0], opcode: Op.tableSet, first: 0, before: [...ZERO, 0xd0, funcref] },
      ],
      {
        locals: [
          [128, i32],
          [1, f64],
        ],
      },
    );
  });

  it('knows every operator without immediates', () => {
    const bytes = Uint8Array.from({ length: 0xc5 - 0x45 }, (_, i) => 0x45 + i);
    const found = walk(bytes, 0, bytes.length);
    expect(found.map(({ opcode }) => opcode)).toEqual([...bytes]);
  });
});

describe('control', () => {
  it('reads block types: empty, a value, an index', () => {
    check([
      { bytes: [0x02, 0x40], opcode: Op.block, first: -64, after: [0x0b] },
      { bytes: [0x03, i32], opcode: Op.loop, first: -1, after: [...ZERO, 0x0b, ...DROP] },
      { bytes: [0x02, v128], opcode: Op.block, first: v128 - 0x80, after: [...VECTOR, 0x0b, ...DROP] },
      // The type [] -> [i32 i32]: several results.
      { bytes: [0x02, 1], opcode: Op.block, first: 1, after: [...ZERO, ...ZERO, 0x0b, ...DROP, ...DROP] },
      { bytes: [0x04, 0x40], opcode: Op.if, first: -64, before: ZERO, after: [0x05, 0x01, 0x0b] },
    ]);
  });

  it('reads branches and tables of labels', () => {
    check([
      { bytes: [0x0d, 0], opcode: Op.brIf, first: 0, before: [0x02, 0x40, ...ZERO], after: [0x0b] },
      {
        bytes: [0x0e, 3, 0, 1, 0, 1],
        opcode: Op.brTable,
        before: [0x02, 0x40, 0x02, 0x40, ...ZERO],
        after: [0x0b, 0x0b],
      },
      { bytes: [0x0e, 0, 0], opcode: Op.brTable, before: [0x02, 0x40, ...ZERO], after: [0x0b] },
      { bytes: [0x0c, 0], opcode: Op.br, first: 0, before: [0x02, 0x40], after: [0x0b] },
      { bytes: [0x0f], opcode: Op.return },
      { bytes: [0x00], opcode: Op.unreachable },
    ]);
  });

  it('returns several values', () => {
    const code = [...ZERO, ...constantOf(i64)];
    const wasm = moduleOf([{ results: [i32, i64], code }]);
    expect(WebAssembly.validate(wasm as Uint8Array<ArrayBuffer>)).toBe(true);
    expect(readModule(wasm).types[0]).toEqual({ parameters: [], results: [i32, i64] });
  });

  it('reads exceptions as clang wrote them before exnref', () => {
    check([
      { bytes: [0x06, 0x40], opcode: Op.try, first: -64 },
      { bytes: [0x08, 0], opcode: Op.throw, first: 0 },
      { bytes: [0x07, 0], opcode: Op.catch, first: 0 },
      { bytes: [0x09, 0], opcode: Op.rethrow, first: 0 },
      { bytes: [0x19], opcode: Op.catchAll, after: [0x0b] },
      { bytes: [0x18, 0], opcode: Op.delegate, first: 0, before: [0x06, 0x40] },
    ]);
  });

  it('reads try_table and throw_ref', () => {
    // Not every engine at hand knows them, so this is the specification's word alone.
    const code = Uint8Array.from([0x1f, 0x40, 4, 0, 7, 0, 1, 7, 1, 2, 0, 3, 1, 0x01, 0x0b, 0x0a]);
    const found = walk(code, 0, code.length);
    expect(found.map(({ opcode }) => opcode)).toEqual([Op.tryTable, Op.nop, Op.end, Op.throwRef]);
    expect(found[0]).toMatchObject({ bytes: [...code.subarray(0, 13)], first: -64 });
  });

  it('reads tail calls', () => {
    const code = Uint8Array.from([0x12, 0x80, 0x01, 0x13, 2, 1]);
    expect(walk(code, 0, code.length)).toMatchObject([
      { opcode: Op.returnCall, first: 128 },
      { opcode: Op.returnCallIndirect, first: 2, second: 1 },
    ]);
  });
});

describe('what is no instruction', () => {
  const refuse = (code: readonly number[], offset: number): void => {
    const bytes = Uint8Array.from([0x01, 0x01, ...code]);
    expect(() => walk(bytes, 0, bytes.length)).toThrow(expect.objectContaining({ constructor: WasmError, offset }));
  };

  it('is refused with its offset', () => {
    refuse([0x27], 2);
    refuse([0xff, 0], 2);
    refuse([0xfc, 18], 2);
  });

  it('is refused when cut short, where the bytes end', () => {
    refuse([0x41], 3);
    refuse([0x41, 0x80], 4);
    refuse([0x44, 0, 0, 0], 3);
    refuse([0xfd, 12, 1, 2], 4);
    refuse([0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f, 0], 9);
  });

  it('is refused when a number is too long', () => {
    refuse([0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], 3);
    refuse([0x42, ...Array<number>(11).fill(0x80)], 3);
  });
});

it('passes over local declarations', () => {
  const bytes = Uint8Array.from([0xff, 2, 0x80, 0x01, i32, 3, f64, 0x0b]);
  expect(readLocals(bytes, 1, bytes.length)).toEqual({
    groups: [
      [128, i32],
      [3, f64],
    ],
    codeStart: 7,
  });
});
