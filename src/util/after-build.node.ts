/** What the page's build makes beside the page, once that is there. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import type { Plugin } from 'vite';

/** Both absolute. */
export interface BuiltPage {
  readonly root: string;
  readonly outDir: string;
}

/** A plugin that calls `make` when all pages are written; plugins of this kind take turns, in their order. */
export function afterBuild(name: string, make: (page: BuiltPage) => Promise<void>): Plugin {
  let page: BuiltPage = { root: '', outDir: '' };
  return {
    name: `heapscope-${name}`,
    apply: 'build',
    configResolved({ root, build: { outDir } }) {
      page = { root, outDir: path.resolve(root, outDir) };
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        // Bundles of workers are closed too, before there is a page.
        if (existsSync(path.join(page.outDir, 'index.html'))) await make(page);
      },
    },
  };
}

/** Bundles `entry`, relative to the root, under a name beside the page that never changes. */
export async function bundleBeside(
  { root, outDir }: BuiltPage,
  entry: string,
  name: string,
  options: BuildOptions,
): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join(outDir, name),
    bundle: true,
    minify: true,
    target: 'es2022',
    logLevel: 'warning',
    ...options,
  });
}
