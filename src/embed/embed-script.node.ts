/** Builds the widget's script under names that never change, because other sites' pages name them. */
import type { Plugin } from 'vite';
import { afterBuild, bundleBeside } from '../util/after-build.node.ts';

export function embedScript(): Plugin {
  return afterBuild('embed-script', async (page) => {
    await Promise.all([
      bundleBeside(page, 'src/embed/script.ts', 'embed.js', { format: 'iife' }),
      bundleBeside(page, 'src/embed/module.ts', 'embed.mjs', { format: 'esm' }),
    ]);
  });
}
