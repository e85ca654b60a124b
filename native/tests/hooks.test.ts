/** The five ways to look for leaks by hand (the examples `hook-*.c`), run natively beside the recorder: both find the same. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LeakEvent } from '../../src/native/events.ts';
import { LeakKind } from '../../src/native/stream.ts';
import { hasSanitizer, isInstalled, obstacle } from './programs.ts';
import { library, trace, type TraceOptions } from './trace.ts';
import { spawnSync } from '../../tests/bounded-spawn.ts';

const examples = path.join(import.meta.dirname, '..', '..', 'examples');

describe.skipIf(obstacle)(`leaks by hand${obstacle ? ` (${obstacle})` : ''}`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'heapscope-hooks-'));
    mkdirSync(path.join(folder, 'mem'));
    cpSync(library(), path.join(folder, 'libheapscope.so'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function compile(name: string, flags: readonly string[] = []): string {
    const executable = path.join(folder, name);
    const args = ['-g', '-O0', '-w', '-o', executable, path.join(examples, `${name}.c`), ...flags];
    const { status, stderr } = spawnSync('gcc', args);
    if (status !== 0) throw new Error(stderr);
    return executable;
  }

  async function leakedBytes(executable: string, options: TraceOptions = {}): Promise<number[]> {
    const { events, signal } = await trace([executable], { cwd: folder, ...options });
    expect(signal).toBe(null);
    const leaks = events.filter((event) => event.type === 'leak') as LeakEvent[];
    return leaks.filter(({ kind }) => kind === LeakKind.definite).map(({ size }) => size);
  }

  it.each(['hook-libc-malloc', 'hook-macros', 'hook-dlsym'])('%s', async (name) => {
    expect(await leakedBytes(compile(name, ['-ldl']))).toEqual([30]);
  });

  it('hook-glibc: __malloc_hook comes from the library', async () => {
    const include = path.join(import.meta.dirname, '..', 'include', 'hooks');
    const flags = ['-isystem', include, `-L${folder}`, '-lheapscope', `-Wl,-rpath,${folder}`];
    const executable = compile('hook-glibc', flags);
    expect(await leakedBytes(executable)).toEqual([30]);
    const { stdout } = spawnSync(executable);
    expect(stdout.match(/^\[\+.*size: \d+$/gm)).toHaveLength(4);
    expect(stdout.match(/^\[-/gm)).toHaveLength(3);
  });

  // Without that library mtrace() writes nothing, and where no test.log is from an earlier run the program faults: all of its 438 bytes
  // are still reachable then (30, and 408 of libc's for setenv). With one, memcheck and LeakSanitizer find the same block lost.
  it('hook-mtrace: with glibc’s own library for it', async () => {
    const preload = ['libc_malloc_debug.so.0'];
    const executable = compile('hook-mtrace');
    expect(await leakedBytes(executable, { preload, environment: { MALLOC_TRACE: 'log' } })).toEqual([30]);
    if (isInstalled('valgrind')) expect(lostByMemcheck(executable)).toBe('30 bytes in 1 blocks');
    if (hasSanitizer('leak')) expect(lostBySanitizer(compile('hook-mtrace', ['-fsanitize=leak']))).toBe('30 byte(s)');
  });

  const runHere = (program: string, args: readonly string[]): string =>
    spawnSync(program, args, { cwd: folder }).stderr;

  function lostByMemcheck(executable: string): string | undefined {
    const said = runHere('valgrind', ['--leak-check=full', executable]);
    return /definitely lost: (.*)/.exec(said)?.[1];
  }

  function lostBySanitizer(executable: string): string | undefined {
    return /SUMMARY: LeakSanitizer: (.*) leaked/.exec(runHere(executable, []))?.[1];
  }
});
