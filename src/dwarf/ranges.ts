import { addressOf, formOf, indexedAddress, isTombstone, numberOf } from './attributes.ts';
import { ByteReader } from './byte-reader.ts';
import { DW_AT, DW_FORM, DW_RLE } from './constants.ts';
import type { CodeRange } from './debug-info.ts';
import type { Entry } from './entries.ts';
import type { Unit } from './unit.ts';

/** No compiler splits a scope this often; the bound keeps damaged lists from costing quadratic time. */
export const MAX_LIST_ENTRIES = 10_000;

/** The code that an entry covers, empty and dropped pieces left out, ascending. Throws `DwarfError`. */
export function rangesOf(entry: Entry): CodeRange[] {
  const form = formOf(entry, DW_AT.ranges);
  if (form === undefined) return contiguousRange(entry);
  const value = numberOf(entry, DW_AT.ranges) ?? 0;
  const { unit } = entry;
  const ranges: CodeRange[] = [];
  if (unit.version < 5) readRanges(unit, value, ranges);
  else readRangeList(unit, form === DW_FORM.rnglistx ? listOffset(unit, value) : value, ranges);
  return ranges.sort((a, b) => a.low - b.low);
}

function contiguousRange(entry: Entry): CodeRange[] {
  const low = addressOf(entry, DW_AT.low_pc);
  if (low === undefined) return [];
  const high = addressOf(entry, DW_AT.high_pc) ?? low + (numberOf(entry, DW_AT.high_pc) ?? 0);
  const ranges: CodeRange[] = [];
  add(ranges, entry.unit, low, high);
  return ranges;
}

function add(ranges: CodeRange[], unit: Unit, low: number, high: number): void {
  if (!isTombstone(low) && high > low && high <= unit.context.sections.codeSize) ranges.push({ low, high });
}

/** DWARF 4, section 2.17.3: pairs of addresses in .debug_ranges. */
function readRanges(unit: Unit, offset: number, ranges: CodeRange[]): void {
  const reader = new ByteReader('.debug_ranges', unit.context.sections.get('.debug_ranges'), offset);
  const newBase = unit.addressSize === 4 ? 0xffffffff : Number.MAX_SAFE_INTEGER;
  let base = unit.lowAddress;
  for (let i = 0; i < MAX_LIST_ENTRIES; i++) {
    const low = reader.unsigned(unit.addressSize);
    const high = reader.unsigned(unit.addressSize);
    if (low === 0 && high === 0) return;
    if (low === newBase) base = high;
    else if (low < 0xfffffffe) add(ranges, unit, base + low, base + high);
  }
  reader.fail('a range list without an end');
}

/** DW_FORM_rnglistx: an index in the table of offsets that follows the header (DWARF 5, section 7.28). */
function listOffset(unit: Unit, index: number): number {
  const base = unit.rangeListsBase;
  const section = unit.context.sections.get('.debug_rnglists');
  return base + new ByteReader('.debug_rnglists', section, base + index * unit.offsetSize).unsigned(unit.offsetSize);
}

/** DWARF 5, sections 2.17.3 and 7.25. */
function readRangeList(unit: Unit, offset: number, ranges: CodeRange[]): void {
  const reader = new ByteReader('.debug_rnglists', unit.context.sections.get('.debug_rnglists'), offset);
  let base = unit.lowAddress;
  const address = () => reader.unsigned(unit.addressSize);
  const indexed = () => indexedAddress(unit, reader.uleb());
  const between = (low: number, high: number) => add(ranges, unit, low, high);
  const sized = (low: number, size: number) => add(ranges, unit, low, low + size);
  for (let i = 0; i < MAX_LIST_ENTRIES; i++) {
    const kind = reader.u8();
    switch (kind) {
      case DW_RLE.end_of_list:
        return;
      case DW_RLE.base_addressx:
        base = indexed();
        break;
      case DW_RLE.startx_endx:
        between(indexed(), indexed());
        break;
      case DW_RLE.startx_length:
        sized(indexed(), reader.uleb());
        break;
      case DW_RLE.offset_pair: {
        const low = reader.uleb();
        const high = reader.uleb();
        if (base < 0xfffffffe) between(base + low, base + high);
        break;
      }
      case DW_RLE.base_address:
        base = address();
        break;
      case DW_RLE.start_end:
        between(address(), address());
        break;
      case DW_RLE.start_length:
        sized(address(), reader.uleb());
        break;
      default:
        reader.fail(`range list entry of unknown kind ${kind}`);
    }
  }
  reader.fail('a range list without an end');
}
