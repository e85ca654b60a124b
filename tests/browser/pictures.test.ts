/** What each view of memory looks like, as pictures in characters or, where fonts would tell, as its parts in words. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import { pictureGrid } from './picture-grid.ts';
import { waitForRun } from './playground-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Nothing in its block depends on where the heap begins. */
const POINT = `#include <stdlib.h>
#include <string.h>
struct point { char name[6]; short size; int x, y; };
int main(void) {
  struct point *point = malloc(sizeof *point);
  strcpy(point->name, "ab");
  point->size = 3;
  point->x = -2;
  free(point);
}
`;

const example = (name: string): string => readFileSync(new URL(`../../examples/${name}.c`, import.meta.url), 'utf8');

/** A canvas is painted when its turn comes: its picture is taken when it has been the same for a while. */
async function settledGrid(page: Page, selector: string): Promise<string> {
  for (let before = ''; ;) {
    await page.waitForTimeout(500);
    const grid = await pictureGrid(page, selector);
    if (grid === before) return grid;
    before = grid;
  }
}

/** At the end of a run, or so many allocations and frees after its beginning. */
async function openView(text: string, view: string, theme: 'light' | 'dark', allocations?: number): Promise<Page> {
  const page = await openPlayground(browser);
  await page.evaluate(
    ([preferences, project]) => {
      localStorage.setItem('heapscope.preferences', JSON.stringify(preferences));
      localStorage.setItem('heapscope.project', JSON.stringify(project));
    },
    [{ theme }, { files: [{ path: 'main.c', text }], interactive: false }] as const,
  );
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.reload();
  await waitForRun(page);
  await page.getByRole('slider').focus();
  if (allocations !== undefined) await page.keyboard.press('Home');
  for (let i = 0; i < (allocations ?? 0); i += 1) await page.keyboard.press('PageDown');
  await page.locator(`#picture-tab-${view}`).click();
  return page;
}

for (const theme of ['light', 'dark'] as const) {
  test(`objects, ${theme}: a list, and leaked blocks`, async () => {
    for (const [name, allocations] of [
      ['linked-list', 4],
      ['leak-list', undefined],
    ] as const) {
      const page = await openView(example(name), 'objects', theme, allocations);
      expect(await pictureGrid(page, '#picture-panel .scroller')).toMatchSnapshot(name);
      await page.context().close();
    }
  });

  // Rows begin at round addresses, so that where the heap begins shows: after a change in the size of the shim's data, look at
  // the new picture and take it (`-u`).
  test(`heap map, ${theme}: live and freed blocks, headers, what this step did`, async () => {
    const page = await openView(example('hash-table'), 'heap', theme, 10);
    expect(await settledGrid(page, '#picture-panel canvas')).toMatchSnapshot();
    await page.context().close();
  });
}

test('bytes: each row with its states, text and typed parts', async () => {
  const page = await openView(POINT, 'bytes', 'light', 2);
  await page.waitForTimeout(300);
  const rows = await page.locator('.dump .row').evaluateAll((all) => {
    const heap = all.findIndex((row) => row.querySelector('.byte.header'));
    return all.slice(heap, heap + 6).map((row) => {
      const looks = [...row.querySelectorAll('.byte')].map(
        (byte) => /\b(\w+)/.exec(byte.className.slice(5))?.[1] ?? '',
      );
      const runs = looks.map((look, i) => (look === looks[i - 1] ? '' : `${i}:${look}`)).filter(Boolean);
      return `${row.querySelector('.cells')?.textContent} ${runs.join(' ')}`;
    });
  });
  expect(rows.join('\n')).toMatchSnapshot();
  await page.context().close();
});

test('call sites: the table, and what each box of the flame graph covers', async () => {
  const page = await openView(example('hash-table'), 'sites', 'light');
  const words = async (selector: string): Promise<string> =>
    (await page.locator(selector).allInnerTexts()).map((each) => each.replace(/\s+/g, ' ')).join('\n');
  expect(await words('.sites .rows .row')).toMatchSnapshot('table');
  const boxes = await page.locator('.flame [role=treeitem]').evaluateAll((all) => {
    const whole = Math.max(...all.map((each) => each.getBoundingClientRect().width));
    const share = (each: Element): number => Math.round((each.getBoundingClientRect().width / whole) * 100);
    return all.map((each) => `${each.ariaLevel}: ${share(each)}% ${each.getAttribute('title')}`);
  });
  expect(boxes.join('\n')).toMatchSnapshot('flame graph');
  await page.context().close();
});
