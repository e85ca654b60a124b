import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import type { OperandShadows } from './operand-shadows.ts';
import type { FunctionScope } from './rewrite-context.ts';
import type { StateWriter } from './state-writer.ts';
import { DEFINED } from './undefined-bits.ts';
import { shadowType } from './value-types.ts';

/** Carries undefined bits into calls and out of them, through the areas for arguments and results: 8 bytes a value. */
export class ValuePassing {
  constructor(
    private readonly scope: FunctionScope,
    private readonly out: StateWriter,
    private readonly operands: OperandShadows,
  ) {}

  /** Writes the shadows of values of these types to an area; without `shadows`, all are defined. */
  give(area: number, types: readonly number[], shadows?: readonly number[]): void {
    types.forEach((type, index) => {
      this.out.i32(area);
      this.operands.bits.getShadow(shadows?.[index] ?? DEFINED, type);
      this.out.memory(shadowType(type) === ValueType.i64 ? Op.i64Store : Op.i32Store, index * 8);
    });
  }

  /** Pushes the shadow of one value of an area. */
  take(area: number, index: number, type: number): void {
    this.out.i32(area);
    this.out.memory(shadowType(type) === ValueType.i64 ? Op.i64Load : Op.i32Load, index * 8);
  }

  /** Addresses and lengths decide what a function of the shim or a system call does; memset's value doesn't. */
  check(i: InstructionReader, types: readonly number[], shadows: readonly number[]): void {
    const isFill = /memset$/.test(this.scope.context.module.names.functions.get(i.first) ?? '');
    types.forEach((type, index) => {
      if (!(isFill && index === 1)) this.operands.report(shadows[index]!, type, i.start);
    });
  }
}
