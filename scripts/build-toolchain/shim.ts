import type { TarFile } from '../../src/compile/tar.ts';
import type { FileTree } from '../../src/compile/file-tree.ts';
import type { ToolResult, Toolbox } from '../../src/compile/toolbox.ts';

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

/** wasm/*.c merged into one relocatable object, and an object for each of wasm/start/*.c. Throws with the tool's words. */
export function buildShim(tools: Toolbox, own: readonly TarFile[]): { shim: Uint8Array; start: TarFile[] } {
  const files = tools.newFiles();
  for (const { path, bytes } of own) files.put(`wasm/${path}`, bytes);
  const compile = (unit: string): string => {
    const object = `out/${unit.replace(/\.c$/, '.o')}`;
    must(tools.run([...COMPILE, '-main-file-name', unit, '-o', object, '-x', 'c', `wasm/${unit}`], files), unit);
    return object;
  };
  const units = own.map(({ path }) => path).filter((path) => /^[^/]+\.c$/.test(path));
  if (units.length === 0) throw new Error('wasm/ has no C files');
  must(
    tools.run(['wasm-ld', '-m', 'wasm32', '-r', ...units.map(compile), '-o', 'out/heapscope.o'], files),
    'heapscope.o',
  );
  const starts = own.map(({ path }) => path).filter((path) => /^start\/\w[^/]*\.c$/.test(path));
  const start = starts
    .map(compile)
    .map((object) => ({ path: `heapscope/${object.slice(4)}`, bytes: made(files, object) }));
  return { shim: made(files, 'out/heapscope.o'), start };
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
