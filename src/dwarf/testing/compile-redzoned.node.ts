import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SYSROOT, compileArguments, linkArguments, PROGRAM } from '../../compile/arguments.ts';
import { FileTree } from '../../compile/file-tree.ts';
import { understandFlags } from '../../compile/flags.ts';
import { nodeLoader } from '../../compile/node-loader.node.ts';
import { readTar } from '../../compile/tar.ts';
import { Toolbox } from '../../compile/toolbox.ts';
import { readDebugInfo } from '../read-debug-info.ts';
import type { Fixture } from './compile-fixture.node.ts';

const TOOLCHAIN = fileURLToPath(new URL('../../../build/toolchain', import.meta.url));
const STUBS = new URL('./asan-stubs.c', import.meta.url);

/**
 * A program with the redzones of the checker's build, but linked with empty functions in place of the shim, so that it
 * runs in an ordinary memory.
 */
export async function compileRedzoned(source: string, flags: readonly string[] = []): Promise<Fixture> {
  const loader = nodeLoader(TOOLCHAIN);
  const sysroot = new FileTree();
  for (const { path, bytes } of readTar(await loader.sysroot())) sysroot.put(`${SYSROOT}/${path}`, bytes);
  const tools = new Toolbox(await loader.module(), sysroot);
  const files = tools.newFiles();
  files.put('fixture.c', new TextEncoder().encode(source));
  files.put('stubs.c', await readFile(STUBS));
  const run = (args: readonly string[]) => {
    const { code, stderr } = tools.run(args, files);
    if (code !== 0) throw new Error(stderr);
  };
  run(compileArguments('fixture.c', understandFlags(['-w', ...flags]), false));
  run(compileArguments('stubs.c', understandFlags(['-w', '-fno-builtin']), true));
  run(linkArguments(['fixture.c', 'stubs.c'], { plain: true, libraries: 'all' }));
  const wasm = files.read(PROGRAM);
  if (!wasm) throw new Error('nothing was linked');
  return { wasm: wasm.slice(), info: readDebugInfo(wasm.slice()) };
}
