/**
 * Builds the service worker beside the page, with the list of the files that make the shell: all of the build but the
 * toolchain.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { afterBuild, bundleBeside } from '../util/after-build.node.ts';

export interface PrecacheEntry {
  /** Relative to the worker. */
  readonly url: string;
  /** Null: the name changes with the contents. */
  readonly revision: string | null;
}

const WORKER = 'service-worker.js';

export function serviceWorker(): Plugin {
  return afterBuild('service-worker', async (page) =>
    bundleBeside(page, 'src/offline/service-worker.ts', WORKER, {
      // Not every browser takes a module here.
      format: 'iife',
      define: {
        PRECACHE_LIST: JSON.stringify(await precacheList(page.outDir)),
        'process.env.NODE_ENV': '"production"',
      },
    }),
  );
}

/** Every file of a build, by its address relative to it. */
export async function precacheList(folder: string): Promise<PrecacheEntry[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => file !== WORKER && !file.startsWith('toolchain/') && !file.endsWith('.map'))
    .sort();
  return Promise.all(files.map((file) => entryOf(folder, file)));
}

async function entryOf(folder: string, file: string): Promise<PrecacheEntry> {
  if (/^assets\/.*-[\w-]{8}\.\w+$/.test(file)) return { url: file, revision: null };
  const contents = await readFile(path.join(folder, file));
  return { url: file, revision: createHash('sha256').update(contents).digest('hex').slice(0, 16) };
}
