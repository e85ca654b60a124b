/**
 * C programs as a person would write them for Linux, one for each family of functions: what they print and how they end is what
 * they print and how they end when gcc builds them on this machine, and nothing is found in them but what
 * a comment says, "finds: KIND", in its line. Where a comment says "Natively with: LIBRARY", that one is loaded first there.
 * A program that finds that this machine can't do what it is about ends with 77, as tests of Automake do.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import type { LocalCompiler } from '../../src/compile/compiler.ts';
import { linked, sources, testCompiler } from '../../src/compile/testing.node.ts';
import { findingsIn, inputsOf, outputOf, summaryOf } from '../../src/run/run-program.fixture.ts';
import { DEFAULT_LIMITS } from '../../src/run/request.ts';
import { runProgram } from '../../src/run/run.ts';
import { spawnSync } from '../bounded-spawn.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');
const hasGcc = spawnSync('gcc', ['--version']).status === 0;
const ARGUMENTS = ['-n', '7', '--name=Ada', 'rest'];
const BY_SIGNAL = 128;
const CANNOT_HERE = 77;
const SIGNALS: Readonly<Record<string, number>> = constants.signals;

interface Outcome {
  readonly stdout: string;
  readonly code: number;
}

function natively(source: string, stdin: string): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-c-library-'));
  const gcc = spawnSync('gcc', ['-w', '-O0', source, '-o', join(folder, 'program'), '-lm']);
  if (gcc.status !== 0) throw new Error(gcc.stderr);
  const preloaded = /Natively with: (\S+)/.exec(readFileSync(source, 'utf8'))?.[1];
  const env = { TZ: 'UTC', ...(preloaded !== undefined && { LD_PRELOAD: preloaded }) };
  const run = spawnSync('./program', ARGUMENTS, { cwd: folder, input: stdin, env });
  return { stdout: run.stdout, code: run.status ?? BY_SIGNAL + (SIGNALS[run.signal ?? ''] ?? 0) };
}

/** "KIND:LINE" of each comment that says so. */
const announced = (text: string): string[] =>
  text.split('\n').flatMap((line, i) => [...line.matchAll(/finds: ([\w-]+)/g)].map(([, kind]) => `${kind}:${i + 1}`));

describe('C programs for Linux', () => {
  let compiler: LocalCompiler;
  beforeAll(async () => {
    compiler = await testCompiler();
  });

  it.skipIf(!hasGcc).for(readdirSync(PROGRAMS).filter((name) => name.endsWith('.c')))('%s', async (name, { skip }) => {
    const path = join(PROGRAMS, name);
    const input = path.replace(/\.c$/, '.in');
    const stdin = existsSync(input) ? readFileSync(input, 'utf8') : '';
    const text = readFileSync(path, 'utf8');
    const wasm = linked(compiler.compile({ files: sources({ 'program.c': text }), flags: ['-w', '-O0'] }));
    const inputs = inputsOf({ stdin, arguments: ['./program', ...ARGUMENTS], environment: { TZ: 'UTC' } });
    const result = await runProgram({ wasm, inputs, limits: DEFAULT_LIMITS });
    if (result.end.kind === 'needs-input') throw new Error('the program asks for input that it has not got');
    const ours: Outcome = { stdout: outputOf(result.survey), code: exitCodeOf(result.end) };
    const theirs = natively(path, stdin);
    if (theirs.code === CANNOT_HERE) skip('this machine can’t do what the program is about');
    expect(ours).toEqual(theirs);
    const found = findingsIn(wasm, result).map((finding) => summaryOf(finding).replace(/ .*(?=:)/, ''));
    expect([...new Set(found)].sort()).toEqual(announced(text).sort());
  });
});
