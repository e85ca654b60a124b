/** Numbers on the stack of a DWARF expression, and what is done with two of them (DWARF 5, section 2.5.1.4). */
import { DW_ATE, DW_OP } from './constants.ts';

function isSigned(type: number): boolean {
  const encoding = type & 0xff;
  return encoding === DW_ATE.signed || encoding === DW_ATE.signed_char;
}

/** The number that a type of this width and signedness holds. */
export function wrap(value: bigint, type: number): bigint {
  if (type === 0) return BigInt.asUintN(64, value);
  const bits = (type >>> 8) * 8;
  return isSigned(type) ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/** The generic type is read as signed where that matters (DWARF 5, section 2.5.1.4). */
export function signed(value: bigint, type: number): bigint {
  return type === 0 ? BigInt.asIntN(64, value) : value;
}

/** Its result is of the generic type. */
export function isComparison(code: number): boolean {
  return code >= DW_OP.eq && code <= DW_OP.ne;
}

const truth = (value: boolean): bigint => (value ? 1n : 0n);
/** Shifting further than any type is wide gives what shifting by 64 gives; a larger count would only use up memory. */
const count = (value: bigint): bigint => (value < 0n || value > 64n ? 64n : value);

/** By operation. */
export const BINARY: Readonly<Record<number, (left: bigint, right: bigint, type: number) => bigint>> = {
  [DW_OP.plus]: (left, right) => left + right,
  [DW_OP.minus]: (left, right) => left - right,
  [DW_OP.mul]: (left, right) => left * right,
  [DW_OP.div]: (left, right, type) => (right === 0n ? 0n : signed(left, type) / signed(right, type)),
  [DW_OP.mod]: (left, right) => (right === 0n ? 0n : left % right),
  [DW_OP.and]: (left, right) => left & right,
  [DW_OP.or]: (left, right) => left | right,
  [DW_OP.xor]: (left, right) => left ^ right,
  [DW_OP.shl]: (left, right) => left << count(right),
  [DW_OP.shr]: (left, right, type) => BigInt.asUintN(type === 0 ? 64 : (type >>> 8) * 8, left) >> count(right),
  [DW_OP.shra]: (left, right, type) => signed(left, type) >> count(right),
  [DW_OP.eq]: (left, right) => truth(left === right),
  [DW_OP.ne]: (left, right) => truth(left !== right),
  [DW_OP.lt]: (left, right, type) => truth(signed(left, type) < signed(right, type)),
  [DW_OP.le]: (left, right, type) => truth(signed(left, type) <= signed(right, type)),
  [DW_OP.gt]: (left, right, type) => truth(signed(left, type) > signed(right, type)),
  [DW_OP.ge]: (left, right, type) => truth(signed(left, type) >= signed(right, type)),
};
