import type { TarFile } from '../../src/compile/tar.ts';
import type { ToolResult, Toolbox } from '../../src/compile/toolbox.ts';

const COMPILE = [
  ...['clang', '-cc1', '-triple', 'wasm32-unknown-wasip1', '-emit-obj', '-O2', '-mrelocation-model', 'static'],
  ...['-mframe-pointer=none', '-ffp-contract=on', '-fno-rounding-math', '-target-cpu', 'generic', '-fvisibility=hidden'],
  ...['-fgnuc-version=4.2.1', '-Wall', '-Wextra', '-Werror', '-resource-dir', '/usr', '-isysroot', '/usr'],
  // The string functions are loops: clang must not turn them into calls of themselves.
  '-fno-builtin',
  ...['heapscope/include', 'include', 'include/wasm32-wasip1'].flatMap((path) => ['-internal-isystem', `/usr/${path}`]),
];

/** Compiles wasm/*.c and merges them into one relocatable object. Throws with the tool's words if that fails. */
export function buildShim(tools: Toolbox, own: readonly TarFile[]): Uint8Array {
  const files = tools.newFiles();
  for (const { path, bytes } of own) files.put(`wasm/${path}`, bytes);
  const units = own.map(({ path }) => path).filter((path) => /^[^/]+\.c$/.test(path));
  for (const unit of units) {
    must(tools.run([...COMPILE, '-main-file-name', unit, '-o', `out/${unit}.o`, '-x', 'c', `wasm/${unit}`], files), unit);
  }
  if (units.length === 0) {
    files.put('wasm/none.c', new Uint8Array(0));
    units.push('none.c');
    must(tools.run([...COMPILE, '-main-file-name', 'none.c', '-o', 'out/none.c.o', '-x', 'c', 'wasm/none.c'], files), 'none.c');
  }
  must(tools.run(['wasm-ld', '-m', 'wasm32', '-r', ...units.map((unit) => `out/${unit}.o`), '-o', 'out/heapscope.o'], files), 'heapscope.o');
  const object = files.read('out/heapscope.o');
  if (!object) throw new Error('wasm-ld -r wrote nothing');
  return object;
}

function must(result: ToolResult, what: string): void {
  if (result.code === 0 && result.stderr === '') return;
  throw new Error(`building ${what} failed:\n${result.stderr}${result.crash ?? ''}`);
}
