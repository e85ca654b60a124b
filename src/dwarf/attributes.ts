import type { AttributeValue } from './attribute-forms.ts';
import { ByteReader } from './byte-reader.ts';
import { DW_AT, DW_FORM } from './constants.ts';
import type { Entry } from './entries.ts';
import type { Unit } from './unit.ts';

/** The raw value, or undefined where the entry doesn't have the attribute. */
export function attributeOf(entry: Entry, attribute: number): AttributeValue | undefined {
  const index = entry.abbreviation.attributes.indexOf(attribute);
  return index < 0 ? undefined : entry.values[index];
}

export function formOf(entry: Entry, attribute: number): number | undefined {
  const index = entry.abbreviation.attributes.indexOf(attribute);
  return index < 0 ? undefined : entry.abbreviation.forms[index];
}

export function flagOf(entry: Entry, attribute: number): boolean {
  return !!attributeOf(entry, attribute);
}

/** A constant that fits a number. */
export function numberOf(entry: Entry, attribute: number): number | undefined {
  const value = attributeOf(entry, attribute);
  return typeof value === 'number' ? value : undefined;
}

export function blockOf(entry: Entry, attribute: number): Uint8Array | undefined {
  const value = attributeOf(entry, attribute);
  return value instanceof Uint8Array ? value : undefined;
}

/** The entry that a reference leads to. */
export function referenceOf(entry: Entry, attribute: number): Entry | undefined {
  const form = formOf(entry, attribute);
  if (form === undefined || !isReference(form)) return undefined;
  return entry.unit.context.entries.get(attributeOf(entry, attribute) as number);
}

function isReference(form: number): boolean {
  return form === DW_FORM.ref_addr || (form >= DW_FORM.ref1 && form <= DW_FORM.ref_udata);
}

export function stringOf(entry: Entry, attribute: number): string | undefined {
  const value = numberOf(entry, attribute);
  if (value === undefined) return undefined;
  const { unit } = entry;
  const { context } = unit;
  switch (formOf(entry, attribute)) {
    case DW_FORM.string:
      return context.text('.debug_info', value);
    case DW_FORM.strp:
      return context.text('.debug_str', value);
    case DW_FORM.line_strp:
      return context.text('.debug_line_str', value);
    case DW_FORM.strx:
    case DW_FORM.strx1:
    case DW_FORM.strx2:
    case DW_FORM.strx3:
    case DW_FORM.strx4:
      return context.text('.debug_str', stringOffset(unit, value));
    default:
      return undefined;
  }
}

function stringOffset(unit: Unit, index: number): number {
  const at = unit.stringOffsetsBase + index * unit.offsetSize;
  return new ByteReader('.debug_str_offsets', unit.context.sections.get('.debug_str_offsets'), at).unsigned(
    unit.offsetSize,
  );
}

/** An address: a code offset for code, an address in memory for data. */
export function addressOf(entry: Entry, attribute: number): number | undefined {
  const value = numberOf(entry, attribute);
  if (value === undefined) return undefined;
  const form = formOf(entry, attribute) as number;
  if (form === DW_FORM.addr) return value;
  return isIndexedAddress(form) ? indexedAddress(entry.unit, value) : undefined;
}

function isIndexedAddress(form: number): boolean {
  return form === DW_FORM.addrx || (form >= DW_FORM.addrx1 && form <= DW_FORM.addrx4);
}

/** The address with this index in the unit's part of .debug_addr. */
export function indexedAddress(unit: Unit, index: number): number {
  const at = unit.addressBase + index * unit.addressSize;
  return new ByteReader('.debug_addr', unit.context.sections.get('.debug_addr'), at).unsigned(unit.addressSize);
}

/**
 * Whether the linker wrote this address for something it had dropped: -1 (-2 in .debug_ranges and .debug_loc, where -1
 * means something else), or 0, which is no code offset and no address of data.
 */
export function isTombstone(address: number): boolean {
  return address === 0 || address >= 0xfffffffe;
}

const MAX_ORIGINS = 8;

/** The entry itself, then what it is an instance or a completion of. */
export function* withOrigins(entry: Entry): Generator<Entry> {
  let current: Entry | undefined = entry;
  for (let i = 0; current && i < MAX_ORIGINS; i++) {
    yield current;
    current = referenceOf(current, DW_AT.abstract_origin) ?? referenceOf(current, DW_AT.specification);
  }
}

/** The first of the entry and its origins that has the attribute. */
export function ownerOf(entry: Entry, attribute: number): Entry | undefined {
  for (const candidate of withOrigins(entry)) {
    if (attributeOf(candidate, attribute) !== undefined) return candidate;
  }
  return undefined;
}
