/** After one visit the page works without its server: a server of the test's own is closed for it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePage } from '../../scripts/page.mjs';
import { TOOLCHAIN_CACHE } from '../../src/offline/cache-names.ts';
import { launchBrowser } from './browser.ts';
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
