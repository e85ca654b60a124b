/**
 * The expected findings of the examples are true: gcc with valgrind's memcheck, or with AddressSanitizer where memcheck can't
 * see it, finds the same on this machine. Skipped where these tools are missing.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, sourcesOf } from './catalogue.ts';
import type { Example } from './catalogue.ts';
import { spawnSync } from '../tests/bounded-spawn.ts';

const HERE = import.meta.dirname;
const hasTools = ['gcc', 'valgrind'].every((tool) => spawnSync(tool, ['--version']).status === 0);

interface NativeFinding {
  readonly kind: string;
  readonly file: string;
  readonly function: string;
  readonly line: number;
  readonly size?: number;
  readonly bytes?: number;
  readonly blocks?: number;
  readonly leak?: string;
  readonly access?: string;
}

function build(example: Example, flags: readonly string[]): string {
  const program = join(mkdtempSync(join(tmpdir(), 'heapscope-example-')), 'program');
  const sources = sourcesOf(example).map((source) => join(HERE, source));
  const gcc = spawnSync('gcc', ['-g', '-O0', '-w', ...flags, ...sources, '-o', program]);
  if (gcc.status !== 0) throw new Error(gcc.stderr);
  return program;
}

function tags(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1] ?? '');
}

const tag = (xml: string, name: string): string => tags(xml, name)[0] ?? '';

/** Innermost frame of the program's own sources. */
function ownFrame(stack: string, example: Example): { file: string; function: string; line: number } | undefined {
  const own = new Set(sourcesOf(example).map((source) => basename(source)));
  const frame = tags(stack, 'frame').find((one) => own.has(tag(one, 'file')));
  return frame === undefined
    ? undefined
    : { file: tag(frame, 'file'), function: tag(frame, 'fn'), line: Number(tag(frame, 'line')) };
}

const LEAKS: Record<string, string> = {
  Leak_DefinitelyLost: 'definitely-lost',
  Leak_IndirectlyLost: 'indirectly-lost',
  Leak_StillReachable: 'still-reachable',
};

function memcheckKind(error: string): string {
  const kind = tag(error, 'kind');
  const about = tag(error, 'auxwhat');
  if (kind in LEAKS) return 'leak';
  if (kind === 'FishyValue') return 'bad-malloc-size';
  if (kind === 'UninitCondition') return 'uninitialised-read';
  if (kind === 'InvalidFree') return / 0 bytes inside a block .* free'd/.test(about) ? 'double-free' : 'invalid-free';
  if (/Address 0x[0-9a-f]{1,3} is not/.test(about)) return 'null-dereference';
  if (about.includes("free'd")) return 'use-after-free';
  if (about.includes('after a block')) return 'heap-buffer-overflow';
  if (about.includes('before a block')) return 'heap-buffer-underflow';
  return kind;
}

/** Bytes of the lost blocks themselves, without what is only lost because of them. */
function ownBytes(leak: string): number {
  const direct = /\(([\d,]+) direct/.exec(leak)?.[1];
  return direct === undefined ? Number(tag(leak, 'leakedbytes')) : Number(direct.replaceAll(',', ''));
}

/** glibc's buffer of a stream that a crash left open. */
const isStreamBuffer = (error: string): boolean => error.includes('<fn>_IO_file_doallocate</fn>');

function underMemcheck(example: Example): { findings: NativeFinding[]; code: number | null; signal: string | null } {
  const program = build(example, []);
  const report = `${program}.xml`;
  const options = ['--leak-check=full', '--show-leak-kinds=all', '--xml=yes', `--xml-file=${report}`];
  const run = spawnSync('valgrind', [...options, program, ...(example.arguments ?? [])], {
    input: example.stdin ?? '',
    cwd: dirname(program),
  });
  const xml = readFileSync(report, 'utf8');
  const findings: NativeFinding[] = [];
  for (const error of tags(xml, 'error')) {
    const frame = ownFrame(tag(error, 'stack'), example);
    if (frame === undefined || isStreamBuffer(error)) continue;
    const access = /Invalid (read|write) of size (\d+)/.exec(error);
    const leak = LEAKS[tag(error, 'kind')];
    findings.push({
      kind: memcheckKind(error),
      ...frame,
      ...(access && { access: access[1] ?? '', size: Number(access[2]) }),
      ...(leak && { leak, bytes: ownBytes(error), blocks: Number(tag(error, 'leakedblocks')) }),
    });
  }
  const crash = tag(xml, 'fatal_signal');
  if (tag(crash, 'signame') === 'SIGFPE') findings.push({ kind: 'division-by-zero', ...ownFrame(crash, example)! });
  if (
    crash.includes('Stack overflow') ||
    tag(crash, 'event').includes('Stack') ||
    run.stderr.includes('Stack overflow')
  )
    findings.push({ kind: 'stack-overflow', ...ownFrame(crash, example)! });
  return { findings, code: run.status, signal: run.signal };
}

const SANITIZER_KINDS: Record<string, string> = {
  'stack-buffer-overflow': 'stack-buffer-overflow',
  'global-buffer-overflow': 'global-buffer-overflow',
  'stack-use-after-return': 'use-after-return',
  'stack-use-after-scope': 'use-after-scope',
  'memcpy-param-overlap': 'overlapping-memcpy',
};

/** AddressSanitizer stops at the first finding. */
function underSanitizer(example: Example): NativeFinding[] {
  const program = build(example, ['-fsanitize=address', '-fno-builtin-memcpy']);
  const env = { ...process.env, ASAN_OPTIONS: 'detect_stack_use_after_return=1' };
  const run = spawnSync(program, example.arguments ?? [], {
    input: example.stdin ?? '',
    cwd: dirname(program),
    env,
  });
  const kind = /ERROR: AddressSanitizer: (\S+?):? /.exec(run.stderr)?.[1] ?? '';
  const access = /^(READ|WRITE) of size (\d+)/m.exec(run.stderr);
  for (const [, name, path, line] of run.stderr.matchAll(/^ +#\d+ \S+ in (\S+) (\S+?):(\d+)/gm))
    if (path?.startsWith(HERE))
      return [
        {
          kind: SANITIZER_KINDS[kind] ?? kind,
          file: basename(path),
          function: name ?? '',
          line: Number(line),
          ...(access && { access: access[1]!.toLowerCase(), size: Number(access[2]) }),
        },
      ];
  return [];
}

/** The expectation in the terms of the native tools: 8-byte pointers, and only what was asked for. */
function comparable(example: Example, found: readonly NativeFinding[]): unknown[][] {
  const wanted = example.findings.map(({ nativeBytes, bytes, file, ...rest }) => ({
    file: file ?? example.name,
    ...rest,
    ...(bytes !== undefined && { bytes: nativeBytes ?? bytes }),
  }));
  const order = (a: object, b: object): number => JSON.stringify(a).localeCompare(JSON.stringify(b));
  const picked = found.map((one) => {
    const like = wanted.find((want) => want.kind === one.kind && (want.leak === undefined || want.leak === one.leak));
    const keys = like === undefined ? Object.keys(one) : Object.keys(like);
    return Object.fromEntries(
      keys
        .filter((key) => key !== 'line' || like?.line !== undefined)
        .map((key) => [key, one[key as keyof NativeFinding]]),
    );
  });
  // A pointer read from address 4 here is 8 bytes wide there.
  const widths = example.name === 'null-dereference.c' ? picked.map((one) => ({ ...one, size: 4 })) : picked;
  return [widths.sort(order), wanted.sort(order)];
}

describe('the examples, judged by native checkers', () => {
  for (const example of EXAMPLES.filter(({ oracle }) => oracle !== 'none'))
    it(`${example.name} (${example.oracle})`, ({ skip }) => {
      skip(!hasTools, 'gcc or valgrind is not installed');
      if (example.oracle === 'asan') {
        const [found, wanted] = comparable(example, underSanitizer(example));
        expect(found).toEqual(wanted);
        return;
      }
      const { findings, code, signal } = underMemcheck(example);
      const [found, wanted] = comparable(example, findings);
      expect(found).toEqual(wanted);
      if (example.signal !== undefined) expect(signal).toBe(example.signal);
      else expect(code).toBe(example.exit?.kind === 'exit' ? example.exit.code : 0);
    });
});
