/** What is needed of an ELF file: what machine it is for, how it is loaded, its sections and its functions. System V ABI, chapter 4 and 5. */
import { hexByte } from '../util/hex-byte.ts';
import type { Address } from '../util/units.ts';

/** Gives so many bytes of the file, or fewer at its end. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  /** The section with the strings of a symbol table. */
  readonly link: number;
}

export interface ElfFile {
  readonly bits: 32 | 64;
  readonly machine: number;
  /** Where it begins to run. */
  readonly entry: number;
  /** A loader that takes shared libraries in: the program is linked dynamically. */
  readonly interpreter: string | undefined;
  readonly sections: readonly ElfSection[];
  /** Lower-case hexadecimal; '': none. */
  readonly buildId: string;
  /** The name of the file with its debug information; '': none. */
  readonly debugLink: string;
}

/** Why a file is not the ELF file that this machine runs. */
export type ElfProblem = 'not-elf' | 'damaged';

const MAGIC = 0x464c457f;
const HEADER_BYTES = 64;
const SECTION_BYTES = 64;
const SEGMENT_BYTES = 56;
const SYMBOL_BYTES = 24;
const PT_INTERP = 3;
const SHT_SYMTAB = 2;
const SHT_DYNSYM = 11;
const STT_FUNC = 2;
const STT_GNU_IFUNC = 10;
/** No file has more; a larger number is damage. */
const MOST_SECTIONS = 0xffff;

export function readElf(read: ReadBytes): ElfFile | ElfProblem {
  const header = read(0, HEADER_BYTES);
  const view = viewOf(header);
  if (header.length < 4 || view.getUint32(0, true) !== MAGIC) return 'not-elf';
  if (header.length < 20) return 'damaged';
  const bits = header[4] === 2 ? 64 : 32;
  const machine = view.getUint16(18, header[5] !== 2);
  const nothing = {
    bits,
    machine,
    entry: 0,
    interpreter: undefined,
    sections: [],
    buildId: '',
    debugLink: '',
  } as const;
  // What is only refused needs no further look.
  if (bits === 32 || header[5] === 2) return nothing;
  if (header.length < HEADER_BYTES) return 'damaged';
  const sections = readSections(view, read);
  return {
    ...nothing,
    entry: wordAt(view, 24),
    interpreter: interpreterOf(view, read),
    sections,
    ...linksOf(sections, read),
  };
}

/** Functions of a file by address, from its symbol table or else from the one that libraries are linked by. */
export class ElfFunctions {
  /** Ascending. */
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  readonly #name: Uint32Array;
  readonly #strings: Uint8Array;

  constructor({ sections }: ElfFile, read: ReadBytes) {
    const table = sections.find(({ type }) => type === SHT_SYMTAB) ?? sections.find(({ type }) => type === SHT_DYNSYM);
    const strings = table && sections[table.link];
    const bytes = table ? read(table.offset, table.size) : new Uint8Array(0);
    this.#strings = strings ? read(strings.offset, strings.size) : new Uint8Array(0);
    const view = viewOf(bytes);
    const found: { start: number; end: number; name: number }[] = [];
    for (let at = 0; at + SYMBOL_BYTES <= bytes.length; at += SYMBOL_BYTES) {
      const type = bytes[at + 4]! & 0xf;
      const start = wordAt(view, at + 8);
      const isDefined = view.getUint16(at + 6, true) !== 0;
      if (isDefined && (type === STT_FUNC || type === STT_GNU_IFUNC))
        found.push({ start, end: start + Math.max(1, wordAt(view, at + 16)), name: view.getUint32(at, true) });
    }
    found.sort((a, b) => a.start - b.start);
    this.#start = Float64Array.from(found, ({ start }) => start);
    this.#end = Float64Array.from(found, ({ end }) => end);
    this.#name = Uint32Array.from(found, ({ name }) => name);
  }

  /** The function that holds an address: its name (of C++, mangled) and how far into it that is. */
  at(address: Address): { readonly name: string; readonly offset: number } | undefined {
    let low = 0;
    let high = this.#start.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#start[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    // Of several names for one function the first is as good as any.
    for (let at = low - 1; at >= 0 && this.#start[at] === this.#start[low - 1]; at--)
      if (address < this.#end[at]!)
        return { name: textAt(this.#strings, this.#name[at]!), offset: address - this.#start[at]! };
    return undefined;
  }

  has(name: string): boolean {
    return this.#name.some((offset) => textAt(this.#strings, offset) === name);
  }
}

function readSections(header: DataView, read: ReadBytes): ElfSection[] {
  const count = Math.min(header.getUint16(60, true), MOST_SECTIONS);
  const bytes = read(wordAt(header, 40), count * SECTION_BYTES);
  const view = viewOf(bytes);
  const rows = Array.from({ length: Math.floor(bytes.length / SECTION_BYTES) }, (_, index) => {
    const at = index * SECTION_BYTES;
    return {
      nameAt: view.getUint32(at, true),
      type: view.getUint32(at + 4, true),
      offset: wordAt(view, at + 24),
      size: wordAt(view, at + 32),
      link: view.getUint32(at + 40, true),
    };
  });
  const names = rows[header.getUint16(62, true)];
  const strings = names ? read(names.offset, names.size) : new Uint8Array(0);
  return rows.map(({ nameAt, ...row }) => ({ ...row, name: textAt(strings, nameAt) }));
}

function interpreterOf(header: DataView, read: ReadBytes): string | undefined {
  const bytes = read(wordAt(header, 32), header.getUint16(56, true) * SEGMENT_BYTES);
  const view = viewOf(bytes);
  for (let at = 0; at + SEGMENT_BYTES <= bytes.length; at += SEGMENT_BYTES)
    if (view.getUint32(at, true) === PT_INTERP) return textAt(read(wordAt(view, at + 8), wordAt(view, at + 32)), 0);
  return undefined;
}

function linksOf(sections: readonly ElfSection[], read: ReadBytes): Pick<ElfFile, 'buildId' | 'debugLink'> {
  const contents = (name: string): Uint8Array => {
    const section = sections.find((each) => each.name === name);
    return section ? read(section.offset, section.size) : new Uint8Array(0);
  };
  const note = contents('.note.gnu.build-id');
  // Sizes of name and contents, type, "GNU\0", contents.
  const buildId = note.length > 16 ? [...note.subarray(16)].map(hexByte).join('') : '';
  return { buildId, debugLink: textAt(contents('.gnu_debuglink'), 0) };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** 64 bits; what has more than a double holds is damage and reads as something too large. */
const wordAt = (view: DataView, at: number): number =>
  view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;

function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  return new TextDecoder().decode(bytes.subarray(at, end < 0 ? bytes.length : end));
}
