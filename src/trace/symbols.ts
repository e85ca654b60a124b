/**
 * What the places of a program are that has no module of ours: native recordings carry it, as the machine that shows one need not have
 * the program.
 */
import type { SiteTable } from './recording.ts';

export interface SymbolTable {
  /** Each once. */
  readonly lines: readonly SymbolLine[];
  /** By `SiteId`: positions in `lines`, innermost first where calls were inlined. Site 0 is nowhere. */
  readonly sites: readonly (readonly number[])[];
  /** Source files that lines name, as far as they could be read. */
  readonly sources: readonly SourceText[];
}

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Where there is no debug information `line` is 0, and `file` the module with the address in it, "libx.so.1+0x1234", or ''. */
export interface SymbolLine {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Not the program's own: of the C library or another one of the system's. */
  readonly libc: boolean;
}

/** Sites whose code offset, and function index, is their own number. */
export function sitesOf({ sites }: SymbolTable): SiteTable {
  const numbers = Uint32Array.from(sites.keys());
  return { code: numbers, functionIndex: numbers, pendingSteps: new Uint8Array(sites.length) };
}

/** The program's own files that lines name, and that are not among the sources. */
export function missingSources({ lines, sources }: SymbolTable): readonly string[] {
  const read = new Set(sources.map(({ path }) => path));
  return [...new Set(lines.flatMap(({ file, line, libc }) => (libc || line === 0 || read.has(file) ? [] : file)))];
}

/** A part of the table as a section's JSON: lines and sites go on where those of the part before stopped. */
export interface SymbolPart {
  /** It is the whole table: what came before was what could be told then. */
  readonly anew?: boolean;
  readonly strings: readonly string[];
  /** function and file (positions in `strings`), line, column, 1 if `libc`. */
  readonly lines: readonly (readonly [number, number, number, number, 0 | 1])[];
  readonly sites: readonly (readonly number[])[];
  readonly sources: readonly SourceText[];
}

export const NO_SYMBOLS: SymbolTable = { lines: [], sites: [], sources: [] };

/** What is in `table` beyond its first `lines`, `sites` and `sources`. */
export function symbolPart(table: SymbolTable, lines = 0, sites = 0, sources = 0): SymbolPart {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known === undefined) numbers.set(text, numbers.size);
    return known ?? numbers.size - 1;
  };
  const rows = table.lines
    .slice(lines)
    .map((each) => [numberOf(each.function), numberOf(each.file), each.line, each.column, each.libc ? 1 : 0] as const);
  const rest = { sites: table.sites.slice(sites), sources: table.sources.slice(sources) };
  return { strings: [...numbers.keys()], lines: rows, ...rest };
}

/** The table with a part more. A part that names what isn't there is damage: undefined. */
export function withPart(before: SymbolTable, part: SymbolPart): SymbolTable | undefined {
  const { strings, lines, sites, sources } = part;
  const table = part.anew === true ? NO_SYMBOLS : before;
  const more = lines.map(([name, file, line, column, libc]) => ({
    function: strings[name],
    file: strings[file],
    line,
    column,
    libc: libc === 1,
  }));
  const isWhole = (each: (typeof more)[number]): each is (typeof more)[number] & SymbolLine =>
    each.function !== undefined && each.file !== undefined;
  if (!more.every(isWhole)) return undefined;
  const all = [...table.lines, ...more];
  if (sites.some((site) => site.some((line) => all[line] === undefined))) return undefined;
  return { lines: all, sites: [...table.sites, ...sites], sources: [...table.sources, ...sources] };
}
