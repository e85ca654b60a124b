/** Builds the playground and serves it from this machine. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fingerprint, isCurrent, writeStamp } from './fingerprint.mjs';
import { ensureRecordings } from './recordings.mjs';
import { root, runOrRefuse, say, withLock } from './setup.mjs';

const inputs = [
  'index.html',
  'embed.html',
  'embed-lesson.html',
  'lesson.html',
  'vite.config.ts',
  'src',
  'public',
  'examples',
  'lessons',
  'wasm',
  'scripts',
  'package-lock.json',
  'node_modules/.package-lock.json',
];

const stamp = 'build/page.stamp';

/** Whether `dist/` is what the sources are now. */
export function isPageCurrent() {
  return isCurrent(stamp, fingerprint(inputs)) && existsSync(path.join(root, 'dist', 'index.html'));
}

/** A production build in `dist/`, made anew when a source has changed since the last one. */
export async function ensurePage() {
  await ensureRecordings();
  withLock('page', () => {
    if (isPageCurrent()) return;
    const state = fingerprint(inputs);
    say('building the page');
    // A process of its own: under vitest NODE_ENV is "test", and that would give a development build.
    const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    runOrRefuse(process.execPath, [vite, 'build', '--logLevel', 'error'], { NODE_ENV: 'production' });
    writeStamp(stamp, state);
  });
}

/**
 * Serves `dist/`, on the loopback address unless told otherwise.
 * @param {{ port: number, host?: string }} options the port to try first; 0 for any free one
 * @returns {Promise<{ url: string, port: number, close(): Promise<void> }>} `url` ends in '/'
 */
export async function servePage({ port, host = '127.0.0.1' }) {
  await ensurePage();
  const { preview } = await import('vite');
  const server = await preview({
    root,
    logLevel: 'warn',
    // Vite takes the next port when this one is in use.
    preview: { host, port: port || (await freePort()), strictPort: false, open: false },
  });
  const url = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0];
  if (!url) throw new Error('the server has no address');
  return { url, port: Number(new URL(url).port), close: () => server.close() };
}

/** @returns {Promise<number>} a port that was free a moment ago */
async function freePort() {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
