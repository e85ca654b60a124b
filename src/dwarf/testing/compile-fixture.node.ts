import { fileURLToPath } from 'node:url';
import type { Compiler } from '../../compile/compiler.ts';
import { createCompiler } from '../../compile/compiler.ts';
import { nodeLoader } from '../../compile/node-loader.node.ts';
import type { DebugInfo } from '../debug-info.ts';
import { readDebugInfo } from '../read-debug-info.ts';

const TOOLCHAIN = fileURLToPath(new URL('../../../build/toolchain', import.meta.url));

let compiler: Promise<Compiler> | undefined;

export function fixtureCompiler(): Promise<Compiler> {
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

/** What addr2line of the same LLVM says of each code offset: lines such as `main at /fixture.c:3:5`, innermost frame first. */
export async function addr2line(wasm: Uint8Array, codeOffsets: readonly number[]): Promise<string[][]> {
  const addresses = codeOffsets.map((offset) => `0x${offset.toString(16)}`);
  const tool = await (
    await fixtureCompiler()
  ).tool('addr2line', ['-a', '-f', '-i', '-e', 'p.wasm', ...addresses], { 'p.wasm': wasm });
  const frames: string[][] = [];
  for (const line of tool.stdout.trim().split('\n')) {
    if (/^0x[0-9a-f]+$/.test(line)) frames.push([]);
    else frames.at(-1)?.push(line);
  }
  return frames;
}
