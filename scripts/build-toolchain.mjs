// Bundles build-toolchain/main.ts (it shares code with src/compile) and runs it. Node 20 can't run TypeScript itself.
import { build } from 'esbuild';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = `${root}build/toolchain/.build-toolchain.mjs`;
await mkdir(`${root}build/toolchain`, { recursive: true });
await build({
  entryPoints: [`${root}scripts/build-toolchain/main.ts`],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});
const { buildToolchain } = await import(pathToFileURL(bundle).href);
await buildToolchain(root, process.argv.includes('--force'));
