/** A resolver for a linked module, from its names and its DWARF. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { functionAt } from '../dwarf/function-at.ts';
import { locate } from '../dwarf/locate.ts';
import { readModule, type Module } from '../wasm-binary/module.ts';
import { WasmError } from '../wasm-binary/wasm-error.ts';
import type { Resolver } from './resolver.ts';

/** Names that wasi-libc and clang give to `main`. */
const MAIN = /^__original_main$|^__main_argc_argv$|^__main_void$/;

/**
 * Takes the linked module (uninstrumented) and what `readDebugInfo` says about it. Functions without debug information
 * count as libc's. A module that can't be read (a native recording has none) has no names.
 */
export function createResolver(bytes: Uint8Array, debug: DebugInfo): Resolver {
  const module = tryRead(bytes);
  const names = new Map<number, { name: string; libc: boolean }>();
  return {
    functionName(index) {
      let known = names.get(index);
      if (!known) names.set(index, (known = describe(module, debug, index)));
      return known;
    },
    locate: (code) =>
      locate(debug, code).map((frame) => ({
        function: frame.function,
        file: frame.file,
        line: frame.line,
        column: frame.column,
        libc: false,
      })),
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
