import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { serviceWorker } from './src/offline/precache.node.ts';
import { toolchainFiles } from './src/view/toolchain-files.node.ts';

export default defineConfig({
  // Relative, so that the built page works from any path on any server.
  base: './',
  plugins: [svelte(), toolchainFiles('build/toolchain'), serviceWorker()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 6000 },
  server: { fs: { allow: ['.'] } },
  // Clang loads its own files by URL next to its module; pre-bundling would move the module away from them.
  optimizeDeps: { exclude: ['@yowasp/clang'] },
});
