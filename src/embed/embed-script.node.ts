/** Builds the widget's script under names that never change, because other sites' pages name them. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'vite';

export function embedScript(): Plugin {
  let root = '';
  let outDir = '';
  return {
    name: 'heapscope-embed-script',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      outDir = path.resolve(root, config.build.outDir);
    },
    async closeBundle() {
      if (!existsSync(path.join(outDir, 'embed.html'))) return;
      await Promise.all([
        bundle(root, 'src/embed/script.ts', path.join(outDir, 'embed.js'), 'iife'),
        bundle(root, 'src/embed/module.ts', path.join(outDir, 'embed.mjs'), 'esm'),
      ]);
    },
  };
}

async function bundle(root: string, entry: string, outfile: string, format: 'iife' | 'esm'): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format,
    target: 'es2022',
    logLevel: 'warning',
  });
}
