import type { Module } from '../wasm-binary/module.ts';

/** What clang calls main, by its type. */
const MAIN = /^__(original_main|main_void|main_argc_argv)$/;

/** The function whose body holds this offset in the code section, and its own offset. */
export function symbolAt(module: Module, code: number): { readonly name: string; readonly code: number } | undefined {
  const { bodies, codeStart, importedFunctions, names } = module;
  let low = 0;
  let high = bodies.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bodies[middle]!.end - codeStart <= code) low = middle + 1;
    else high = middle;
  }
  const body = bodies[low];
  if (!body || body.start - codeStart > code) return undefined;
  const name = names.functions.get(low + importedFunctions) ?? '';
  return { name: MAIN.test(name) ? 'main' : name, code: body.start - codeStart };
}
