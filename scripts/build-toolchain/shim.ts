import { EMULATED, LONG_JUMPS } from '../../src/compile/arguments.ts';
import type { TarFile } from '../../src/compile/tar.ts';
import type { FileTree } from '../../src/compile/file-tree.ts';
import type { ToolResult, Toolbox } from '../../src/compile/toolbox.ts';
import { writeArchive } from './ar.ts';

const COMPILE = [
  ...['clang', '-cc1', '-triple', 'wasm32-unknown-wasip1', '-emit-obj', '-O2', '-mrelocation-model', 'static'],
  ...[
    '-mframe-pointer=none',
    '-ffp-contract=on',
    '-fno-rounding-math',
    '-target-cpu',
    'generic',
    '-fvisibility=hidden',
  ],
  ...['-fgnuc-version=4.2.1', '-Wall', '-Wextra', '-Werror', '-resource-dir', '/usr', '-isysroot', '/usr'],
  // The string functions are loops: clang must not turn them into calls of themselves.
  '-fno-builtin',
  ...['heapscope/include', 'include', 'include/wasm32-wasip1'].flatMap((path) => ['-internal-isystem', `/usr/${path}`]),
];

/** What wasm/libc is written against: all that the headers have. */
const LIBC_MACROS = ['_GNU_SOURCE', ...EMULATED.map((name) => `_WASI_EMULATED_${name}`)].map((name) => `-D${name}`);

/** Where `linkArguments` looks for them. */
const LIBC_PATH = 'heapscope/liblinux.a';
const CHECKED_PATH = 'heapscope/libchecked.a';

/** Not in programs without the shim: wasi-libc's own allocator moves wasi-libc's own break. */
const CHECKED: ReadonlySet<string> = new Set(['break.o']);

export interface OwnObjects {
  /** wasm/*.c merged into one relocatable object. */
  readonly shim: Uint8Array;
  /** An object for each of wasm/start/*.c. */
  readonly start: readonly TarFile[];
  /** The libraries of wasm/libc/*.c: what Linux's C library has and wasi-libc lacks. */
  readonly libraries: readonly TarFile[];
}

/** Throws with the tool's words. */
export function buildOwn(tools: Toolbox, own: readonly TarFile[]): OwnObjects {
  const files = tools.newFiles();
  for (const { path, bytes } of own) files.put(`wasm/${path}`, bytes);
  const compile = (unit: string, extra: readonly string[] = []): string => {
    const object = `out/${unit.replace(/\.c$/, '.o')}`;
    const args = [...COMPILE, ...extra, '-main-file-name', unit, '-o', object, '-x', 'c', `wasm/${unit}`];
    must(tools.run(args, files), unit);
    return object;
  };
  const units = own.map(({ path }) => path).filter((path) => /^[^/]+\.c$/.test(path));
  if (units.length === 0) throw new Error('wasm/ has no C files');
  must(
    tools.run(['wasm-ld', '-m', 'wasm32', '-r', ...units.map((unit) => compile(unit)), '-o', 'out/heapscope.o'], files),
    'heapscope.o',
  );
  const starts = own.map(({ path }) => path).filter((path) => /^start\/\w[^/]*\.c$/.test(path));
  const start = starts
    .map((unit) => compile(unit))
    .map((object) => ({ path: `heapscope/${object.slice(4)}`, bytes: made(files, object) }));
  const members = own
    .map(({ path }) => path)
    .filter((path) => /^libc\/[^/]+\.c$/.test(path))
    .map((unit) => compile(unit, [...LIBC_MACROS, ...LONG_JUMPS]))
    .map((object) => ({ name: object.slice('out/libc/'.length), bytes: made(files, object) }));
  const library = (path: string, isChecked: boolean): TarFile => ({
    path,
    bytes: writeArchive(members.filter(({ name }) => CHECKED.has(name) === isChecked)),
  });
  const libraries = [library(LIBC_PATH, false), library(CHECKED_PATH, true)];
  return { shim: made(files, 'out/heapscope.o'), start, libraries };
}

function made(files: FileTree, path: string): Uint8Array {
  const bytes = files.read(path);
  if (!bytes) throw new Error(`${path} was not written`);
  return bytes.slice();
}

function must(result: ToolResult, what: string): void {
  if (result.code === 0 && result.stderr === '') return;
  throw new Error(`building ${what} failed:\n${result.stderr}${result.crash ?? ''}`);
}
