/** After one visit the page works without its server: a server of the test's own is closed for it. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePage } from '../../scripts/page.mjs';
import { root } from '../../scripts/setup.mjs';
import { TOOLCHAIN_CACHE } from '../../src/offline/cache-names.ts';
import { launchBrowser } from './browser.ts';
import { builtLesson, readOn, waitForPicture } from './lesson-page.ts';
import { run, typeProgram, waitForRun } from './playground-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const FORKS = `#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    char *lost = malloc(77);
    if (fork() == 0)
        _exit(0);
    wait(NULL);
    lost = NULL;
    return lost != NULL;
}
`;

/** Resolves when all of the compiler is there for a page without its server. */
async function toolchainKept(page: Page): Promise<void> {
  const kept = () =>
    page.evaluate(
      async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url).join(),
      TOOLCHAIN_CACHE,
    );
  await expect
    .poll(kept, { timeout: 60_000, interval: 500 })
    .toMatch(/llvm\.wasm.*sysroot\.tar|sysroot\.tar.*llvm\.wasm/);
}

/** Another than the one that is visited. */
const EXERCISE = '02-first-leak';

test('a program is compiled, forks and shows its leak after the server is gone', async () => {
  const server = await servePage({ port: 0 });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  await waitForRun(page);
  await toolchainKept(page);
  await server.close();

  await page.reload();
  await waitForRun(page);
  await typeProgram(page, FORKS);
  await run(page);
  expect(await page.locator('.findings').innerText()).toContain('77 bytes in 1 block');
  await context.close();
});

test('a lesson that was visited is there after the server is gone, in both languages, and its exercise is done', async () => {
  const lesson = await builtLesson(EXERCISE);
  const server = await servePage({ port: 0 });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}lesson.html?lesson=01-stack-and-heap&lang=en`);
  await waitForPicture(page);
  await toolchainKept(page);
  await server.close();

  await page.reload();
  await waitForPicture(page);
  await page.getByRole('button', { name: '中文' }).click();
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: /\p{Script=Han}/u })
    .waitFor();
  await page.goto(`${server.url}lesson.html?lesson=${EXERCISE}&lang=en`);
  await waitForPicture(page);
  await readOn(page, lesson);
  const exercise = page.getByRole('group', { name: 'Your turn' });
  await exercise.getByRole('button', { name: 'Write it' }).click();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await typeProgram(page, readFileSync(`lessons/${EXERCISE}/solution.c`, 'utf8'));
  await exercise.getByRole('button', { name: 'Check my program' }).click();
  await exercise.locator('.sum.passed').waitFor({ timeout: 120_000 });
  await context.close();
});

test('a new version is offered: it takes over when the person says so, not before', async () => {
  // The build without its compiler, which no part of this asks for.
  const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-update-'));
  cpSync(path.join(root, 'dist'), folder, { recursive: true, filter: (file) => !file.endsWith('toolchain') });
  const server = await preview({
    root,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 4790, open: false },
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.resolvedUrls?.local[0]}lesson.html?lesson=01-stack-and-heap&lang=en`);
  await waitForPicture(page);
  const worker = () => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
  await expect.poll(worker, { timeout: 60_000, interval: 500 }).toBe('activated');

  appendFileSync(path.join(folder, 'service-worker.js'), '\n// The next version.\n');
  await page.reload();
  await waitForPicture(page);
  await page.evaluate(() => Object.assign(globalThis, { before: true }));
  const isBefore = () => page.evaluate(() => 'before' in globalThis);
  await page.getByText('A new version of Heapscope is ready.').waitFor({ timeout: 60_000 });
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state)).toBe('installed');
  expect(await isBefore()).toBe(true);
  await page.getByRole('button', { name: 'Reload now' }).click();
  await expect.poll(isBefore, { timeout: 30_000 }).toBe(false);
  await waitForPicture(page);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
  await context.close();
  await server.close();
  rmSync(folder, { recursive: true });
});
