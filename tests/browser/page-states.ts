/** Everything that the playground can show, each reached from the one page that is open, in any language. */
import type { Page } from 'playwright-core';

/** Two processes that share memory, a file, a leak and a misuse, so that no view is empty. */
export const EVERYTHING = `#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
struct node { char name[8]; struct node *next; };
int main(void) {
    int numbers[4] = {1, 2, 3, 4}, grid[2][3] = {{0}};
    int *shared = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct node *kept = calloc(1, sizeof *kept), *lost = calloc(2, sizeof *lost);
    FILE *file = fopen("note.txt", "w");
    fputs("text", file);
    fclose(file);
    kept->next = lost;
    lost = kept->next = NULL;
    int *p = malloc(8);
    free(p);
    if (fork() == 0) {
        shared[0] = numbers[1] + grid[1][2];
        exit(*p == 3);
    }
    wait(NULL);
    printf("%d\\n", shared[0]);
    free(kept);
    return 0;
}
`;

export interface PageState {
  readonly name: string;
  /** What is new to see in it. */
  readonly part: string;
  readonly open: (page: Page) => Promise<void>;
  /** Absent: the next state takes its place. */
  readonly close?: (page: Page) => Promise<void>;
}

const PICTURE = '#picture-panel';

/** What is not gone yet takes the next key: a dialog is there until its `close` event, a moment after it has lost `open`. */
const closing =
  (part: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.locator(part).waitFor({ state: 'detached' });
  };

/** A view of memory. */
const view = (tab: string, then?: (page: Page) => Promise<void>, name = tab): PageState => ({
  name,
  part: PICTURE,
  open: async (page) => {
    await page.locator(`#picture-tab-${tab}`).click();
    await then?.(page);
  },
});

/** One of the lists below the program; on a phone in a tab of its own. */
const list = (tab: string, then?: (page: Page) => Promise<void>): PageState => ({
  name: tab,
  part: '#output-panel',
  open: async (page) => {
    const phoneTab = page.locator('#phone-tab-output');
    if (await phoneTab.isVisible()) await phoneTab.click();
    await page.locator(`#output-tab-${tab}`).click();
    await then?.(page);
  },
});

/** What the palette opens, counted from its end. */
const dialog = (name: string, fromEnd: number): PageState => ({
  name,
  part: 'dialog[open]',
  open: async (page) => {
    await page.keyboard.press('Control+k');
    await page.locator('.palette-item').nth(-fromEnd).click();
    await page.locator('dialog[open]').waitFor();
  },
  close: closing('dialog'),
});

/** What a button opens beside it. */
const menu = (name: string, trigger: string, nth = 0): PageState => ({
  name,
  part: '.menu',
  open: async (page) => {
    await page.locator(trigger).nth(nth).click();
    await page.locator('.menu').waitFor();
  },
  close: closing('.menu'),
});

const toggle = (nth: number) => (page: Page) => page.locator(`${PICTURE} .tools button`).nth(nth).click();

export const PICTURE_STATES: readonly PageState[] = [
  view('objects', async (page) => {
    await toggle(0)(page);
    await toggle(1)(page);
  }),
  {
    name: 'legend',
    part: `${PICTURE} details`,
    open: (page) => page.locator(`${PICTURE} summary`).click(),
    close: (page) => page.locator(`${PICTURE} summary`).click(),
  },
  {
    ...menu('menu of a cell', `${PICTURE} li[data-row]`),
    open: async (page) => {
      await page.locator(`${PICTURE} li[data-row]`).first().click({ button: 'right' });
      await page.locator('.menu').waitFor();
    },
  },
  view('objects', toggle(3), 'table of objects'),
  view('heap', async (page) => {
    await page.locator('.map').focus();
    await page.keyboard.press('ArrowRight');
  }),
  view('bytes', (page) => page.locator('[data-byte]').first().click()),
  view('processes'),
  view('sites', async (page) => {
    await page.locator('[role="treeitem"]').first().click();
  }),
];

export const LIST_STATES: readonly PageState[] = [
  list('console'),
  list('findings', async (page) => {
    await page.locator('.findings .head[aria-expanded="false"]').first().click();
    await page.locator('.findings .opened .head[aria-expanded="true"]').waitFor();
  }),
  list('files', (page) => page.locator('.files li button').first().click()),
  list('problems'),
];

export const OPENED_STATES: readonly PageState[] = [
  menu('examples', '.menu-trigger', 0),
  menu('project', '.menu-trigger', 1),
  {
    name: 'palette',
    part: 'dialog[open]',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await page.locator('.palette-item').first().waitFor();
    },
    close: closing('dialog'),
  },
  dialog('new file', 5),
  dialog('settings', 4),
  dialog('projects', 3),
  dialog('share', 2),
  dialog('help', 1),
  {
    name: 'search in time',
    part: '.search-box',
    open: async (page) => {
      await page.locator('.search-trigger').click();
      await page.locator('.search-box').waitFor();
    },
    close: closing('.search-box'),
  },
];

/** Only where the bar has room for its button. */
export const EMBED_STATE: PageState = {
  name: 'embed',
  part: 'dialog[open]',
  open: async (page) => {
    await page.locator('.sharing').nth(1).click();
    await page.locator('dialog[open]').waitFor();
  },
  close: closing('dialog'),
};

export const EXPORT_STATE: PageState = menu('exports', '.export-trigger');

/** A command of the palette, by a word of it in either language. */
async function command(page: Page, word: RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('.palette-item').filter({ hasText: word }).click();
  await page.locator('dialog').waitFor({ state: 'detached' });
}

const projector = (page: Page): Promise<void> => command(page, /projector|usual size|投影|字号/);

/** What comes when a person goes on from those: answers, lists, another order of processes, large type. */
export const DEEPER_STATES: readonly PageState[] = [
  {
    ...view(
      'heap',
      async (page) => {
        await page.locator('.heap .tools input').check();
        await page.locator('.heap .block-row').nth(2).click();
      },
      'lists of freed chunks',
    ),
    close: (page) => page.locator('.heap .tools input').uncheck(),
  },
  view(
    'objects',
    async (page) => {
      await page.locator(`${PICTURE} .tools input`).fill('n');
      await page.locator(`${PICTURE} .found`).first().waitFor();
    },
    'what was found in the picture',
  ),
  {
    name: 'no answer in time, and one',
    part: '.search-box',
    open: async (page) => {
      await page.locator('.search-trigger').click();
      const box = page.locator('.search-box');
      await box.locator('select').selectOption('line');
      await box.locator('input').first().fill('8');
      await box.locator('[type="submit"]').click();
      await box.locator('.search-says').filter({ hasText: /\d/ }).waitFor();
      await box.locator('select').selectOption('write');
      await box.locator('input').first().fill('no such');
      await box.locator('[type="submit"]').click();
      await box.locator('.search-says.problem').waitFor();
    },
    close: closing('.search-box'),
  },
  view(
    'processes',
    async (page) => {
      await page.locator('.track').focus();
      await page.keyboard.press('Home');
      const runNext = page.locator(PICTURE).getByRole('button', { name: /Run this next|接下来运行它/ });
      for (let step = 0; step < 40 && (await runNext.count()) === 0; step += 1) await page.keyboard.press('ArrowRight');
      await runNext.first().click();
      await page.locator('.comparison').waitFor();
      await page.locator('.page:not(.busy)').waitFor();
    },
    'this run and the one before',
  ),
  { name: 'large type', part: '.page', open: projector, close: projector },
];
