import { describe, expect, test } from 'vitest';
import { DW_ATE, DW_OP } from './constants.ts';
import { evaluateLocation } from './evaluate-location.ts';
import type { EvaluationContext } from './evaluation.ts';
import type { Bytes } from './testing/assemble.ts';
import { block, flatten, sleb, u16, u32, uleb } from './testing/assemble.ts';

const memory = Uint8Array.from({ length: 256 }, (_, i) => i);
const CONTEXT: EvaluationContext = {
  frameBase: 0x40,
  codeOffset: 100,
  readMemory: (address, n) => memory.slice(address, address + n),
  wasmLocal: (index) => [10n, 0x80n, 0xffffffffn][index],
  wasmGlobal: (index) => (index === 1 ? 0x70n : undefined),
};

function evaluate(...operations: Bytes[]): ReturnType<typeof evaluateLocation> {
  return evaluateLocation({ kind: 'expression', bytes: Uint8Array.from(flatten(operations)) }, CONTEXT);
}

/** The number that the operations leave on the stack. */
function number(...operations: Bytes[]): bigint | undefined {
  const result = evaluate(...operations, DW_OP.stack_value);
  return typeof result === 'object' ? BigInt.asIntN(64, result.value) : undefined;
}

const lit = (value: number): number => DW_OP.lit0 + value;

test('addresses', () => {
  expect(evaluateLocation({ kind: 'frame', offset: -8 }, CONTEXT)).toBe(0x38);
  expect(evaluateLocation({ kind: 'frame', offset: 8 }, { ...CONTEXT, frameBase: undefined })).toBeUndefined();
  expect(evaluateLocation({ kind: 'address', address: 1234 }, CONTEXT)).toBe(1234);
  expect(evaluateLocation({ kind: 'none' }, CONTEXT)).toBeUndefined();
  expect(evaluate(DW_OP.fbreg, sleb(-0x10), DW_OP.plus_uconst, 4)).toBe(0x34);
  expect(evaluate(DW_OP.fbreg, sleb(0x10), DW_OP.deref)).toBe(0x53525150);
  expect(evaluate(DW_OP.WASM_location, 0, 1)).toBe(0x80);
  expect(evaluate(DW_OP.WASM_location, 1, 1, DW_OP.lit0 + 5, DW_OP.plus)).toBe(0x75);
  expect(evaluate(DW_OP.WASM_location, 3, u32(1))).toBe(0x70);
  // The operand stack, an unknown local, a register of some other machine, an argument's value at entry.
  expect(evaluate(DW_OP.WASM_location, 2, 0)).toBeUndefined();
  expect(evaluate(DW_OP.WASM_location, 0, 9)).toBeUndefined();
  expect(evaluate(DW_OP.reg0)).toBeUndefined();
  expect(evaluate(DW_OP.entry_value, block([DW_OP.WASM_location, 0, 1]), DW_OP.stack_value)).toBeUndefined();
});

test('location lists go by the code offset', () => {
  const entry = (low: number, high: number, value: number) => ({
    low,
    high,
    bytes: Uint8Array.of(lit(value), DW_OP.stack_value),
  });
  const location = { kind: 'list', entries: [entry(50, 100, 1), entry(100, 150, 2)] } as const;
  expect(evaluateLocation(location, CONTEXT)).toMatchObject({ value: 2n });
  expect(evaluateLocation(location, { ...CONTEXT, codeOffset: 150 })).toBeUndefined();
});

describe('arithmetic', () => {
  test.each<[string, Bytes[], bigint]>([
    ['const1s', [DW_OP.const1s, 0xff], -1n],
    ['const2s', [DW_OP.const2s, u16(0xfffe)], -2n],
    ['const4s', [DW_OP.const4s, u32(-3)], -3n],
    ['const8s', [DW_OP.const8s, u32(-4), u32(-1)], -4n],
    ['const8u', [DW_OP.const8u, u32(1), u32(1)], 0x100000001n],
    ['consts', [DW_OP.consts, sleb(-300)], -300n],
    ['minus', [lit(5), lit(7), DW_OP.minus], -2n],
    ['mul', [lit(5), lit(7), DW_OP.mul], 35n],
    ['div is signed', [DW_OP.consts, sleb(-7), lit(2), DW_OP.div], -3n],
    ['division by zero', [lit(1), lit(0), DW_OP.div], 0n],
    ['mod', [lit(17), lit(5), DW_OP.mod], 2n],
    ['and, or, xor', [lit(12), lit(10), DW_OP.and, lit(1), DW_OP.or, lit(3), DW_OP.xor], 10n],
    ['shl', [lit(3), lit(4), DW_OP.shl], 48n],
    ['shl far', [lit(3), DW_OP.const4u, u32(0xffffffff), DW_OP.shl], 0n],
    ['shr', [DW_OP.consts, sleb(-1), DW_OP.const1u, 60, DW_OP.shr], 15n],
    ['shra', [DW_OP.consts, sleb(-16), lit(2), DW_OP.shra], -4n],
    ['neg, not, abs', [lit(5), DW_OP.neg, DW_OP.not, DW_OP.neg, DW_OP.abs], 4n],
    ['lt is signed', [DW_OP.consts, sleb(-1), lit(1), DW_OP.lt], 1n],
    ['comparisons', [lit(1), lit(1), DW_OP.ge, lit(1), DW_OP.eq, lit(0), DW_OP.ne], 1n],
    [
      'dup, over, pick, swap, rot, drop',
      [lit(1), lit(2), lit(3), DW_OP.rot, DW_OP.swap, DW_OP.over, DW_OP.drop, DW_OP.minus],
      1n,
    ],
    ['pick', [lit(1), lit(2), lit(3), DW_OP.pick, 2], 1n],
    ['deref_size', [lit(7), DW_OP.deref_size, 2], 0x0807n],
    ['bra over', [lit(1), DW_OP.bra, u16(1), lit(5), lit(6)], 6n],
    ['skip', [DW_OP.skip, u16(1), lit(5), lit(6)], 6n],
    [
      'convert to a signed byte and back',
      [DW_OP.WASM_location, 0, 1, ...typed(1, DW_ATE.signed), ...typed(4, DW_ATE.signed)],
      -128n,
    ],
    ['convert to an unsigned byte', [DW_OP.WASM_location, 0, 2, ...typed(1, DW_ATE.unsigned)], 255n],
    [
      'legacy sign extension',
      [DW_OP.const1u, 0x80, DW_OP.dup, lit(7), DW_OP.shr, lit(0), DW_OP.not, DW_OP.mul, lit(8), DW_OP.shl, DW_OP.or],
      -128n,
    ],
  ])('%s', (_name, operations, expected) => {
    expect(number(...operations)).toBe(expected);
  });
});

/** DW_OP_convert with its type as `Location` has it. */
function typed(size: number, encoding: number): Bytes[] {
  return [DW_OP.convert, uleb(size * 256 + encoding)];
}

test('pieces', () => {
  const pieces = evaluate(
    [lit(7), DW_OP.stack_value, DW_OP.piece, 2],
    [DW_OP.piece, 2],
    [DW_OP.fbreg, 0, DW_OP.piece, 2],
    [DW_OP.implicit_value, block([9, 8])],
    [DW_OP.piece, 2],
  );
  expect(pieces).toEqual({
    value: 0x0809_4140_0000_0007n,
    bytes: Uint8Array.of(7, 0, 0, 0, 0x40, 0x41, 9, 8),
    missing: [{ offset: 2, size: 2 }],
  });
});

test('expressions that make no sense have no value', () => {
  expect(evaluate(DW_OP.plus)).toBeUndefined();
  expect(evaluate(DW_OP.const4u, 1)).toBeUndefined();
  expect(evaluate(0x01)).toBeUndefined();
  expect(evaluate(lit(1), DW_OP.bra, u16(500))).toBeUndefined();
  // For ever: pushes 1 and branches back.
  expect(evaluate(lit(1), DW_OP.bra, u16(-4))).toBeUndefined();
});
