/** Every group of instructions, hand-assembled; V8 says that they are valid, so that the expectations can be trusted. */
import { describe, expect, it } from 'vitest';
import { moduleOf, type FunctionSource } from './assemble.fixture.ts';
import { InstructionReader, Op, readLocals } from './instructions.ts';
import { readModule, ValueType } from './module.ts';
import { WasmError } from './wasm-error.ts';

const { i32, i64, f32, f64, v128, funcref } = ValueType;
const DROP = [0x1a];
/** i32.const 0, the address of most accesses here. */
const ZERO = [0x41, 0];
const VECTOR = [0xfd, 12, ...Array.from({ length: 16 }, (_, i) => i + 0xf0)];

/** One instruction: its bytes, and what the reader has to say of it. */
interface Instruction {
  readonly bytes: readonly number[];
  readonly opcode: number;
  readonly first?: number;
  readonly second?: number;
}

/** `before` and `after` make the instruction valid where it stands. */
interface Case extends Instruction {
  readonly before?: readonly number[];
  readonly after?: readonly number[];
}

function walk(bytes: Uint8Array, start: number, end: number): Instruction[] {
  const reader = new InstructionReader(bytes, start, end);
  const found: Instruction[] = [];
  while (reader.next()) {
    const { opcode, first, second } = reader;
    found.push({ bytes: [...bytes.subarray(reader.start, reader.end)], opcode, first, second });
  }
  return found;
}

/** Walks the cases in one function. Every case's own instruction must be found whole, between its neighbours. */
function check(cases: readonly Case[], around: Partial<FunctionSource> = {}): void {
  const code = cases.flatMap(({ before = [], bytes, after = [] }) => [...before, ...bytes, ...after]);
  const wasm = moduleOf([{ ...around, code }]);
  expect(WebAssembly.validate(wasm as Uint8Array<ArrayBuffer>)).toBe(true);
  const { start, end } = readModule(wasm).bodies[0]!;
  const { codeStart } = readLocals(wasm, start, end);
  const found = walk(wasm, codeStart, end);
  expect(found.flatMap(({ bytes }) => bytes)).toEqual([...code, 0x0b]);
  let at = 0;
  for (const { before = [], bytes, after = [], opcode, first, second } of cases) {
    at += instructionsIn(found, at, before.length);
    expect(found[at]).toMatchObject({
      ...{ bytes, opcode },
      ...(first !== undefined && { first }),
      ...(second !== undefined && { second }),
    });
    at += 1 + instructionsIn(found, at + 1, after.length);
  }
}

/** How many instructions from `at` on take exactly `length` bytes. */
function instructionsIn(found: readonly Instruction[], at: number, length: number): number {
  let count = 0;
  for (let left = length; left > 0; count++) left -= found[at + count]!.bytes.length;
  return count;
}

const constantOf = (type: number): number[] => {
  if (type === i32) return [0x41, 0];
  if (type === i64) return [0x42, 0];
  if (type === f32) return [0x43, 0, 0, 0, 0];
  return type === f64 ? [0x44, 0, 0, 0, 0, 0, 0, 0, 0] : VECTOR;
};

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
