import { InstructionReader, Op } from '../wasm-binary/instructions.ts';
import { ACCESS_BYTES } from '../wasm-binary/stack-effect.ts';
import { numericType } from './value-types.ts';

const FOLLOWED: ReadonlySet<number> = new Set([
  Op.unreachable,
  Op.nop,
  Op.block,
  Op.loop,
  Op.if,
  Op.else,
  Op.try,
  Op.catch,
  Op.catchAll,
  Op.delegate,
  Op.throw,
  Op.rethrow,
  Op.end,
  Op.br,
  Op.brIf,
  Op.brTable,
  Op.return,
  Op.call,
  Op.callIndirect,
  Op.drop,
  Op.select,
  Op.localGet,
  Op.localSet,
  Op.localTee,
  Op.globalGet,
  Op.globalSet,
  Op.memorySize,
  Op.memoryGrow,
  Op.i32Const,
  Op.i64Const,
  Op.f32Const,
  Op.f64Const,
  Op.memoryCopy,
  Op.memoryFill,
]);

/** Whether undefined bits can be followed through every instruction of a body. */
export function canFollow(bytes: Uint8Array, codeStart: number, end: number): boolean {
  const i = new InstructionReader(bytes, codeStart, end);
  while (i.next())
    if (!FOLLOWED.has(i.opcode) && !(i.opcode < 0x100 && ACCESS_BYTES[i.opcode]) && !numericType(i.opcode))
      return false;
  return true;
}
