/** The five ways to hook malloc: what the programs print and leave behind, and what the command line says of it. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalCompiler } from '../src/compile/compiler.ts';
import { linked, sources, testCompiler } from '../src/compile/testing.node.ts';
import { DEFAULT_LIMITS } from '../src/run/request.ts';
import { inputsOf, outputOf } from '../src/run/run-program.fixture.ts';
import { runProgram } from '../src/run/run.ts';
import { runShellCommand } from '../src/tools/shell.ts';
import { spawnSync } from '../tests/bounded-spawn.ts';

const HERE = import.meta.dirname;
const hasGcc = spawnSync('gcc', ['--version']).status === 0;
let compiler: LocalCompiler;

async function run(name: string) {
  const text = readFileSync(join(HERE, name), 'utf8');
  const wasm = linked(compiler.compile({ files: sources({ [name]: text }), flags: ['-w'] }));
  const inputs = inputsOf({ arguments: ['./prog'] });
  const { survey, files } = await runProgram({ wasm, inputs, limits: DEFAULT_LIMITS });
  const world = {
    files,
    program: { name: 'prog', wasm },
    addr2line: (args: readonly string[], given: Readonly<Record<string, Uint8Array>>) =>
      Promise.resolve(compiler.tool('addr2line', args, given)),
  };
  const shell = async (line: string) => (await runShellCommand(line, world)).stdout;
  return { output: outputOf(survey), shell };
}

function natively(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-hooks-'));
  const gcc = spawnSync('gcc', ['-w', '-O0', name, '-o', join(folder, 'prog'), '-ldl'], {
    cwd: HERE,
  });
  if (gcc.status !== 0) throw new Error(gcc.stderr);
  return spawnSync('./prog', [], { cwd: folder }).stdout;
}

describe('the five hooks', () => {
  beforeAll(async () => {
    compiler = await testCompiler();
  });

  it.each([
    ['hook-libc-malloc.c', 49],
    ['hook-dlsym.c', 53],
  ])('%s: the file that is left over leads to the line', async (name, line) => {
    const { shell } = await run(name);
    const left = (await shell('ls mem')).trim();
    expect(left).toMatch(/^0x[0-9a-f]+\.mem$/);
    const text = await shell(`cat mem/${left}`);
    expect(text).toMatch(/^\[\+0x[0-9a-f]+\] addr: 0x[0-9a-f]+, size: 30\n$/);
    const address = /\[\+(0x[0-9a-f]+)\]/.exec(text)?.[1] ?? '';
    const [asked, named, place] = (await shell(`addr2line -f -e prog -a ${address}`)).split('\n');
    expect(Number(asked)).toBe(Number(address));
    expect([named, place]).toEqual(['main', `/${name}:${line}`]);
  });

  it('hook-macros.c: the file that is left over names the line', async () => {
    const { shell } = await run('hook-macros.c');
    expect(await shell(`cat mem/${(await shell('ls mem')).trim()}`)).toBe('[+hook-macros.c:37] size: 30\n');
  });

  it('hook-glibc.c: each call is told once, with its caller', async () => {
    const { output, shell } = await run('hook-glibc.c');
    const lines = output.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(0, 2))).toEqual(['[+', '[+', '[+', '[+', '[-', '[-', '[-']);
    const third = /0x[0-9a-f]+/.exec(lines[2] ?? '')?.[0] ?? '';
    expect(await shell(`addr2line -e prog ${third}`)).toBe('/hook-glibc.c:44\n');
  });

  it('hook-mtrace.c: the log is as glibc writes it, and the command reads it', async () => {
    const { output, shell } = await run('hook-mtrace.c');
    const call = String.raw`@ \./prog:\(main\+[0-9a-f]+\)\[0x[0-9a-f]+\]`;
    expect(output).toMatch(new RegExp(`^= Start\n${call} \\+ 0x[0-9a-f]+ 0xa\n${call} \\+ 0x[0-9a-f]+ 0x14\n`));
    expect(output).toMatch(new RegExp(`\n${call} - 0x[0-9a-f]+\n= End\n$`));
    expect(await shell('mtrace prog test.log')).toMatch(
      /^\nMemory not freed:\n-{17}\n +Address +Size +Caller\n0x0{10}[0-9a-f]{6} +0x1e {2}at \/hook-mtrace\.c:14\n$/,
    );
  });

  it.skipIf(!hasGcc).each(['hook-libc-malloc.c', 'hook-macros.c', 'hook-dlsym.c'])(
    '%s prints what it does natively',
    async (name) => {
      expect((await run(name)).output).toBe(natively(name));
    },
  );
});
