import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { precacheList } from './precache.node.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-precache-'));
afterEach(() => rmSync(folder, { recursive: true }));

test('the list has the shell without the toolchain; what has no hash in its name gets a revision', async () => {
  for (const file of ['index.html', 'assets/index-Ab12_-cd.js', 'toolchain/llvm.wasm', 'service-worker.js']) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), file);
  }
  const first = await precacheList(folder);
  expect(first).toEqual([
    { url: 'assets/index-Ab12_-cd.js', revision: null },
    { url: 'index.html', revision: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
  ]);
  writeFileSync(path.join(folder, 'index.html'), 'another');
  const [, page] = await precacheList(folder);
  expect(page?.revision).not.toBe(first[1]?.revision);
});
