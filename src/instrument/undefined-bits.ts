import { Op } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import type { ProbeWriter } from './probe-writer.ts';
import { propagation, shadowType, type NumericType } from './value-types.ts';

const { i32, i64 } = ValueType;

/** An operand without a shadow: all its bits are defined. */
export const DEFINED = -1;

/** Computes the undefined bits of an instruction's result from those of its operands (locals, or DEFINED), as memcheck does. */
export class UndefinedBits {
  constructor(private readonly out: ProbeWriter) {}

  zero(type: number): void {
    if (shadowType(type) === i64) this.out.i64(0n);
    else this.out.i32(0);
  }
  getShadow(shadow: number, type: number): void {
    if (shadow === DEFINED) this.zero(type);
    else this.out.get(shadow);
  }

  isEquality(opcode: number): boolean {
    return opcode === Op.i32Eq || opcode === Op.i32Ne || opcode === 0x51 || opcode === Op.i64Ne;
  }

  /** Leaves copies of both operands in locals. */
  keepValues(type: NumericType): void {
    const { out } = this;
    out.set(out.local('right', type.first));
    out.tee(out.local('left', type.first));
    out.get(out.local('right', type.first));
  }

  integer(wide: boolean, narrowOpcode: number): void {
    // i64's and, or, xor, add, sub and shifts follow i32's at the same distance.
    this.out.u8(wide ? narrowOpcode + (Op.i64And - Op.i32And) : narrowOpcode);
  }

  /** Pushes first | second. */
  either(first: number, second: number, wide: boolean): void {
    const { out } = this;
    if (first === DEFINED || second === DEFINED) return out.get(first === DEFINED ? second : first);
    out.get(first);
    out.get(second);
    this.integer(wide, Op.i32Or);
  }

  combine(opcode: number, type: NumericType, first: number, second: number, wide: boolean): void {
    const { out } = this;
    switch (propagation(opcode)) {
      case 'or':
        return this.either(first, second, wide);
      case 'left': {
        const both = out.local('both', wide ? i64 : i32);
        this.either(first, second, wide);
        out.tee(both);
        this.zero(type.first);
        out.get(both);
        this.integer(wide, Op.i32Sub);
        return this.integer(wide, Op.i32Or);
      }
      case 'carry':
        return this.carry(opcode === Op.i32Add || opcode === Op.i64Add, type, first, second, wide);
      case 'same':
        out.get(first);
        if (opcode < 0xbc || opcode > 0xbf) out.u8(opcode);
        return;
      case 'and':
      case 'or-values':
        return this.bitwise(opcode === 0x71 || opcode === 0x83, type, first, second, wide);
      case 'shift':
        return this.shift(opcode, type, first, second, wide);
      case 'compare':
        return this.compare(opcode, type, first, second, wide);
      default:
        return this.allIfAny(first, second, type, wide);
    }
  }

  /** A bit of a & b is defined where either is a defined 0; of a | b, where either is a defined 1. */
  bitwise(isAnd: boolean, type: NumericType, first: number, second: number, wide: boolean): void {
    const { out } = this;
    const term = (shadow: number, value: number): void => {
      out.get(shadow);
      out.get(value);
      if (!isAnd) {
        if (wide) out.i64(-1n);
        else out.i32(-1);
        this.integer(wide, Op.i32Xor);
      }
      this.integer(wide, Op.i32And);
    };
    const [left, right] = [out.local('left', type.first), out.local('right', type.first)];
    if (second === DEFINED) return term(first, right);
    if (first === DEFINED) return term(second, left);
    term(first, right);
    term(second, left);
    this.integer(wide, Op.i32Or);
    out.get(first);
    out.get(second);
    this.integer(wide, Op.i32And);
    this.integer(wide, Op.i32Or);
  }

  /**
   * The operation on the least and on the greatest values that the operands may have: bits in which the two differ depend on
   * undefined ones (memcheck's expensiveAddSub).
   */
  carry(isAdd: boolean, type: NumericType, first: number, second: number, wide: boolean): void {
    const { out } = this;
    const least = (value: string, shadow: number): void => {
      out.get(out.local(value, type.first));
      if (shadow === DEFINED) return;
      out.get(shadow);
      if (wide) out.i64(-1n);
      else out.i32(-1);
      this.integer(wide, Op.i32Xor);
      this.integer(wide, Op.i32And);
    };
    const greatest = (value: string, shadow: number): void => {
      out.get(out.local(value, type.first));
      if (shadow === DEFINED) return;
      out.get(shadow);
      this.integer(wide, Op.i32Or);
    };
    this.either(first, second, wide);
    least('left', first);
    (isAdd ? least : greatest)('right', second);
    this.integer(wide, isAdd ? Op.i32Add : Op.i32Sub);
    greatest('left', first);
    (isAdd ? greatest : least)('right', second);
    this.integer(wide, isAdd ? Op.i32Add : Op.i32Sub);
    this.integer(wide, Op.i32Xor);
    this.integer(wide, Op.i32Or);
  }

  shift(opcode: number, type: NumericType, first: number, second: number, wide: boolean): void {
    const { out } = this;
    this.getShadow(first, type.first);
    out.get(out.local('right', type.first));
    out.u8(opcode);
    if (second === DEFINED) return;
    this.allIf(second, type.second, type.result);
    this.integer(wide, Op.i32Or);
  }

  /** Equal or not is decided as soon as one defined bit differs; other comparisons hang on every bit. */
  compare(opcode: number, type: NumericType, first: number, second: number, wide: boolean): void {
    const { out } = this;
    this.either(first, second, wide);
    if (type.second !== 0 && this.isEquality(opcode)) {
      const both = out.local('both', wide ? i64 : i32);
      out.set(both);
      out.get(both);
      this.isZero(wide);
      out.get(out.local('left', type.first));
      out.get(out.local('right', type.first));
      this.integer(wide, Op.i32Xor);
      out.get(both);
      if (wide) out.i64(-1n);
      else out.i32(-1);
      this.integer(wide, Op.i32Xor);
      this.integer(wide, Op.i32And);
      this.isZero(wide);
      out.u8(Op.i32Eqz);
      out.u8(Op.i32Or);
      out.u8(Op.i32Eqz);
      return;
    }
    this.isZero(wide);
    out.u8(Op.i32Eqz);
  }

  isZero(wide: boolean): void {
    this.out.u8(wide ? 0x50 : Op.i32Eqz);
  }

  /** Pushes all ones of the result's width if the shadow has any bit. */
  allIf(shadow: number, type: number, result: number): void {
    this.out.get(shadow);
    this.allIfTop(shadowType(type) === i64, result);
  }

  allIfTop(wide: boolean, result: number): void {
    const { out } = this;
    this.isZero(wide);
    out.i32(1);
    out.u8(Op.i32Sub);
    if (shadowType(result) === i64) out.u8(Op.i64ExtendI32S);
  }

  allIfAny(first: number, second: number, type: NumericType, wide: boolean): void {
    this.either(first, second, wide);
    this.allIfTop(wide, type.result);
  }
}
