import type { AbbreviationTable } from './abbreviations.ts';
import { readAbbreviations } from './abbreviations.ts';
import { ByteReader } from './byte-reader.ts';
import { DW_UT } from './constants.ts';
import type { DebugProblem } from './debug-info.ts';
import type { DebugSections } from './debug-sections.ts';
import type { Entry } from './entries.ts';
import { FileList } from './file-list.ts';

/** What all units of a module share while they are being read. */
export class DwarfContext {
  readonly problems: DebugProblem[];
  readonly files = new FileList();
  /** Every entry by its offset in .debug_info. */
  readonly entries = new Map<number, Entry>();
  private readonly abbreviationTables = new Map<number, AbbreviationTable>();
  private readonly texts = new Map<string, Map<number, string>>();

  constructor(
    readonly sections: DebugSections,
    problems: DebugProblem[] = [],
  ) {
    this.problems = problems;
  }

  abbreviations(offset: number): AbbreviationTable {
    let table = this.abbreviationTables.get(offset);
    if (!table) {
      table = readAbbreviations(this.sections.get('.debug_abbrev'), offset);
      this.abbreviationTables.set(offset, table);
    }
    return table;
  }

  /** The zero-terminated string at `offset` of a string section. */
  text(section: string, offset: number): string {
    let texts = this.texts.get(section);
    if (!texts) this.texts.set(section, (texts = new Map()));
    let text = texts.get(offset);
    if (text === undefined) {
      text = new ByteReader(section, this.sections.get(section), offset).cString();
      texts.set(offset, text);
    }
    return text;
  }
}

/** A unit of .debug_info (DWARF 5, section 7.5.1). */
export interface Unit {
  readonly context: DwarfContext;
  /** Offset of the header in .debug_info; references inside the unit count from here. */
  readonly offset: number;
  readonly end: number;
  readonly entriesOffset: number;
  readonly version: number;
  /** 4, or 8 in the 64-bit DWARF format. */
  readonly offsetSize: number;
  readonly addressSize: number;
  readonly abbreviations: AbbreviationTable;
  root: Entry | undefined;
  /** Bases of the unit's part of other sections; what the unit's own entry says. */
  lowAddress: number;
  stringOffsetsBase: number;
  addressBase: number;
  rangeListsBase: number;
  locationListsBase: number;
  /** FileId by the file numbers of the unit's line program. */
  files: readonly number[];
}

/** Length of a unit and the size of its offsets: the initial length of DWARF 5, section 7.4. */
export function readInitialLength(reader: ByteReader): { length: number; offsetSize: number } {
  const length = reader.u32();
  if (length < 0xfffffff0) return { length, offsetSize: 4 };
  if (length !== 0xffffffff) reader.fail('a reserved unit length', reader.offset - 4);
  return { length: reader.unsigned(8), offsetSize: 8 };
}

/** Reads the header of the unit whose length has been read, and leaves the reader at the unit's first entry. */
export function readUnitHeader(context: DwarfContext, offset: number, offsetSize: number, reader: ByteReader): Unit {
  const version = reader.u16();
  if (version < 2 || version > 5) reader.fail(`DWARF version ${version} is not supported`, reader.offset - 2);
  let addressSize: number;
  let abbreviationsOffset: number;
  if (version >= 5) {
    const type = reader.u8();
    addressSize = reader.u8();
    abbreviationsOffset = reader.unsigned(offsetSize);
    if (type === DW_UT.skeleton || type === DW_UT.split_compile) reader.skip(8);
    else if (type === DW_UT.type || type === DW_UT.split_type) reader.skip(8 + offsetSize);
  } else {
    abbreviationsOffset = reader.unsigned(offsetSize);
    addressSize = reader.u8();
  }
  if (addressSize !== 4 && addressSize !== 8) reader.fail(`addresses of ${addressSize} bytes`);
  const tableHeader = offsetSize === 8 ? 16 : 8;
  const listHeader = offsetSize === 8 ? 20 : 12;
  return {
    context,
    offset,
    end: reader.end,
    entriesOffset: reader.offset,
    version,
    offsetSize,
    addressSize,
    abbreviations: context.abbreviations(abbreviationsOffset),
    root: undefined,
    lowAddress: 0,
    stringOffsetsBase: tableHeader,
    addressBase: tableHeader,
    rangeListsBase: listHeader,
    locationListsBase: listHeader,
    files: [],
  };
}
