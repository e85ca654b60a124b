#!/usr/bin/env node
// In a clone the command is bundled from src/cli when it is first used and whenever a source has changed; the package brings it bundled.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const isClone = existsSync(new URL('../src/cli/main.ts', import.meta.url));
await import(isClone ? await fromSource() : new URL('../dist/cli/heapscope.js', import.meta.url).href);

async function fromSource() {
  const { ensureBundle } = await import('../scripts/bundle.mjs');
  return pathToFileURL(await ensureBundle('cli')).href;
}
