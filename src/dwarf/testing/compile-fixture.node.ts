import { fileURLToPath } from 'node:url';
import type { Compiler } from '../../compile/compiler.ts';
import { createCompiler } from '../../compile/compiler.ts';
import { nodeLoader } from '../../compile/node-loader.node.ts';
import type { DebugInfo } from '../debug-info.ts';
import { readDebugInfo } from '../read-debug-info.ts';

const TOOLCHAIN = fileURLToPath(new URL('../../../build/toolchain', import.meta.url));

let compiler: Promise<Compiler> | undefined;

function fixtureCompiler(): Promise<Compiler> {
  return (compiler ??= createCompiler(nodeLoader(TOOLCHAIN)));
}

export interface Fixture {
  readonly wasm: Uint8Array;
  readonly info: DebugInfo;
}

/** A linked program from C; `plain`: without the checker's redzones and without the shim. */
export async function compileFixture(
  source: string | Readonly<Record<string, string>>,
  flags: readonly string[] = [],
  plain = true,
): Promise<Fixture> {
  const texts = typeof source === 'string' ? { 'fixture.c': source } : source;
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const result = await (await fixtureCompiler()).compile({ files, flags: ['-w', ...flags], plain });
  if (result.kind === 'failed') throw new Error(result.diagnostics.map((each) => each.message).join('\n'));
  return { wasm: result.wasm, info: readDebugInfo(result.wasm) };
}

/** A frame as LLVM's symbolizer prints it: name of the function, absolute path, line, column. */
export interface SymbolizedFrame {
  readonly function: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** What llvm-symbolizer says of each code offset, innermost frame first. */
export async function symbolize(wasm: Uint8Array, codeOffsets: readonly number[]): Promise<SymbolizedFrame[][]> {
  const addresses = codeOffsets.map((offset) => `0x${offset.toString(16)}`);
  const compiler = await fixtureCompiler();
  const { stdout } = await compiler.tool('symbolizer', ['--functions=short', '-e', 'p.wasm', ...addresses], {
    'p.wasm': wasm,
  });
  return stdout
    .trim()
    .split('\n\n')
    .map((answer) => frames(answer.split('\n')));
}

/** Pairs of lines: a function, and its place as path:line:column. */
function frames(lines: readonly string[]): SymbolizedFrame[] {
  const list: SymbolizedFrame[] = [];
  for (let i = 0; i + 1 < lines.length; i += 2) {
    const [, path = '', line = '0', column = '0'] = /^(.*):(\d+):(\d+)$/.exec(lines[i + 1] as string) ?? [];
    list.push({ function: lines[i] as string, path, line: Number(line), column: Number(column) });
  }
  return list;
}
