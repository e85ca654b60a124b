import { Op } from './instructions.ts';

/**
 * Operands popped and pushed by instructions without control flow or indices, as pops * 4 + pushes; -1 where it depends on
 * immediates or the instruction isn't known here (vector, atomic, reference and exception instructions).
 */
export const STACK_EFFECT: Int8Array = new Int8Array(0x100).fill(-1);

const set = (from: number, to: number, pops: number, pushes: number): void => {
  for (let opcode = from; opcode <= to; opcode++) STACK_EFFECT[opcode] = pops * 4 + pushes;
};
set(Op.i32Load, Op.i64Load32U, 1, 1);
set(Op.i32Store, Op.i64Store32, 2, 0);
set(Op.memorySize, Op.memorySize, 0, 1);
set(Op.memoryGrow, Op.memoryGrow, 1, 1);
set(Op.i32Const, Op.f64Const, 0, 1);
set(0x45, 0x45, 1, 1); // i32.eqz
set(0x46, 0x4f, 2, 1); // i32 comparisons
set(0x50, 0x50, 1, 1); // i64.eqz
set(0x51, 0x66, 2, 1); // i64, f32 and f64 comparisons
set(0x67, 0x69, 1, 1); // i32 clz, ctz, popcnt
set(0x6a, 0x78, 2, 1);
set(0x79, 0x7b, 1, 1);
set(0x7c, 0x8a, 2, 1);
set(0x8b, 0x91, 1, 1); // f32 unary
set(0x92, 0x98, 2, 1);
set(0x99, 0x9f, 1, 1);
set(0xa0, 0xa6, 2, 1);
set(0xa7, 0xc4, 1, 1); // conversions
set(Op.drop, Op.drop, 1, 0);
set(Op.select, Op.select, 3, 1);
set(Op.nop, Op.nop, 0, 0);
set(Op.localGet, Op.localGet, 0, 1);
set(Op.localSet, Op.localSet, 1, 0);
set(Op.localTee, Op.localTee, 1, 1);
set(Op.globalGet, Op.globalGet, 0, 1);
set(Op.globalSet, Op.globalSet, 1, 0);

/** Bytes that a load or store accesses, by opcode; 0 for anything else. */
export const ACCESS_BYTES: Uint8Array = new Uint8Array(0x100);
const sizes: [number, number][] = [
  [Op.i32Load, 4],
  [Op.i64Load, 8],
  [Op.f32Load, 4],
  [Op.f64Load, 8],
  [Op.i32Load8S, 1],
  [Op.i32Load8U, 1],
  [Op.i32Load16S, 2],
  [Op.i32Load16U, 2],
  [Op.i64Load8S, 1],
  [Op.i64Load8U, 1],
  [Op.i64Load16S, 2],
  [Op.i64Load16U, 2],
  [Op.i64Load32S, 4],
  [Op.i64Load32U, 4],
  [Op.i32Store, 4],
  [Op.i64Store, 8],
  [Op.f32Store, 4],
  [Op.f64Store, 8],
  [Op.i32Store8, 1],
  [Op.i32Store16, 2],
  [Op.i64Store8, 1],
  [Op.i64Store16, 2],
  [Op.i64Store32, 4],
];
for (const [opcode, size] of sizes) ACCESS_BYTES[opcode] = size;

export const isLoad = (opcode: number): boolean => opcode >= Op.i32Load && opcode <= Op.i64Load32U;
export const isStore = (opcode: number): boolean => opcode >= Op.i32Store && opcode <= Op.i64Store32;
