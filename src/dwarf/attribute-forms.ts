import type { ByteReader } from './byte-reader.ts';
import { DW_FORM } from './constants.ts';
import type { Unit } from './unit.ts';

/**
 * The raw value of an attribute. Numbers for constants, flags (0 or 1), section offsets, indices, references (as an offset
 * in .debug_info) and the place of an inline string; bytes for blocks and expressions.
 */
export type AttributeValue = number | bigint | Uint8Array;

/** Reads one attribute value of the given form (DWARF 5, section 7.5.6). Strings and indices are resolved when asked for. */
// eslint-disable-next-line max-lines-per-function -- one switch over the forms
export function readForm(reader: ByteReader, unit: Unit, form: number, constant: number | bigint): AttributeValue {
  switch (form) {
    case DW_FORM.addr:
      return reader.unsigned(unit.addressSize);
    case DW_FORM.data1:
    case DW_FORM.flag:
    case DW_FORM.strx1:
    case DW_FORM.addrx1:
      return reader.u8();
    case DW_FORM.data2:
    case DW_FORM.strx2:
    case DW_FORM.addrx2:
      return reader.u16();
    case DW_FORM.strx3:
    case DW_FORM.addrx3:
      return reader.u24();
    case DW_FORM.data4:
    case DW_FORM.strx4:
    case DW_FORM.addrx4:
    case DW_FORM.ref_sup4:
      return reader.u32();
    case DW_FORM.data8:
    case DW_FORM.ref_sig8:
    case DW_FORM.ref_sup8:
      return reader.u64();
    case DW_FORM.data16:
      return reader.block(16);
    case DW_FORM.sdata:
      return reader.slebWide();
    case DW_FORM.udata:
      return reader.ulebWide();
    case DW_FORM.strx:
    case DW_FORM.addrx:
    case DW_FORM.loclistx:
    case DW_FORM.rnglistx:
      return reader.uleb();
    case DW_FORM.strp:
    case DW_FORM.line_strp:
    case DW_FORM.strp_sup:
    case DW_FORM.sec_offset:
      return reader.unsigned(unit.offsetSize);
    case DW_FORM.ref_addr:
      return reader.unsigned(unit.version < 3 ? unit.addressSize : unit.offsetSize);
    case DW_FORM.ref1:
      return unit.offset + reader.u8();
    case DW_FORM.ref2:
      return unit.offset + reader.u16();
    case DW_FORM.ref4:
      return unit.offset + reader.u32();
    case DW_FORM.ref8:
      return unit.offset + reader.unsigned(8);
    case DW_FORM.ref_udata:
      return unit.offset + reader.uleb();
    case DW_FORM.string: {
      const place = reader.offset;
      reader.skipCString();
      return place;
    }
    case DW_FORM.block1:
      return reader.block(reader.u8());
    case DW_FORM.block2:
      return reader.block(reader.u16());
    case DW_FORM.block4:
      return reader.block(reader.u32());
    case DW_FORM.block:
    case DW_FORM.exprloc:
      return reader.block(reader.uleb());
    case DW_FORM.flag_present:
      return 1;
    case DW_FORM.implicit_const:
      return constant;
    default:
      return reader.fail(`attribute form 0x${form.toString(16)} is not supported`);
  }
}
