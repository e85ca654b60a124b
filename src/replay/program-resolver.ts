/** Resolvers: for a linked module, from its names and its DWARF; for a recording that carries symbols, from these. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { frameVariables } from '../dwarf/frame-variables.ts';
import { functionAt } from '../dwarf/function-at.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { readModule, type Module } from '../wasm-binary/module.ts';
import { WasmError } from '../wasm-binary/wasm-error.ts';
import type { Recording } from '../trace/recording.ts';
import type { SymbolTable } from '../trace/symbols.ts';
import { linesOf } from './lines-of.ts';
import type { Resolver } from './resolver.ts';

/** The resolver of a recording: its symbols where it carries some, else its module's own. */
export function resolverOf({ module, symbols }: Pick<Recording, 'module' | 'symbols'>, debug?: DebugInfo): Resolver {
  return symbols ? createSymbolResolver(symbols) : createResolver(module, debug ?? readDebugInfo(module));
}

function createSymbolResolver({ lines, sites }: SymbolTable): Resolver {
  return {
    functionName: () => ({ name: '?', libc: true }),
    locate: (site) => (sites[site] ?? []).flatMap((line) => lines[line] ?? []),
  };
}

/** Names that wasi-libc and clang give to `main`. */
const MAIN = /^__original_main$|^__main_argc_argv$|^__main_void$/;

/**
 * Takes the linked module (uninstrumented) and what `readDebugInfo` says about it. Functions without debug information
 * count as libc's. A module that can't be read (a native recording has none) has no names.
 */
export function createResolver(bytes: Uint8Array, debug: DebugInfo): Resolver {
  const module = tryRead(bytes);
  const names = new Map<number, { name: string; libc: boolean }>();
  const entries = new Map(
    (module?.elements ?? []).flatMap(({ offset, functions }) =>
      functions.map((index, i) => [offset + i, index] as const),
    ),
  );
  return {
    functionIndexOf: (tableIndex) => entries.get(tableIndex),
    functionName(index) {
      let known = names.get(index);
      if (!known) names.set(index, (known = describe(module, debug, index)));
      return known;
    },
    locate: linesOf(debug),
    frameVariables: (code) => frameVariables(debug, code),
  };
}

function tryRead(bytes: Uint8Array): Module | undefined {
  try {
    return readModule(bytes);
  } catch (error) {
    if (error instanceof WasmError) return undefined;
    throw error;
  }
}

function describe(module: Module | undefined, debug: DebugInfo, index: number): { name: string; libc: boolean } {
  const body = module?.bodies[index - module.importedFunctions];
  const known = module && body && functionAt(debug, body.start - module.codeStart);
  if (known) return { name: known.name, libc: false };
  const name = module?.names.functions.get(index) ?? `function ${index}`;
  return { name: MAIN.test(name) ? 'main' : name.replace(/^__asan_(mem\w+)$/, '$1'), libc: true };
}
