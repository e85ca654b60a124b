/** The five ways to hook malloc: what the programs print and leave behind, and what the command line says of it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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

/**
 * All that mtrace() logs, and a block from before it; four blocks are never freed. Something is done after each call in its line: glibc logs
 * where a call returns to, which may be the next line.
 */
const TRACED = `#include <malloc.h>
#include <mcheck.h>
#include <stdlib.h>
#include <string.h>

static char *grown(char *old, size_t size) {
  char *now = realloc(old, size);
  return now;
}

int main(void) {
  char *early = malloc(5);
  setenv("MALLOC_TRACE", "test.log", 1);
  mtrace();
  free(early), early = NULL;
  char *text = strdup("four");
  text = grown(text, 100);
  text = grown(text, 3);
  char *begun = grown(NULL, 7);
  int *cleared = calloc(3, sizeof *cleared);
  void *aligned = memalign(64, 50);
  void *kept = NULL;
  if (posix_memalign(&kept, 32, 60) != 0) return 1;
  void *page = aligned_alloc(128, 256);
  void *refused = realloc(cleared, (size_t)-1 / 2);
  free(begun);
  free(page);
  free(NULL);
  muntrace();
  free(cleared);
  return text == NULL || refused != NULL || aligned == NULL;
}
`;
const DEBUG_LIBRARY = 'libc_malloc_debug.so.0';

const run = (name: string) => runText(name, readFileSync(join(HERE, name), 'utf8'));

async function runText(name: string, text: string) {
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

/** What glibc's script says of the log that glibc's mtrace() wrote; undefined where either is missing. */
function reportedByScript(): string | undefined {
  if (!hasGcc || spawnSync('mtrace', ['--version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-mtrace-'));
  writeFileSync(join(folder, 'traced.c'), TRACED);
  const options = { cwd: folder };
  const gcc = spawnSync('gcc', ['-g', '-w', '-O0', '-fno-builtin', 'traced.c', '-o', 'prog'], options);
  if (gcc.status !== 0) throw new Error(gcc.stderr);
  const env = { PATH: process.env.PATH, LD_PRELOAD: DEBUG_LIBRARY };
  if (spawnSync('./prog', [], { cwd: folder, env }).stderr.includes(DEBUG_LIBRARY)) return undefined;
  return spawnSync('mtrace', ['./prog', 'test.log'], options).stdout;
}

/** Without what differs from machine to machine: where blocks and sources lie. */
const told = (report: string): string =>
  report.replace(/0x[0-9a-f]{16} /g, 'ADDRESS ').replaceAll(/\S*\/(?=traced\.c)/g, '');

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

  it('mtrace() logs every kind of call, and the command says of it what glibc’s script says of glibc’s log', async ({
    skip,
  }) => {
    const byScript = reportedByScript();
    if (byScript === undefined) return skip('needs gcc, and glibc’s mtrace with its debugging library');
    const { shell } = await runText('traced.c', TRACED);
    expect(told(await shell('mtrace ./prog test.log'))).toBe(told(byScript));
    expect(byScript).toMatch(/Free 2 was never alloc'd [^]*traced\.c:\d+\n[^]*Memory not freed/);
  });

  it.skipIf(!hasGcc).each(['hook-libc-malloc.c', 'hook-macros.c', 'hook-dlsym.c'])(
    '%s prints what it does natively',
    async (name) => {
      expect((await run(name)).output).toBe(natively(name));
    },
  );
});
