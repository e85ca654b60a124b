import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import { focusTimeline, run, typeProgram, waitForRun } from './playground-page.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await openPlayground(browser);
  page.setDefaultTimeout(20_000);
  await waitForRun(page);
});
afterAll(() => browser.close());

const PIPE = `#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    int ends[2];
    pipe(ends);
    if (fork() == 0) {
        for (int i = 0; i < 3; i++) {
            sleep(1);
            char letter = 'a' + i;
            write(ends[1], &letter, 1);
        }
        exit(7);
    }
    close(ends[1]);
    char got;
    while (read(ends[0], &got, 1) == 1)
        printf("got %c\\n", got);
    wait(NULL);
    return 0;
}
`;

const column = (letter: string) => page.getByRole('region', { name: `Process ${letter}` });

test('processes stand side by side, with what each waits for and how it ended; one can be followed', async () => {
  await typeProgram(page, PIPE);
  await run(page);
  await page.getByRole('tab', { name: 'Processes' }).click();
  await focusTimeline(page);
  await page.keyboard.press('End');
  await column('A').locator('.word', { hasText: 'ended with status 0' }).waitFor();
  await column('B').locator('.word', { hasText: 'ended with status 7' }).waitFor();
  expect(await page.locator('.scroller').innerText()).toContain('Clock: 3 s');

  await page.getByRole('button', { name: 'Previous switch' }).click();
  await page.getByRole('button', { name: 'Previous switch' }).click();
  await column('A').locator('.word', { hasText: 'waits for data in pipe' }).waitFor();
  await column('B')
    .locator('.word', { hasText: /^runs$/ })
    .waitFor();

  await column('B').getByRole('button', { name: 'Follow' }).click();
  await focusTimeline(page);
  await page.keyboard.press('Home');
  // The first step of B: the fork has been passed.
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('.processes, .scroller').first().innerText()).toContain('2 processes');
  await column('B').locator('.thread.running').waitFor();
  await page.getByRole('tab', { name: 'Objects' }).click();
  await page.locator('.box.frame', { hasText: 'main' }).waitFor();
});
