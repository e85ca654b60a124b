import { Op } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import { DIVISIONS, SafeDivisions } from './access-opcodes.ts';
import type { FunctionScope } from './rewrite-context.ts';
import type { StateWriter } from './state-writer.ts';

/** Writes what comes before divisions of integers, but for those by constants that are no trouble. */
export class DivisionProbes {
  readonly safe: SafeDivisions;

  constructor(
    private readonly scope: FunctionScope,
    private readonly out: StateWriter,
  ) {
    this.safe = new SafeDivisions(scope.context.module.bytes);
  }

  /** x86 computes the quotient as well: where that doesn't fit (the smallest number by -1), the program ends. wasm would give 0. */
  beforeRemainder(opcode: number): void {
    const { out } = this;
    const isWide = opcode === Op.i64RemS;
    const type = isWide ? ValueType.i64 : ValueType.i32;
    const [dividend, divisor] = [out.local('dividend', type), out.local('divisor', type)];
    out.set(divisor);
    out.tee(dividend);
    out.get(divisor);
    out.get(divisor);
    if (isWide) out.i64(-1n);
    else out.i32(-1);
    out.u8(isWide ? Op.i64Eq : Op.i32Eq);
    out.if();
    out.get(dividend);
    out.get(divisor);
    out.u8(isWide ? Op.i64DivS : Op.i32DivS);
    out.u8(Op.drop);
    out.end();
  }

  /** Asks before it divides: after a trap a handler's siglongjmp has nowhere to go. */
  guard(opcode: number, site: number): void {
    const { out } = this;
    const type = DIVISIONS.get(opcode);
    if (type === undefined) return;
    const { shim } = this.scope.context;
    const divisor = out.local('divisor', type);
    out.set(divisor);
    this.ifEqual(divisor, type, 0n, () => this.fails(shim.dividesByZero, site));
    if (SIGNED.has(opcode)) {
      const dividend = out.local('dividend', type);
      out.tee(dividend);
      const smallest = type === ValueType.i64 ? -(2n ** 63n) : -(2n ** 31n);
      this.ifEqual(divisor, type, -1n, () =>
        this.ifEqual(dividend, type, smallest, () => this.fails(shim.quotientTooLarge, site)),
      );
    }
    out.get(divisor);
  }

  private ifEqual(local: number, type: number, value: bigint, emit: () => void): void {
    const { out } = this;
    const isWide = type === ValueType.i64;
    out.get(local);
    if (isWide) out.i64(value);
    else out.i32(Number(value));
    out.u8(isWide ? Op.i64Eq : Op.i32Eq);
    out.ifUnlikely();
    emit();
    out.end();
  }

  private fails(shimFunction: number, site: number): void {
    const { out } = this;
    out.slowCall(() => {
      out.i32(site);
      out.call(shimFunction);
    });
  }
}

/** Quotients and remainders of signed integers. */
const SIGNED: ReadonlySet<number> = new Set([Op.i32DivS, Op.i32RemS, Op.i64DivS, Op.i64RemS]);
