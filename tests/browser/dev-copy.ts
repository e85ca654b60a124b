/** `npm run dev` of a copy of the sources, which a test may change. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'vite';
import { root } from '../../scripts/setup.mjs';

const SOURCES = ['src', 'public', 'examples', 'lessons', 'wasm', 'package.json', 'tsconfig.json'];
const PAGES = ['index.html', 'lesson.html', 'embed.html', 'embed-lesson.html', 'vite.config.ts', 'svelte.config.js'];
/** What is made before the page is. */
const READ_ONLY = ['build/toolchain', 'build/recordings', 'node_modules'];

export interface ServedCopy {
  readonly folder: string;
  /** Ends in '/'. */
  readonly url: string;
  close(): Promise<void>;
}

/** `change` may add to the copy before it is served. */
export async function serveCopy(change: (folder: string) => void = () => undefined): Promise<ServedCopy> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heapscope-copy-')));
  for (const name of [...SOURCES, ...PAGES])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  mkdirSync(path.join(folder, 'build'));
  for (const name of READ_ONLY) symlinkSync(path.join(root, name), path.join(folder, name));
  cpSync(path.join(root, 'build', 'lessons'), path.join(folder, 'build', 'lessons'), { recursive: true });
  change(folder);
  const server = await createServer({
    root: folder,
    configFile: path.join(folder, 'vite.config.ts'),
    cacheDir: path.join(folder, 'build', 'vite'),
    logLevel: 'silent',
    // Packages lie elsewhere.
    server: { host: '127.0.0.1', port: 0, fs: { strict: false } },
  });
  await server.listen();
  return {
    folder,
    url: server.resolvedUrls?.local[0] ?? '',
    async close() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
