import { ByteReader } from './byte-reader.ts';
import { DW_OP } from './constants.ts';

/** One operation of a DWARF expression: its code, its operands, and where it ends. */
export interface Operation {
  readonly code: number;
  readonly operands: readonly (number | bigint)[];
  /** Of the operations that carry bytes (implicit_value, entry_value, const_type). */
  readonly block: Uint8Array | undefined;
  readonly start: number;
  readonly end: number;
}

const NONE: readonly number[] = [];

/** Reads the operation at the reader's place (DWARF 5, section 7.7.1). Throws `DwarfError` for one it doesn't know. */
// eslint-disable-next-line max-lines-per-function -- one switch over the operations
export function readOperation(reader: ByteReader, addressSize: number, offsetSize: number): Operation {
  const start = reader.offset;
  const code = reader.u8();
  let operands: readonly (number | bigint)[] = NONE;
  let block: Uint8Array | undefined;
  switch (code) {
    case DW_OP.addr:
      operands = [reader.unsigned(addressSize)];
      break;
    case DW_OP.const1u:
    case DW_OP.pick:
    case DW_OP.deref_size:
    case DW_OP.xderef_size:
      operands = [reader.u8()];
      break;
    case DW_OP.const1s:
      operands = [reader.i8()];
      break;
    case DW_OP.const2u:
    case DW_OP.call2:
      operands = [reader.u16()];
      break;
    case DW_OP.const2s:
    case DW_OP.bra:
    case DW_OP.skip:
      operands = [(reader.u16() << 16) >> 16];
      break;
    case DW_OP.const4u:
    case DW_OP.call4:
      operands = [reader.u32()];
      break;
    case DW_OP.const4s:
      operands = [reader.u32() | 0];
      break;
    case DW_OP.const8u:
      operands = [reader.u64()];
      break;
    case DW_OP.const8s:
      operands = [BigInt.asIntN(64, BigInt(reader.u64()))];
      break;
    case DW_OP.constu:
    case DW_OP.plus_uconst:
    case DW_OP.regx:
    case DW_OP.piece:
    case DW_OP.addrx:
    case DW_OP.constx:
    case DW_OP.convert:
    case DW_OP.reinterpret:
      operands = [reader.ulebWide()];
      break;
    case DW_OP.consts:
    case DW_OP.fbreg:
      operands = [reader.slebWide()];
      break;
    case DW_OP.bregx:
      operands = [reader.uleb(), reader.sleb()];
      break;
    case DW_OP.bit_piece:
    case DW_OP.regval_type:
      operands = [reader.uleb(), reader.uleb()];
      break;
    case DW_OP.deref_type:
    case DW_OP.xderef_type:
      operands = [reader.u8(), reader.uleb()];
      break;
    case DW_OP.call_ref:
      operands = [reader.unsigned(offsetSize)];
      break;
    case DW_OP.implicit_pointer:
      operands = [reader.unsigned(offsetSize), reader.sleb()];
      break;
    case DW_OP.implicit_value:
    case DW_OP.entry_value:
    case DW_OP.GNU_entry_value:
      block = reader.block(reader.uleb());
      break;
    case DW_OP.const_type:
      operands = [reader.uleb()];
      block = reader.block(reader.u8());
      break;
    case DW_OP.WASM_location: {
      const kind = reader.u8();
      // Kind 3 is a global whose index is a fixed 32-bit number, so that the linker can write it.
      operands = [kind, kind === 3 ? reader.u32() : reader.uleb()];
      break;
    }
    default:
      if (code >= DW_OP.breg0 && code <= DW_OP.breg31) operands = [reader.sleb()];
      else if (!hasNoOperands(code)) reader.fail(`expression operation 0x${code.toString(16)} is not known`, start);
  }
  return { code, operands, block, start, end: reader.offset };
}

function hasNoOperands(code: number): boolean {
  return (
    code === DW_OP.deref ||
    (code >= DW_OP.dup && code <= DW_OP.plus) ||
    (code >= DW_OP.shl && code <= DW_OP.xor) ||
    (code >= DW_OP.eq && code <= DW_OP.ne) ||
    (code >= DW_OP.lit0 && code <= DW_OP.reg31) ||
    (code >= DW_OP.nop && code <= DW_OP.push_object_address) ||
    code === DW_OP.form_tls_address ||
    code === DW_OP.call_frame_cfa ||
    code === DW_OP.stack_value
  );
}

/** All operations of an expression, in order. Throws `DwarfError`. */
export function readOperations(bytes: Uint8Array, addressSize = 4, offsetSize = 4): Operation[] {
  const reader = new ByteReader('expression', bytes);
  const operations: Operation[] = [];
  while (!reader.atEnd) operations.push(readOperation(reader, addressSize, offsetSize));
  return operations;
}
