import type { ByteReader } from './byte-reader.ts';
import { DW_FORM, DW_LNCT } from './constants.ts';
import { displayPath } from './file-list.ts';
import type { DwarfContext } from './unit.ts';

/** Header of a line number program, versions 2 to 5 (DWARF 5, section 6.2.4). */
export interface LineHeader {
  readonly version: number;
  readonly minimumInstructionLength: number;
  readonly defaultIsStatement: boolean;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** Number of operands by opcode; index 0 unused. */
  readonly operandCounts: readonly number[];
  /** FileId by file number as the program counts. DW_LNE_define_file adds to it. */
  readonly files: number[];
  readonly directories: readonly string[];
  readonly compilationDirectory: string;
}

/** Reads from just behind the unit's length, and leaves the reader at the first opcode. Throws `DwarfError`. */
export function readLineHeader(
  context: DwarfContext,
  reader: ByteReader,
  offsetSize: number,
  compilationDirectory: string,
): LineHeader {
  const version = reader.u16();
  if (version < 2 || version > 5) reader.fail(`line table version ${version} is not supported`, reader.offset - 2);
  if (version >= 5) reader.skip(2); // address size and segment selector size
  const headerLength = reader.unsigned(offsetSize);
  const program = reader.offset + headerLength;
  if (program > reader.end) reader.fail('the header is longer than its unit');
  const minimumInstructionLength = reader.u8();
  if (version >= 4) reader.skip(1); // operations per instruction: there is no VLIW WebAssembly
  const defaultIsStatement = reader.u8() !== 0;
  const lineBase = reader.i8();
  const lineRange = reader.u8();
  if (lineRange === 0) reader.fail('a line range of 0', reader.offset - 1);
  const opcodeBase = reader.u8();
  if (opcodeBase === 0) reader.fail('an opcode base of 0', reader.offset - 1);
  const operandCounts = [0];
  for (let i = 1; i < opcodeBase; i++) operandCounts.push(reader.u8());
  const tables = version >= 5 ? readTables5 : readTables2;
  const { directories, files } = tables(context, reader, offsetSize, compilationDirectory);
  reader.offset = program;
  return {
    version,
    minimumInstructionLength,
    defaultIsStatement,
    lineBase,
    lineRange,
    opcodeBase,
    operandCounts,
    files,
    directories,
    compilationDirectory,
  };
}

interface Tables {
  directories: string[];
  files: number[];
}

/** Versions 2 to 4: lists that end with an empty string; numbers begin at 1, directory 0 is the compilation directory. */
function readTables2(
  context: DwarfContext,
  reader: ByteReader,
  _offsetSize: number,
  compilationDirectory: string,
): Tables {
  const directories = [''];
  for (;;) {
    const directory = reader.cString();
    if (directory === '') break;
    directories.push(directory);
  }
  const files: number[] = [];
  for (;;) {
    const name = reader.cString();
    if (name === '') break;
    files.push(readFile2(context, reader, name, directories, compilationDirectory));
  }
  // File 0 doesn't exist here; where something names it, the unit's own file is meant.
  files.unshift(files[0] ?? context.files.intern(''));
  return { directories, files };
}

/** What follows the name of a file in versions 2 to 4, and in DW_LNE_define_file. */
export function readFile2(
  context: DwarfContext,
  reader: ByteReader,
  name: string,
  directories: readonly string[],
  compilationDirectory: string,
): number {
  const directory = directories[reader.uleb()] ?? '';
  reader.ulebWide(); // time
  reader.ulebWide(); // length
  return context.files.intern(displayPath(compilationDirectory, directory, name));
}

/** Version 5: tables that describe their own columns; numbers begin at 0. */
function readTables5(
  context: DwarfContext,
  reader: ByteReader,
  offsetSize: number,
  compilationDirectory: string,
): Tables {
  const directories = readEntries5(context, reader, offsetSize).map((entry) => entry.path);
  // Directory 0 is the compilation directory: files in it are shown without.
  if (directories.length > 0) directories[0] = '';
  const files = readEntries5(context, reader, offsetSize).map((entry) =>
    context.files.intern(displayPath(compilationDirectory, directories[entry.directory] ?? '', entry.path)),
  );
  return { directories, files };
}

function readEntries5(
  context: DwarfContext,
  reader: ByteReader,
  offsetSize: number,
): { path: string; directory: number }[] {
  const formatCount = reader.u8();
  const format: { content: number; form: number }[] = [];
  for (let i = 0; i < formatCount; i++) format.push({ content: reader.uleb(), form: reader.uleb() });
  const count = reader.uleb();
  // An entry takes at least a byte: without this check, a damaged count would make millions of empty ones.
  if (count > reader.end - reader.offset) reader.fail(`a table of ${count} entries`);
  const entries: { path: string; directory: number }[] = [];
  for (let i = 0; i < count; i++) {
    let path = '';
    let directory = 0;
    for (const { content, form } of format) {
      const value = readField(context, reader, offsetSize, form);
      if (content === DW_LNCT.path && typeof value === 'string') path = value;
      else if (content === DW_LNCT.directory_index && typeof value === 'number') directory = value;
    }
    entries.push({ path, directory });
  }
  return entries;
}

/** The forms that DWARF 5, section 6.2.4.1 allows here. */
function readField(
  context: DwarfContext,
  reader: ByteReader,
  offsetSize: number,
  form: number,
): string | number | undefined {
  switch (form) {
    case DW_FORM.string:
      return reader.cString();
    case DW_FORM.line_strp:
      return context.text('.debug_line_str', reader.unsigned(offsetSize));
    case DW_FORM.strp:
      return context.text('.debug_str', reader.unsigned(offsetSize));
    case DW_FORM.data1:
      return reader.u8();
    case DW_FORM.data2:
      return reader.u16();
    case DW_FORM.data4:
      return reader.u32();
    case DW_FORM.udata:
      return reader.uleb();
    case DW_FORM.data8:
      reader.skip(8);
      return undefined;
    case DW_FORM.data16:
      reader.skip(16);
      return undefined;
    case DW_FORM.block:
      reader.skip(reader.uleb());
      return undefined;
    default:
      return reader.fail(`form 0x${form.toString(16)} in a file table is not supported`);
  }
}
