/** Where the command finds what it needs. It is bundled as `build/cli/*.js` in a clone and as `dist/cli/*.js` in the package. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BUNDLE = import.meta.url;
const CACHE = process.env['XDG_CACHE_HOME'] ?? '';

export const RUN_THREAD = new URL('./run-worker.js', BUNDLE);
export const COMPILING_THREAD = new URL('./compile-one-worker.js', BUNDLE);
export const JUDGING_THREAD = new URL('./judge-jobs-worker.js', BUNDLE);
export const TOOLCHAIN = fileURLToPath(new URL('../toolchain', BUNDLE));

const ROOT = fileURLToPath(new URL('../..', BUNDLE));

/** The sources of the library for native programs. */
export const NATIVE = path.join(ROOT, 'native');
export const PAGE = path.join(ROOT, 'dist');
/** What builds the page, in a clone alone: a package brings it. */
export const PAGE_BUILDER = path.join(ROOT, 'scripts', 'page.mjs');
export const isClone = existsSync(PAGE_BUILDER);

/** Where that library goes when it is built: a package may be somebody else's, and is left as it is. */
export function libraryFolder(): string {
  const here = path.join(ROOT, 'build', 'native');
  if (isClone) return here;
  // The XDG Base Directory Specification: a path that isn't absolute is to be ignored.
  if (path.isAbsolute(CACHE)) return path.join(CACHE, 'heapscope');
  try {
    return path.join(homedir(), '.cache', 'heapscope');
  } catch {
    return here; // a user whom the system doesn't know
  }
}
