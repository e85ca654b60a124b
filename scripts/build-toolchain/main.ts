import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readTar, writeTar, type TarFile } from '../../src/compile/tar.ts';
import { FileTree } from '../../src/compile/file-tree.ts';
import { Toolbox } from '../../src/compile/toolbox.ts';
import { commonLibrary } from './common-library.ts';
import { buildOwn } from './shim.ts';
import { selectForC } from './select.ts';

/**
 * Makes build/toolchain/:
 *
 *     llvm.wasm       clang, wasm-ld and the other tools, from @yowasp/clang
 *     sysroot.tar     what C programs need of its headers and libraries; our headers and shim under heapscope/
 *     heapscope.o     the shim by itself, for looking into
 *     manifest.json   sizes in bytes, for the progress bar; hashes of contents, for browsers' caches, and of all inputs
 *
 * Does nothing when the inputs' hash is that of the last time, unless `force`.
 */
export async function buildToolchain(root: string, force: boolean): Promise<void> {
  const output = join(root, 'build/toolchain');
  const packaged = dirname(createRequire(join(root, 'package.json')).resolve('@yowasp/clang'));
  const own = await readFolder(join(root, 'wasm'));
  const inputs = await hashInputs(packaged, output, own);
  if (!force && (await previousHash(output)) === inputs) return;
  const core = await readFile(join(packaged, 'llvm.core.wasm'));
  const selected = selectForC(readTar(await readFile(join(packaged, 'llvm-resources.tar'))));
  const headers = own
    .filter(({ path }) => path.startsWith('include/'))
    .map(({ path, bytes }) => ({ path: `heapscope/${path}`, bytes }));
  const module = await WebAssembly.compile(core);
  const tools = toolbox(module, [...selected, ...headers]);
  const { shim, start, libraries } = buildOwn(tools, own);
  const ours = [...headers, ...start, ...libraries, { path: 'heapscope/heapscope.o', bytes: shim }];
  const common = commonLibrary(toolbox(module, [...selected, ...ours]), selected);
  const archive = writeTar([...selected, ...ours, common]);

  const files = { 'llvm.wasm': core, 'sysroot.tar': archive, 'heapscope.o': shim };
  await mkdir(output, { recursive: true });
  // The manifest says that all is well, so it goes first and comes last.
  await rm(join(output, 'manifest.json'), { force: true });
  for (const [name, bytes] of Object.entries(files)) await replaceFile(join(output, name), bytes);
  const sizes = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, bytes.length]));
  const versions = { 'llvm.wasm': digest(core), 'sysroot.tar': digest(archive) };
  await replaceFile(join(output, 'manifest.json'), `${JSON.stringify({ inputs, sizes, versions }, null, 2)}\n`);
  for (const [name, bytes] of Object.entries(sizes)) console.log(`build/toolchain/${name}: ${bytes} bytes`);
}

/** A compiler that is reading the old file keeps it. */
async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

function toolbox(module: WebAssembly.Module, sysroot: readonly TarFile[]): Toolbox {
  const tree = new FileTree();
  for (const { path, bytes } of sysroot) tree.put(`usr/${path}`, bytes);
  return new Toolbox(module, tree);
}

async function readFolder(folder: string): Promise<TarFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(join(folder, path)) })));
}

/** Of the compiler only the version: it is large, and npm checked it when it was installed. */
async function hashInputs(packaged: string, output: string, own: readonly TarFile[]): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(join(packaged, '../package.json')));
  hash.update(await readFile(join(output, '.build-toolchain.mjs')));
  for (const { path, bytes } of own) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

async function previousHash(output: string): Promise<string | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')) as { inputs?: string };
    return manifest.inputs;
  } catch {
    return undefined;
  }
}
