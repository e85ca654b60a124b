/** Programs of `bench/programs/`, compiled. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../scripts/setup.mjs';
import { createCompiler, type LocalCompiler } from '../src/compile/compiler.ts';
import { nodeLoader } from '../src/compile/node-loader.node.ts';

export const sourceOf = (name: string): string => path.join(root, 'bench', 'programs', `${name}.c`);

let compiler: Promise<LocalCompiler> | undefined;

export interface Built {
  /** clang's -O0 output with wasi-libc as it is. */
  readonly plain: Uint8Array;
  /** Linked with the shim, not yet instrumented. */
  readonly checked: Uint8Array;
}

/** `more` is C text for a second file of the checked program. */
export async function build(name: string, more?: string): Promise<Built> {
  compiler ??= createCompiler(nodeLoader(path.join(root, 'build', 'toolchain')));
  const ready = await compiler;
  const link = (plain: boolean) => {
    const files = [{ path: `${name}.c`, text: readFileSync(sourceOf(name), 'utf8') }];
    if (more !== undefined && !plain) files.push({ path: 'more.c', text: more });
    const result = ready.compile({ files, flags: ['-w'], plain });
    if (result.kind !== 'linked') throw new Error(`${name}.c: ${JSON.stringify(result.diagnostics)}`);
    return result.wasm;
  };
  return { plain: link(true), checked: link(false) };
}
