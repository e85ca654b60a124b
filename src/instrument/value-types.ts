import { Op } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';

const { i32, i64, f32, f64 } = ValueType;

/** Operand and result types of instructions on numbers (core specification, 3.3); `second` is 0 for unary ones. */
export interface NumericType {
  readonly first: number;
  readonly second: number;
  readonly result: number;
}

const TYPES: (NumericType | undefined)[] = [];
const range = (from: number, to: number, first: number, second: number, result: number): void => {
  for (let opcode = from; opcode <= to; opcode++) TYPES[opcode] = { first, second, result };
};
range(0x45, 0x45, i32, 0, i32);
range(0x46, 0x4f, i32, i32, i32);
range(0x50, 0x50, i64, 0, i32);
range(0x51, 0x5a, i64, i64, i32);
range(0x5b, 0x60, f32, f32, i32);
range(0x61, 0x66, f64, f64, i32);
range(0x67, 0x69, i32, 0, i32);
range(0x6a, 0x78, i32, i32, i32);
range(0x79, 0x7b, i64, 0, i64);
range(0x7c, 0x8a, i64, i64, i64);
range(0x8b, 0x91, f32, 0, f32);
range(0x92, 0x98, f32, f32, f32);
range(0x99, 0x9f, f64, 0, f64);
range(0xa0, 0xa6, f64, f64, f64);
range(0xa7, 0xa7, i64, 0, i32);
range(0xa8, 0xa9, f32, 0, i32);
range(0xaa, 0xab, f64, 0, i32);
range(0xac, 0xad, i32, 0, i64);
range(0xae, 0xaf, f32, 0, i64);
range(0xb0, 0xb1, f64, 0, i64);
range(0xb2, 0xb3, i32, 0, f32);
range(0xb4, 0xb5, i64, 0, f32);
range(0xb6, 0xb6, f64, 0, f32);
range(0xb7, 0xb8, i32, 0, f64);
range(0xb9, 0xba, i64, 0, f64);
range(0xbb, 0xbb, f32, 0, f64);
range(0xbc, 0xbc, f32, 0, i32);
range(0xbd, 0xbd, f64, 0, i64);
range(0xbe, 0xbe, i32, 0, f32);
range(0xbf, 0xbf, i64, 0, f64);
range(0xc0, 0xc1, i32, 0, i32);
range(0xc2, 0xc4, i64, 0, i64);
range(0xfc00, 0xfc01, f32, 0, i32);
range(0xfc02, 0xfc03, f64, 0, i32);
range(0xfc04, 0xfc05, f32, 0, i64);
range(0xfc06, 0xfc07, f64, 0, i64);

export function numericType(opcode: number): NumericType | undefined {
  return TYPES[opcode];
}

/** How undefined bits of the operands become undefined bits of the result. */
export type Propagation =
  /** Bit by bit. */
  | 'or'
  /** From the lowest undefined bit upwards. */
  | 'left'
  /** As far as a carry can reach. */
  | 'carry'
  /** The same instruction on the undefined bits gives the result's (shifts by constants, extensions, reinterpretations). */
  | 'same'
  | 'and'
  | 'or-values'
  | 'shift'
  /** Bit 0 if any bit of the operands is undefined. */
  | 'compare'
  /** All bits if any is. */
  | 'all';

export function propagation(opcode: number): Propagation {
  switch (opcode) {
    case Op.i32Add:
    case Op.i32Sub:
    case Op.i64Add:
    case 0x7d:
      return 'carry';
    case Op.i32Mul:
    case 0x7e:
      return 'left';
    case 0x71:
    case 0x83:
      return 'and';
    case 0x72:
    case 0x84:
      return 'or-values';
    case 0x73:
    case 0x85:
      return 'or';
    case 0x74:
    case 0x75:
    case 0x76:
    case 0x77:
    case 0x78:
    case 0x86:
    case 0x87:
    case 0x88:
    case 0x89:
    case 0x8a:
      return 'shift';
    case Op.i32WrapI64:
    case 0xac:
    case 0xad:
    case 0xbc:
    case 0xbd:
    case 0xbe:
    case 0xbf:
    case 0xc0:
    case 0xc1:
    case 0xc2:
    case 0xc3:
    case 0xc4:
      return 'same';
    default:
      return opcode >= 0x45 && opcode <= 0x66 ? 'compare' : 'all';
  }
}

/** Undefined bits of a value are kept in an integer of its width. */
export function shadowType(type: number): number {
  return type === i64 || type === f64 ? i64 : i32;
}
