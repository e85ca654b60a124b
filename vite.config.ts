import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { embedScript } from './src/embed/embed-script.node.ts';
import { widgetPage } from './src/embed/widget-page.node.ts';
import { serviceWorker } from './src/offline/precache.node.ts';
import { liveLessons } from './src/session/lesson/live-lessons.node.ts';
import { compiledMessages } from './src/i18n/compiled-messages.node.ts';
import { pageHead } from './src/view/page-head.node.ts';
import { servedFiles } from './src/view/toolchain-files.node.ts';

export default defineConfig({
  // Relative, so that the built page works from any path on any server.
  base: './',
  plugins: [
    svelte(),
    compiledMessages(),
    pageHead(),
    servedFiles('build/toolchain', 'toolchain'),
    servedFiles('build/recordings', 'recordings'),
    liveLessons(),
    servedFiles('build/lessons', 'lessons'),
    embedScript(),
    widgetPage(),
    serviceWorker(),
  ],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 6000,
    rollupOptions: { input: ['index.html', 'embed-lesson.html', 'lesson.html'] },
  },
  server: { fs: { allow: ['.'] } },
  // Clang loads its own files by URL next to its module; pre-bundling would move the module away from them.
  optimizeDeps: { exclude: ['@yowasp/clang'] },
});
