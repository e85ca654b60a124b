import {
  DIVIDES_BY_ZERO,
  PROGRAM,
  SYSROOT,
  ZERO_DIVISIONS,
  checkArguments,
  compileArguments,
  linkArguments,
  objectPath,
  type LinkOptions,
} from './arguments.ts';
import { readClangOutput } from './clang-output.ts';
import type { CompileRequest, CompileResult, Diagnostic } from './compile.ts';
import { isError, withoutPlace } from './diagnostic.ts';
import { FileTree, normalizePath } from './file-tree.ts';
import { understandFlags, type UnderstoodFlags } from './flags.ts';
import { findLiteralBlocks } from './literal-blocks.ts';
import { mismatchedFunctions, missingMain, readLinkerOutput, twoMains, unusableMain } from './linker-output.ts';
import { START_OBJECTS, mainFunctionIn, typeOfMain } from './main-function.ts';
import { checkSources, type CheckedSources } from './source-check.ts';
import { readTar } from './tar.ts';
import { Toolbox, type ToolResult } from './toolbox.ts';
import { UnitCache } from './unit-cache.ts';
import { withThreadLocalRedzones } from '../wasm-binary/thread-local-redzones.ts';
import { withLiteralBlocks } from '../wasm-binary/literal-blocks.ts';

/** Turns C into a linked program with real clang and wasm-ld. Pure but for time: same request, same bytes. */
export interface Compiler {
  compile(request: CompileRequest): CompileResult | Promise<CompileResult>;
  /** Diagnostics of all .c files, without making code: quick enough for while a person types. */
  check(request: CompileRequest): Promise<readonly Diagnostic[]>;
  /** Runs one of LLVM's other tools over `files` (path to bytes); relative paths are relative to the root. */
  tool(
    name: LlvmTool,
    args: readonly string[],
    files: Readonly<Record<string, Uint8Array>>,
  ): ToolOutput | Promise<ToolOutput>;
}

export type LlvmTool =
  'addr2line' | 'symbolizer' | 'dwarfdump' | 'nm' | 'objcopy' | 'objdump' | 'readobj' | 'size' | 'strip' | 'ar';

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Where the compiler's parts come from; `node-loader.node.ts` and `page-loader.ts` are the two. */
export interface ToolchainLoader {
  /** LLVM's tools. */
  module(): Promise<WebAssembly.Module>;
  /** The archive of headers, libraries and the shim that `npm run build:toolchain` makes. */
  sysroot(): Promise<Uint8Array>;
}

export interface CompilerOptions {
  /** Keep what was made of unchanged files between calls. Default true; benchmarks turn it off. */
  readonly reuse?: boolean;
  /** Always link against whole libraries, never first against the common objects; for the test that both agree. */
  readonly allLibraries?: boolean;
}

export async function createCompiler(loader: ToolchainLoader, options: CompilerOptions = {}): Promise<LocalCompiler> {
  const [module, archive] = await Promise.all([loader.module(), loader.sysroot()]);
  const sysroot = new FileTree();
  for (const { path, bytes } of readTar(archive)) sysroot.put(`${SYSROOT}/${path}`, bytes);
  return new LocalCompiler(new Toolbox(module, sysroot), options);
}

/** The compiler in this thread. Its `compile` is synchronous. */
export class LocalCompiler implements Compiler {
  readonly #tools: Toolbox;
  readonly #allLibraries: boolean;
  readonly #objects: UnitCache<{ object: Uint8Array; diagnostics: readonly Diagnostic[] }> | undefined;
  readonly #checks: UnitCache<readonly Diagnostic[]> | undefined;

  constructor(tools: Toolbox, { reuse = true, allLibraries = false }: CompilerOptions) {
    this.#tools = tools;
    this.#allLibraries = allLibraries;
    this.#objects = reuse ? new UnitCache() : undefined;
    this.#checks = reuse ? new UnitCache() : undefined;
  }

  compile(request: CompileRequest): CompileResult {
    const flags = understandFlags(request.flags);
    const sources = checkSources(request.files, request.units);
    const early = [...flags.diagnostics, ...sources.diagnostics];
    if (early.some(isError)) return { kind: 'failed', diagnostics: early };
    const files = this.#layOut(sources);
    const plain = request.plain ?? false;
    const found = sources.units.flatMap((unit) => this.#compileUnit(unit, flags, plain, sources, files));
    const diagnostics = [...early, ...withoutRepeats(found)];
    if (diagnostics.some(isError)) return { kind: 'failed', diagnostics };

    const { result, found: linkFound } = this.#link(sources.units, plain, files);
    diagnostics.push(...linkFound, ...crashOf(result, 'linker', 'while linking'));
    const wasm = files.read(PROGRAM);
    if (diagnostics.some(isError) || !wasm) return { kind: 'failed', diagnostics: explained(diagnostics, result) };
    const literals = plain ? [] : findLiteralBlocks(sources.files);
    return {
      kind: 'linked',
      wasm: literals.length > 0 ? withLiteralBlocks(wasm, literals) : wasm.slice(),
      diagnostics,
    };
  }

  check(request: CompileRequest): Promise<readonly Diagnostic[]> {
    const flags = understandFlags(request.flags);
    const sources = checkSources(request.files, request.units);
    const early = [...flags.diagnostics, ...sources.diagnostics];
    if (early.some(isError)) return Promise.resolve(early);
    const files = this.#layOut(sources);
    const found = sources.units.flatMap((unit) => this.#checkUnit(unit, flags, sources, files));
    return Promise.resolve([...early, ...withoutRepeats(found)]);
  }

  tool(name: LlvmTool, args: readonly string[], files: Readonly<Record<string, Uint8Array>>): ToolOutput {
    const tree = this.#tools.newFiles();
    for (const [path, bytes] of Object.entries(files)) tree.put(normalizePath(path), bytes);
    const result = this.#tools.run([name, ...args], tree);
    return {
      stdout: result.stdout,
      stderr: result.stderr + (result.crash ? `${result.crash}\n` : ''),
      code: result.code,
    };
  }

  /** Runs all of the way once, so that the machine code of the tools is there for the first real program. */
  warmUp(): void {
    const headers = ['stdio', 'stdlib', 'string'].map((name) => `#include <${name}.h>\n`).join('');
    const text = `${headers}int main(void) { char *p = malloc(8); return puts(strcpy(p, "warm")) < 0; }\n`;
    const request = { files: [{ path: 'warm-up.c', text }], flags: [] };
    const cold = new LocalCompiler(this.#tools, { reuse: false });
    cold.compile(request);
    void cold.check(request);
  }

  /** Gets the next compile's start-up work done now. Call when idle. */
  prepare(): void {
    this.#tools.prepare(2);
  }

  #layOut(sources: CheckedSources): FileTree {
    const files = this.#tools.newFiles();
    for (const { path, bytes } of sources.files) files.put(path, bytes);
    return files;
  }

  #checkUnit(unit: string, flags: UnderstoodFlags, sources: CheckedSources, files: FileTree): readonly Diagnostic[] {
    const args = checkArguments(unit, flags);
    const kept = this.#checks?.find(unit, args, sources.files);
    if (kept) return kept;
    const diagnostics = this.#diagnose(args, unit, files);
    this.#checks?.keep(unit, args, sources.files, diagnostics);
    return diagnostics;
  }

  #compileUnit(
    unit: string,
    flags: UnderstoodFlags,
    plain: boolean,
    sources: CheckedSources,
    files: FileTree,
  ): readonly Diagnostic[] {
    const args = compileArguments(unit, flags, plain, sources.threadLocals);
    const kept = this.#objects?.find(unit, args, sources.files);
    if (kept) {
      files.put(objectPath(unit), kept.object);
      return kept.diagnostics;
    }
    const diagnostics = this.#diagnose(args, unit, files);
    const divides = diagnostics.some(({ option }) => option === DIVIDES_BY_ZERO);
    if (divides && !plain && flags.sanitizers.length === 0) this.#diagnose([...args, ...ZERO_DIVISIONS], unit, files);
    let object = files.read(objectPath(unit));
    if (object && !diagnostics.some(isError)) {
      if (sources.threadLocals && !plain) files.put(objectPath(unit), (object = withThreadLocalRedzones(object)));
      this.#objects?.keep(unit, args, sources.files, { object: object.slice(), diagnostics });
    }
    return diagnostics;
  }

  /** Links once for the standard shapes of main, and again with entry code for the others. */
  #link(units: readonly string[], plain: boolean, files: FileTree): { result: ToolResult; found: Diagnostic[] } {
    let libraries: LinkOptions['libraries'] = this.#allLibraries ? 'all' : 'common';
    const link = (start?: string, kept: readonly string[] = []): ToolResult => {
      const result = this.#tools.run(linkArguments(units, { plain, libraries, start, kept }), files);
      if (libraries === 'common' && result.stderr.includes('undefined symbol')) {
        libraries = 'all';
        return link(start, kept);
      }
      const mismatched = kept.length === 0 ? mismatchedFunctions(result.stderr) : [];
      return mismatched.length === 0 ? result : link(start, mismatched);
    };
    const read = (result: ToolResult) => readLinkerOutput(result.stdout, result.stderr, (path) => files.read(path));
    let result = link();
    const main = mainFunctionIn(result.stdout, result.stderr);
    if (main.files.length > 1)
      return { result, found: [...read(result), twoMains(main.files, (path) => files.read(path))] };
    if (main.kind === 'none' && result.code === 0) return { result, found: [...read(result), missingMain()] };
    if (main.kind === 'unusual') {
      // Asking for one shape makes the linker tell the other.
      const guess = 'int-argc-argv-envp';
      let type = typeOfMain(result.stderr);
      if (type === undefined) {
        result = link(guess);
        type = typeOfMain(result.stderr);
      }
      const start = type === undefined ? guess : START_OBJECTS[type];
      if (start === undefined) return { result, found: [unusableMain(type)] };
      if (start !== guess) result = link(start);
    }
    return { result, found: read(result) };
  }

  #diagnose(args: readonly string[], unit: string, files: FileTree): Diagnostic[] {
    const result = this.#tools.run(args, files);
    const diagnostics = readClangOutput(result.stderr, (path) => files.read(path));
    diagnostics.push(...crashOf(result, 'compiler', `in ${unit}`));
    return explained(diagnostics, result);
  }
}

/** `where` as in 'in a.c'. */
function crashOf(result: ToolResult, who: 'compiler' | 'linker', where: string): Diagnostic[] {
  if (result.crash === undefined) return [];
  if (/call stack|recursion/i.test(result.crash)) {
    return [withoutPlace('fatal', `the ${who} ran out of stack ${where}: something is nested too deeply`)];
  }
  if (/out of memory/.test(result.stderr)) return [withoutPlace('fatal', `the ${who} ran out of memory ${where}`)];
  const fault = 'this is a fault of the toolchain, not of the program';
  return [withoutPlace('fatal', `the ${who} crashed ${where}: ${result.crash}`, [fault])];
}

/** A tool that failed without saying why still must not look like a success. */
function explained(diagnostics: Diagnostic[], result: ToolResult): Diagnostic[] {
  if (result.code === 0 || diagnostics.some(isError)) return diagnostics;
  return [
    ...diagnostics,
    withoutPlace('fatal', `clang or wasm-ld failed: ${result.stderr.trim() || `exit ${result.code}`}`),
  ];
}

/** A warning in a header comes once for each file that includes it. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const key = JSON.stringify([diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.message]);
    return !seen.has(key) && seen.add(key);
  });
}
