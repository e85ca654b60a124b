import { ByteReader } from './byte-reader.ts';
import { DW_FORM } from './constants.ts';

/** The shape of debugging information entries: tag, and attribute names with their forms (DWARF 5, section 7.5.3). */
export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  /** DW_AT numbers; `forms` and `constants` run beside it. */
  readonly attributes: readonly number[];
  readonly forms: readonly number[];
  /** Values of DW_FORM_implicit_const. */
  readonly constants: readonly (number | bigint)[];
}

/** By abbreviation code. */
export type AbbreviationTable = ReadonlyMap<number, Abbreviation>;

/** Reads the table that begins at `offset` of .debug_abbrev. Throws `DwarfError`. */
export function readAbbreviations(section: Uint8Array, offset: number): AbbreviationTable {
  const reader = new ByteReader('.debug_abbrev', section, offset);
  const table = new Map<number, Abbreviation>();
  for (;;) {
    const code = reader.uleb();
    if (code === 0) return table;
    table.set(code, readAbbreviation(reader));
  }
}

function readAbbreviation(reader: ByteReader): Abbreviation {
  const tag = reader.uleb();
  const hasChildren = reader.u8() !== 0;
  const attributes: number[] = [];
  const forms: number[] = [];
  const constants: (number | bigint)[] = [];
  for (;;) {
    const attribute = reader.uleb();
    const form = reader.uleb();
    const constant = form === DW_FORM.implicit_const ? reader.slebWide() : 0;
    if (attribute === 0 && form === 0) return { tag, hasChildren, attributes, forms, constants };
    attributes.push(attribute);
    forms.push(form);
    constants.push(constant);
  }
}
