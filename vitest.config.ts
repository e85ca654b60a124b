import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Compiling with clang and running a browser are slow on a busy machine: only a hang is a failure. */
const timeouts = { testTimeout: 120_000, hookTimeout: 180_000, expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'bench/**/*.test.ts',
            'examples/**/*.test.ts',
            'tests/corpus/**/*.test.ts',
            'wasm/**/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
          globalSetup: ['scripts/vitest-toolchain.mjs'],
          ...timeouts,
        },
      },
      {
        test: {
          name: 'command',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**', 'tests/corpus/**', 'tests/command-entry.test.ts'],
          globalSetup: ['scripts/vitest-toolchain.mjs', 'scripts/vitest-command.mjs'],
          sequence: { groupOrder: 1 },
          ...timeouts,
        },
      },
      {
        test: {
          // By itself: it takes away the bundle that the other tests of the command run.
          name: 'command-entry',
          include: ['tests/command-entry.test.ts'],
          globalSetup: ['scripts/vitest-toolchain.mjs', 'scripts/vitest-command.mjs'],
          sequence: { groupOrder: 2 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'native',
          include: ['native/**/*.test.ts'],
          sequence: { groupOrder: 3 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'browser-e2e',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['scripts/vitest-page.mjs'],
          fileParallelism: false,
          sequence: { groupOrder: 4 },
          ...timeouts,
        },
      },
    ],
  },
});
