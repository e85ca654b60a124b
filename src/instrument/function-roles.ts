import type { DebugInfo } from '../dwarf/debug-info.ts';
import type { Module } from '../wasm-binary/module.ts';

/**
 * How a function is treated.
 * - user: has debug information; everything is probed.
 * - libc: no debug information; as user, without statement steps.
 * - checked: one of the shim's string functions, which checks its own accesses: appears in call stacks, no probes inside.
 * - shim: our own machinery and the allocator: invisible.
 */
export type FunctionRole = 'user' | 'libc' | 'checked' | 'shim';

/** Functions of wasm/string.c. */
const CHECKED = new Set(
  (
    'memcpy memmove memset memcmp memchr __memrchr memrchr strlen strnlen __stpcpy stpcpy strcpy __stpncpy stpncpy strncpy strcat ' +
    'strncat strlcpy strlcat strcmp strncmp __strchrnul strchrnul strchr strrchr memccpy __asan_memcpy __asan_memmove __asan_memset'
  ).split(' '),
);

/** Those of them that write nothing and call no function of the program's. */
const READERS = new Set(
  'memcmp memchr __memrchr memrchr strlen strnlen strcmp strncmp __strchrnul strchrnul strchr strrchr'.split(' '),
);

/** Whether the function of the shim's only reads: nothing happens between its call and its return. */
export const isReader = (module: Module, functionIndex: number): boolean =>
  READERS.has(module.names.functions.get(functionIndex) ?? '');

/** Code ranges with debug information, to be asked in any order. */
function hasDebugInfo(debug: DebugInfo): (code: number) => boolean {
  const starts = debug.functions.map((f) => f.low);
  return (code) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= code) low = middle + 1;
      else high = middle;
    }
    const found = debug.functions[low - 1];
    return found !== undefined && code < found.high;
  };
}

/**
 * The role of every defined function, by position in the code section. The linker lays objects out in the order of its
 * command line, so the shim's functions are neighbours, between the marks of its first and its last object.
 */
export function functionRoles(module: Module, debug: DebugInfo): FunctionRole[] {
  const known = hasDebugInfo(debug);
  const position = (name: string): number =>
    (module.exports.find((e) => e.kind === 0 && e.name === name)?.index ?? 0) - module.importedFunctions;
  const first = position('__heapscope_begin');
  const last = position('__heapscope_end');
  return module.bodies.map((body, i) => {
    if (i >= first && i <= last)
      return CHECKED.has(module.names.functions.get(i + module.importedFunctions) ?? '') ? 'checked' : 'shim';
    return known(body.start - module.codeStart) ? 'user' : 'libc';
  });
}
