/** Nothing on the page moves but what a step changed: not while it loads, not when a run has come, not from step to step. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { moved, watchShifts } from './layout-shifts.ts';
import { run, waitForRun } from './playground-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A key that the page doesn't take for one of the person's: after those, the API lets everything pass for half a second. */
async function press(page: Page, key: string): Promise<void> {
  await page.evaluate((name) => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
  }, key);
}

const PROGRAM = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct node { char name[12]; int count; struct node *next; };
static struct node *add(struct node *next, const char *name) {
    struct node *made = malloc(sizeof *made);
    snprintf(made->name, sizeof made->name, "%s", name);
    made->count = (int)strlen(name) * 1000;
    made->next = next;
    return made;
}
int main(void) {
    struct node *list = NULL;
    const char *names[] = {"a", "longer name", "of three"};
    for (int i = 0; i < 3; i++) {
        list = add(list, names[i]);
        printf("%s\\n", list->name);
    }
    free(list->next->next);
    list->next = NULL;
    return 0;
}
`;

/** Their lanes have room before there is a run. */
const PROCESSES = `#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    for (int i = 0; i < 3; i++)
        if (fork() == 0) {
            puts("a child");
            return 0;
        }
    while (wait(NULL) > 0)
        continue;
    return 0;
}
`;

test.each([
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
])('at $width x $height', async (viewport) => {
  const context = await browser.newContext({ viewport, serviceWorkers: 'block' });
  const page = await context.newPage();
  await watchShifts(page, { values: false });
  await page.goto(inject('page').url);
  await waitForRun(page);
  expect(await moved(page), 'the first visit').toEqual([]);

  await page.evaluate((text) => {
    const project = { files: [{ path: 'main.c', text }], interactive: false };
    localStorage.setItem('heapscope.project', JSON.stringify(project));
  }, PROCESSES);
  await page.reload();
  await waitForRun(page);
  await page.locator('.rows .lanes svg').waitFor();
  expect(await moved(page), 'several processes').toEqual([]);

  await page.evaluate((text) => {
    const project = { files: [{ path: 'main.c', text }], interactive: false };
    localStorage.setItem('heapscope.project', JSON.stringify(project));
  }, PROGRAM);
  await page.reload();
  await waitForRun(page);
  expect(await moved(page), 'a program of their own').toEqual([]);
  await run(page);
  expect(await moved(page), 'another run').toEqual([]);

  if (viewport.width < 900) await page.locator('#phone-tab-picture').click();
  for (const tab of ['objects', 'heap', 'bytes', 'processes', 'sites']) {
    await page.locator(`#picture-tab-${tab}`).click();
    await moved(page);
    // A narrow window draws the picture smaller where it has to, once.
    await press(page, 'End');
    await moved(page);
    const seen: string[] = [];
    for (const key of [...Array<string>(20).fill('ArrowLeft'), ...Array<string>(20).fill('ArrowRight')]) {
      await press(page, key);
      seen.push(...(await moved(page)));
    }
    expect(seen, `steps in ${tab}`).toEqual([]);
  }
  await context.close();
});
