/** Between bytes of memory and what loads give and stores take (core specification, 4.4.7). */
import { Op } from '../wasm-binary/instructions.ts';
import type { Value } from './arithmetic.ts';

const scratch = new DataView(new ArrayBuffer(8));

/** What a load gives for the bytes it read. */
export function valueOf(opcode: number, bytes: Uint8Array): Value {
  bytes.forEach((byte, i) => scratch.setUint8(i, byte));
  switch (opcode) {
    case Op.i32Load:
      return scratch.getInt32(0, true);
    case Op.i64Load:
      return scratch.getBigInt64(0, true);
    case Op.f32Load:
      return scratch.getFloat32(0, true);
    case Op.f64Load:
      return scratch.getFloat64(0, true);
    case Op.i32Load8S:
      return scratch.getInt8(0);
    case Op.i32Load8U:
      return scratch.getUint8(0);
    case Op.i32Load16S:
      return scratch.getInt16(0, true);
    case Op.i32Load16U:
      return scratch.getUint16(0, true);
    case Op.i64Load8S:
      return BigInt(scratch.getInt8(0));
    case Op.i64Load8U:
      return BigInt(scratch.getUint8(0));
    case Op.i64Load16S:
      return BigInt(scratch.getInt16(0, true));
    case Op.i64Load16U:
      return BigInt(scratch.getUint16(0, true));
    case Op.i64Load32S:
      return BigInt(scratch.getInt32(0, true));
    case Op.i64Load32U:
      return BigInt(scratch.getUint32(0, true));
    default:
      return undefined;
  }
}

/** The `n` bytes that a store writes; undefined for a value that isn't known. */
export function bytesOf(opcode: number, value: Value, n: number): Uint8Array | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'bigint') scratch.setBigInt64(0, BigInt.asIntN(64, value), true);
  else if (opcode === Op.f32Store) scratch.setFloat32(0, value, true);
  else if (opcode === Op.f64Store) scratch.setFloat64(0, value, true);
  else scratch.setInt32(0, value, true);
  return Uint8Array.from({ length: n }, (_, i) => scratch.getUint8(i));
}
