import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolchainLoader } from './compiler.ts';

/** Reads what `npm run build:toolchain` made; `directory` is build/toolchain. Rejects with the fix if it isn't there. */
export function nodeLoader(directory: string): ToolchainLoader {
  const read = (name: string) =>
    readFile(join(directory, name)).catch((cause: unknown) => {
      throw new Error(`${join(directory, name)} can't be read; run: npm run build:toolchain`, { cause });
    });
  return {
    module: async () => WebAssembly.compile(await read('llvm.wasm')),
    sysroot: () => read('sysroot.tar'),
  };
}
