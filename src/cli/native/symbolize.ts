/** Places of a native program -> names, files and lines. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { ElfFunctions, readElf, type ElfFile } from '../../native/elf.ts';
import type { Place } from '../../native/places.ts';
import { NO_SYMBOLS, type SourceText, type SymbolLine, type SymbolTable } from '../../trace/symbols.ts';
import type { Address } from '../../util/units.ts';
import { withFile } from './read-file.ts';
import type { SymbolizerTool, ToolLine } from './symbolizer-tool.ts';

export interface SymbolizeOptions {
  readonly tool: SymbolizerTool | undefined;
  /** Whether the file is one that ran: never a library, wherever it lies. */
  readonly isProgram: (file: string) => boolean;
  /** How a person knows a source file. */
  readonly shown: (file: string) => string;
}

const DEBUG_ROOT = '/usr/lib/debug';
/** Where the system keeps libraries: what lies there is not the user's. */
const SYSTEM = /^\/(usr\/)?(lib|lib32|lib64|libx32|libexec)\//;

/** Looks places up as they become known, module by module; each module's at one go. */
export class Symbolizer {
  /** A new one whenever there is more. */
  table: SymbolTable = NO_SYMBOLS;
  /** Programs that were compiled without -g. */
  readonly withoutLines = new Set<string>();
  readonly #lines = new LineTable();
  readonly #options: SymbolizeOptions;

  constructor(options: SymbolizeOptions) {
    this.#options = options;
  }

  /** Whether lines can be told at all. */
  get hasTool(): boolean {
    return this.#options.tool !== undefined;
  }

  /** `places` are all there are; those that were there before are known. */
  extend(places: readonly Place[]): void {
    const known = this.table.sites.length;
    if (places.length === known) return;
    const byFile = new Map<string, { site: number; address: Address }[]>();
    for (let site = Math.max(1, known); site < places.length; site++) {
      const { module, address } = places[site]!;
      const file = module?.path ?? '';
      const others = byFile.get(file);
      if (others) others.push({ site, address });
      else byFile.set(file, [{ site, address }]);
    }
    const sites: (readonly number[])[] = [...this.table.sites, ...places.slice(known).map(() => [])];
    for (const [file, wanted] of byFile) {
      const isProgram = this.#options.isProgram(file);
      const module = describe(file, wanted, isProgram, this.#options);
      if (isProgram && !module.hasLines) this.withoutLines.add(file);
      for (const [at, { site }] of wanted.entries())
        sites[site] = module.lines[at]!.map((line) => this.#lines.numberOf(line));
    }
    this.table = { lines: this.#lines.all.slice(), sites, sources: this.table.sources };
  }

  /** Reads the sources that lines name now. */
  addSources(read: (files: readonly string[]) => readonly SourceText[]): void {
    const files = this.#lines.newFiles();
    if (files.length > 0) this.table = { ...this.table, sources: [...this.table.sources, ...read(files)] };
  }
}

interface ModuleLines {
  readonly lines: readonly (readonly SymbolLine[])[];
  readonly hasLines: boolean;
}

function describe(
  file: string,
  wanted: readonly { readonly address: Address }[],
  isProgram: boolean,
  { tool, shown }: SymbolizeOptions,
): ModuleLines {
  const libc = !isProgram && SYSTEM.test(file);
  const addresses = wanted.map(({ address }) => address);
  if (file === '')
    return { lines: addresses.map((at) => [{ ...NO_PLACE, function: `0x${at.toString(16)}`, libc }]), hasLines: true };
  const debugFile = debugFileOf(file);
  const found = debugFile !== undefined && tool ? tool(debugFile, addresses) : [];
  const functions = addresses.every((_, at) => (found[at]?.length ?? 0) > 0) ? undefined : functionsOf(file);
  const lineOf = (line: ToolLine): SymbolLine => ({
    ...{ line: line.line, column: line.column, libc },
    function: line.function.replace(VERSION, ''),
    file: shown(line.file),
  });
  const lines = addresses.map((address, at) => {
    const known = found[at];
    if (known && known.length > 0) return known.map(lineOf);
    const place = `${path.basename(file)}+0x${address.toString(16)}`;
    const name = functions?.at(address) ?? '?';
    return [{ function: name, file: place, line: 0, column: 0, libc: libc || name === START }];
  });
  return { lines, hasLines: debugFile !== undefined };
}

/** Linked into every program, before main. */
const START = '_start';
/** It is this short; a stripped program has no name for it. */
const START_BYTES = 64;
/** As in "__libc_start_main@GLIBC_2.2.5". */
const VERSION = /@.*$/;

const NO_PLACE = { file: '', line: 0, column: 0 };

/** The file that has a module's debug information: itself, or one that it names by build id or by name. */
function debugFileOf(file: string): string | undefined {
  const elf = withFile(file, readElf);
  if (elf === undefined || typeof elf === 'string') return undefined;
  if (hasDebugInfo(elf)) return file;
  const { buildId, debugLink } = elf;
  const folder = path.dirname(file);
  const candidates = [
    ...(buildId === '' ? [] : byBuildId(buildId)),
    ...(debugLink === ''
      ? []
      : [
          path.join(folder, debugLink),
          path.join(folder, '.debug', debugLink),
          path.join(DEBUG_ROOT, folder, debugLink),
        ]),
  ];
  return candidates.find((each) => existsSync(each) && isOf(each, buildId));
}

/** Where packages with debug information put it, and where debuginfod's clients keep what they fetched. */
function byBuildId(buildId: string): readonly string[] {
  const { DEBUGINFOD_CACHE_PATH, XDG_CACHE_HOME } = process.env;
  const cache =
    DEBUGINFOD_CACHE_PATH ?? path.join(XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'debuginfod_client');
  return [
    path.join(DEBUG_ROOT, '.build-id', buildId.slice(0, 2), `${buildId.slice(2)}.debug`),
    path.join(cache, buildId, 'debuginfo'),
  ];
}

/** A file that has the right name may be of an older build. */
function isOf(file: string, buildId: string): boolean {
  const elf = withFile(file, readElf);
  return typeof elf === 'object' && (buildId === '' || elf.buildId === '' || elf.buildId === buildId);
}

const hasDebugInfo = ({ sections }: ElfFile): boolean =>
  sections.some(({ name }) => name === '.debug_info' || name === '.zdebug_info');

interface Functions {
  at(address: Address): string | undefined;
}

function functionsOf(file: string): Functions | undefined {
  return withFile(file, (read) => {
    const elf = readElf(read);
    if (typeof elf === 'string') return undefined;
    const functions = new ElfFunctions(elf, read);
    const isStart = (address: Address): boolean => address >= elf.entry && address < elf.entry + START_BYTES;
    return { at: (address) => (isStart(address) ? START : functions.at(address)?.name) };
  });
}

class LineTable {
  readonly all: SymbolLine[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #files = new Set<string>();
  /** Lines whose files are in `#files`. */
  #told = 0;

  /** Of the program's own sources, those that weren't given before. */
  newFiles(): string[] {
    const fresh: string[] = [];
    for (const { file, libc, line } of this.all.slice(this.#told)) {
      if (libc || line === 0 || this.#files.has(file)) continue;
      this.#files.add(file);
      fresh.push(file);
    }
    this.#told = this.all.length;
    return fresh;
  }

  numberOf(line: SymbolLine): number {
    const key = [line.function, line.file, line.line, line.column, line.libc].join('\n');
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = this.all.push(line) - 1));
    return number;
  }
}
