import { fileURLToPath } from 'node:url';
import { createCompiler, type CompilerOptions, type LocalCompiler } from './compiler.ts';
import type { CompileResult, Diagnostic } from './compile.ts';
import { nodeLoader } from './node-loader.node.ts';

/** For tests: the compiler over build/toolchain of this checkout. */
export function testCompiler(options?: CompilerOptions): Promise<LocalCompiler> {
  return createCompiler(nodeLoader(fileURLToPath(new URL('../../build/toolchain', import.meta.url))), options);
}

export function sources(
  files: Readonly<Record<string, string | Uint8Array>>,
): { path: string; text: string | Uint8Array }[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

/** One line for each diagnostic, as clang would write it, notes indented. */
export function summary(diagnostics: readonly Diagnostic[], indent = ''): string[] {
  return diagnostics.flatMap((one) => [
    `${indent}${one.file}:${one.line}:${one.column}: ${one.severity}: ${one.message}${one.option ? ` [${one.option}]` : ''}`,
    ...summary(one.notes, `${indent}  `),
  ]);
}

export function linked(result: CompileResult): Uint8Array {
  if (result.kind === 'linked') return result.wasm;
  throw new Error(`did not link:\n${summary(result.diagnostics).join('\n')}`);
}
