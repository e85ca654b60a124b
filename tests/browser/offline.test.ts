/** After one visit the page works without its server: a server of the test's own is closed for it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePage } from '../../scripts/page.mjs';
import { TOOLCHAIN_CACHE } from '../../src/offline/cache-names.ts';
import { launchBrowser } from './browser.ts';
import { waitForPicture } from './lesson-page.ts';
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

test('a program is compiled, forks and shows its leak after the server is gone', async () => {
  const server = await servePage({ port: 0 });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  await waitForRun(page);
  await expect
    .poll(
      () =>
        page.evaluate(
          async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url).join(),
          TOOLCHAIN_CACHE,
        ),
      { timeout: 60_000, interval: 500 },
    )
    .toMatch(/llvm\.wasm.*sysroot\.tar|sysroot\.tar.*llvm\.wasm/);
  await server.close();

  await page.reload();
  await waitForRun(page);
  await typeProgram(page, FORKS);
  await run(page);
  expect(await page.locator('.findings').innerText()).toContain('77 bytes in 1 block');
  await context.close();
});

test('a lesson that was visited is there after the server is gone, in both languages', async () => {
  const server = await servePage({ port: 0 });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}lesson.html?lesson=01-stack-and-heap&lang=en`);
  await waitForPicture(page);
  const isKept = async (): Promise<boolean> =>
    page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      return active?.state === 'activated';
    });
  await expect.poll(isKept, { timeout: 60_000, interval: 500 }).toBe(true);
  await server.close();

  await page.reload();
  await waitForPicture(page);
  await page.getByRole('button', { name: '中文' }).click();
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: /\p{Script=Han}/u })
    .waitFor();
  await page.goto(`${server.url}lesson.html?lesson=02-first-leak&lang=en`);
  await waitForPicture(page);
  await context.close();
});
