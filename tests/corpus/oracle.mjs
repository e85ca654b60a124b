/**
 * What native checkers say of the corpus: gcc with valgrind's memcheck, and gcc's AddressSanitizer.
 *
 *     node tests/corpus/oracle.mjs [NAME...]
 *
 * prints each program of which they say something else than its first line. `oracle.test.ts` runs the same.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROGRAMS_FOLDER, expectationText, readCorpus, summarise } from './programs.mjs';

/** @typedef {import('./programs.mjs').CorpusProgram} CorpusProgram */
/** @typedef {import('./programs.mjs').Found} Found */

const MEMCHECK = [
  '--leak-check=full',
  '--show-leak-kinds=all',
  '--show-mismatched-frees=no',
  '--num-callers=40',
  '--xml=yes',
];
const ASAN_OPTIONS =
  'halt_on_error=0:detect_stack_use_after_return=1:detect_leaks=0:max_malloc_fill_size=65536:malloc_fill_byte=0';
/** Library calls must stay calls, or gcc does them inline and neither tool sees whose they are. */
const GCC_FLAGS = ['-g', '-O0', '-w', '-fno-builtin', '-D_GNU_SOURCE'];

/** What stands in the way of asking, if anything. */
export function missingTool() {
  return ['gcc', 'valgrind'].find((tool) => spawnSync(tool, ['--version']).status !== 0);
}

/**
 * Differences between the program's expectations and what the tools say, one text each:
 * neither finds anything that isn't expected, and what is expected is found by one of them.
 * @param {CorpusProgram} program
 * @returns {string[]}
 */
export function disagreements(program) {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-corpus-'));
  try {
    const memcheck = summarise(placed(underMemcheck(program, folder), program), program.expected);
    const sanitizer = summarise(placed(underSanitizer(program, folder), program), program.expected);
    const expected = program.expected.map(expectationText);
    return [
      ...memcheck.filter((one) => !expected.includes(one)).map((one) => `memcheck finds ${one}`),
      ...sanitizer.filter((one) => !expected.includes(one)).map((one) => `AddressSanitizer finds ${one}`),
      ...expected
        .filter((one) => !memcheck.includes(one) && !sanitizer.includes(one))
        .map((one) => `no tool finds ${one}`),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The tools' words where they say less than we expect: the call of a null function leaves them without the caller's frame;
 * memcheck doesn't know which block a far overflow belongs to nor what a far stack overflow is, and takes the stack around variables for undefined.
 * @param {readonly Found[]} found @param {CorpusProgram} program
 * @returns {Found[]}
 */
function placed(found, { expected }) {
  return found.map((one) => {
    const like = expected.find(({ kind, firstLine, lastLine }) => {
      if (one.line === 0) return one.kind === 'trap' && kind === 'trap';
      if (one.line < firstLine || one.line > lastLine) return false;
      if (one.kind === 'uninitialised-read') return kind === 'use-after-return' || kind === 'stack-buffer-overflow';
      if (one.kind === 'SIGSEGV') return kind === 'stack-overflow';
      return (one.kind === 'InvalidRead' || one.kind === 'InvalidWrite') && !kind.startsWith('leak:');
    });
    return like ? { kind: like.kind, line: like.firstLine } : one;
  });
}

/** @param {CorpusProgram} program @param {string} folder @param {readonly string[]} flags */
function build(program, folder, flags) {
  const output = join(folder, 'program');
  const source = join(PROGRAMS_FOLDER, program.name);
  const gcc = spawnSync('gcc', [...GCC_FLAGS, ...flags, source, '-o', output, '-lm'], { encoding: 'utf8' });
  if (gcc.status !== 0) throw new Error(gcc.stderr);
  return output;
}

/** @param {string} xml @param {string} name */
function tags(xml, name) {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1] ?? '');
}

/** @param {string} xml @param {string} name */
function tag(xml, name) {
  return tags(xml, name)[0] ?? '';
}

/** Line of the innermost frame of the program's own source. @param {string} stack @param {CorpusProgram} program */
function ownLine(stack, program) {
  const frame = tags(stack, 'frame').find((one) => tag(one, 'file') === program.name);
  return frame === undefined ? 0 : Number(tag(frame, 'line'));
}

/** @param {CorpusProgram} program @param {string} folder @returns {Found[]} */
function underMemcheck(program, folder) {
  const report = join(folder, 'report.xml');
  const binary = build(program, folder, []);
  const { stderr } = spawnSync('valgrind', [...MEMCHECK, `--xml-file=${report}`, binary, ...program.arguments], {
    input: program.stdin,
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  const xml = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const found = tags(xml, 'error').flatMap((error) => {
    const kind = memcheckKind(error);
    return kind === undefined ? [] : [{ kind, line: ownLine(error, program) }];
  });
  const crash = tag(xml, 'fatal_signal');
  if (crash === '') return found;
  const kind = stderr.includes('Stack overflow in thread') ? 'stack-overflow' : crashKind(crash, found);
  return kind === undefined ? found : [...found, { kind, line: ownLine(crash, program) }];
}

/** @type {Readonly<Record<string, string>>} */
const MEMCHECK_KINDS = {
  Leak_DefinitelyLost: 'leak:definitely-lost',
  Leak_IndirectlyLost: 'leak:indirectly-lost',
  Leak_PossiblyLost: 'leak:possibly-lost',
  Leak_StillReachable: 'leak:still-reachable',
  FishyValue: 'bad-malloc-size',
  Overlap: 'overlapping-memcpy',
  UninitCondition: 'uninitialised-read',
  UninitValue: 'uninitialised-read',
  SyscallParam: 'uninitialised-read',
  InvalidJump: 'trap',
};

/** @param {string} error */
function memcheckKind(error) {
  const kind = tag(error, 'kind');
  const about = tags(error, 'auxwhat').join(' ');
  // glibc's buffer of a stream that a crash left open is no finding of ours.
  if (error.includes('<fn>_IO_file_doallocate</fn>')) return undefined;
  if (kind in MEMCHECK_KINDS) return MEMCHECK_KINDS[kind];
  if (kind === 'InvalidFree') return / 0 bytes inside a block .* free'd/.test(about) ? 'double-free' : 'invalid-free';
  if (/Address 0x[0-9a-f]{1,3} is not/.test(about)) return 'null-dereference';
  if (about.includes("free'd")) return 'use-after-free';
  if (about.includes('after a block')) return 'heap-buffer-overflow';
  if (about.includes('before a block')) return 'heap-buffer-underflow';
  return kind;
}

/** Of a crash that isn't the consequence of something found before. @param {string} crash @param {readonly Found[]} found */
function crashKind(crash, found) {
  if (tag(crash, 'signame') === 'SIGFPE') return 'division-by-zero';
  if (tag(crash, 'signame') === 'SIGILL') return 'trap';
  return found.length === 0 ? tag(crash, 'signame') : undefined;
}

/** @type {Readonly<Record<string, string>>} */
const SANITIZER_KINDS = {
  'attempting free on address which was not malloc': 'invalid-free',
  'attempting double-free': 'double-free',
  'heap-use-after-free': 'use-after-free',
  'stack-use-after-return': 'use-after-return',
  'stack-use-after-scope': 'use-after-scope',
  'stack-buffer-underflow': 'stack-buffer-overflow',
  'dynamic-stack-buffer-overflow': 'stack-buffer-overflow',
  'memcpy-param-overlap': 'overlapping-memcpy',
  'strcpy-param-overlap': 'overlapping-memcpy',
  'strncpy-param-overlap': 'overlapping-memcpy',
  'strncat-param-overlap': 'overlapping-memcpy',
  'negative-size-param': 'bad-size-argument',
  'calloc parameters overflow': 'bad-malloc-size',
  'requested allocation size': 'bad-malloc-size',
  FPE: 'division-by-zero',
  ILL: 'trap',
};

/** A key of the table, or the one word that names any other kind. */
const SANITIZER_ERROR = new RegExp(`ERROR: AddressSanitizer: (${Object.keys(SANITIZER_KINDS).join('|')}|[\\w-]+)`);

/** @param {CorpusProgram} program @param {string} folder @returns {Found[]} */
function underSanitizer(program, folder) {
  const binary = build(program, folder, ['-fsanitize=address', '-fsanitize-recover=address']);
  const { stderr } = spawnSync(binary, [...program.arguments], {
    input: program.stdin,
    cwd: folder,
    env: { ...process.env, ASAN_OPTIONS },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return stderr.split(/(?===\d+==ERROR: )/).flatMap((report) => {
    const kind = sanitizerKind(report);
    const frames = [...report.matchAll(/^ +#\d+ \S+ in \S+ (\S+?):(\d+)/gm)];
    const line = frames.find(([, path]) => path?.endsWith(`/${program.name}`))?.[2];
    return kind === undefined ? [] : [{ kind, line: Number(line ?? 0) }];
  });
}

/** @param {string} report */
function sanitizerKind(report) {
  const about = SANITIZER_ERROR.exec(report)?.[1];
  if (about === undefined) return undefined;
  if (about === 'SEGV') {
    // Another wild access says nothing of its kind.
    if (!/ on unknown address 0x0{9,}[0-9a-f]{1,4} /.test(report)) return undefined;
    return /SEGV .* \(pc 0x0{9,}/.test(report) ? 'trap' : 'null-dereference';
  }
  const isBefore = / is located \d+ bytes (to the left of|before) /.test(report);
  if (about === 'heap-buffer-overflow' && isBefore) return 'heap-buffer-underflow';
  return SANITIZER_KINDS[about] ?? about;
}

function main() {
  const names = process.argv.slice(2);
  const programs = readCorpus().filter(({ name }) => names.length === 0 || names.some((part) => name.startsWith(part)));
  for (const program of programs) {
    const differences = disagreements(program);
    if (differences.length === 0) continue;
    const note = program.notJudged === undefined ? '' : ` (not judged: ${program.notJudged})`;
    console.log(`${program.name}${note}\n${differences.map((one) => `  ${one}\n`).join('')}`);
    if (program.notJudged === undefined) process.exitCode = 1;
  }
  console.log(`${programs.length} programs`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
