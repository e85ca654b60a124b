/** Builds libheapscope.so with the machine's C compiler, at first use and whenever its sources are others. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';

interface BuildFile {
  readonly flags: readonly string[];
  readonly sources: readonly string[];
  readonly libraries: readonly string[];
}

export type BuiltLibrary =
  | { readonly type: 'built'; readonly library: string }
  /** There is no C compiler of any of the names looked for. */
  | { readonly type: 'noCompiler' }
  /** `error` as Node's `fs` throws it. */
  | { readonly type: 'unwritable'; readonly error: unknown }
  | { readonly type: 'failed'; readonly compiler: string; readonly output: string };

/**
 * `nativeFolder` is the project's `native/`; the library goes into `into`, under a name that says which sources it is of. `compiler`
 * is tried alone where it is given.
 */
export function buildLibrary(nativeFolder: string, into: string, compiler?: string): BuiltLibrary {
  const build = JSON.parse(readFileSync(path.join(nativeFolder, 'build.json'), 'utf8')) as BuildFile;
  const hash = createHash('sha256')
    .update(JSON.stringify(build))
    .update(compiler ?? '');
  for (const folder of ['src', path.join('include', 'heapscope')])
    for (const name of readdirSync(path.join(nativeFolder, folder)).sort())
      hash.update(name).update(readFileSync(path.join(nativeFolder, folder, name)));
  const library = path.join(into, `libheapscope-${hash.digest('hex').slice(0, 16)}.so`);
  if (existsSync(library)) return { type: 'built', library };
  const cc = (compiler ? [compiler] : ['cc', 'gcc', 'clang']).find(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0,
  );
  if (cc === undefined) return { type: 'noCompiler' };
  try {
    mkdirSync(into, { recursive: true });
    accessSync(into, constants.W_OK);
  } catch (error) {
    return { type: 'unwritable', error };
  }
  const unfinished = `${library}.${process.pid}`;
  const args = [...build.flags, '-o', unfinished, ...build.sources, ...build.libraries];
  const { status, stderr } = spawnSync(cc, args, { cwd: nativeFolder, encoding: 'utf8', timeout: 300_000 });
  if (status !== 0) return { type: 'failed', compiler: cc, output: stderr };
  renameSync(unfinished, library);
  return { type: 'built', library };
}
