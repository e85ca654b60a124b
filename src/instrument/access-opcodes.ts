import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';

/** The load of as many shadow bytes as an access has. */
export const SHADOW_LOAD: Readonly<Record<number, number>> = {
  1: Op.i32Load8U,
  2: Op.i32Load16U,
  4: Op.i32Load,
  8: Op.i64Load,
};
export const SHADOW_STORE: Readonly<Record<number, number>> = {
  1: Op.i32Store8,
  2: Op.i32Store16,
  4: Op.i32Store,
  8: Op.i64Store,
};

/** Result type of a load, or of the value a store takes. */
export function accessType(opcode: number): number {
  if (opcode === Op.f32Load || opcode === Op.f32Store) return ValueType.f32;
  if (opcode === Op.f64Load || opcode === Op.f64Store) return ValueType.f64;
  const is64 =
    opcode === Op.i64Load ||
    (opcode >= Op.i64Load8S && opcode <= Op.i64Load32U) ||
    opcode === Op.i64Store ||
    opcode >= Op.i64Store8;
  return is64 ? ValueType.i64 : ValueType.i32;
}

/** Divisions of integers, by the type of their operands. */
export const DIVISIONS: ReadonlyMap<number, number> = (() => {
  const found = new Map<number, number>();
  for (let op = 0x6d; op <= 0x70; op++) found.set(op, ValueType.i32);
  for (let op = 0x7f; op <= 0x82; op++) found.set(op, ValueType.i64);
  return found;
})();

/** Finds divisions that can't trap: those by a constant which is neither 0 nor -1. */
export class SafeDivisions {
  /** End of the constant read last that is no divisor to trap on. */
  private divisorEnd = -1;

  constructor(private readonly bytes: Uint8Array) {}

  /** Whether this is one; to be asked of every instruction that isn't an access, in their order. */
  has(i: InstructionReader): boolean {
    if (this.isSafeDivisor(i)) this.divisorEnd = i.end;
    return DIVISIONS.has(i.opcode) && i.start === this.divisorEnd;
  }

  /** 0 is written with seven zero bits in each byte, -1 with seven ones. */
  private isSafeDivisor({ opcode, start, end }: InstructionReader): boolean {
    if (opcode !== Op.i32Const && opcode !== Op.i64Const) return false;
    const digit = this.bytes[start + 1]! & 0x7f;
    if (digit !== 0 && digit !== 0x7f) return true;
    for (let at = start + 2; at < end; at++) if ((this.bytes[at]! & 0x7f) !== digit) return true;
    return false;
  }
}

/** Instructions that trap by themselves. */
export const TRAPPING: ReadonlySet<number> = (() => {
  const found = new Set<number>([Op.unreachable, ...DIVISIONS.keys()]);
  for (const op of [0xa8, 0xa9, 0xaa, 0xab, 0xae, 0xaf, 0xb0, 0xb1]) found.add(op); // float to integer
  return found;
})();
