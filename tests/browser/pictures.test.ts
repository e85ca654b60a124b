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

/** At the end of a run, or so many allocations and frees after its beginning. */
async function openView(name: string, view: string, theme: 'light' | 'dark', allocations?: number): Promise<Page> {
  const text = readFileSync(new URL(`../../examples/${name}.c`, import.meta.url), 'utf8');
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
      const page = await openView(name, 'objects', theme, allocations);
      expect(await pictureGrid(page, '#picture-panel .scroller')).toMatchSnapshot(name);
      await page.context().close();
    }
  });

  test(`heap map, ${theme}: live and freed blocks, headers, what this step did`, async () => {
    const page = await openView('hash-table', 'heap', theme, 10);
    await page.waitForTimeout(300);
    expect(await pictureGrid(page, '#picture-panel canvas')).toMatchSnapshot();
    await page.context().close();
  });
}

test('bytes: each row with its states, text and typed parts', async () => {
  const page = await openView('linked-list', 'bytes', 'light', 4);
  await page.waitForTimeout(300);
  const rows = await page.locator('.dump .row').evaluateAll((all) =>
    all.slice(0, 14).map((row) => {
      const looks = [...row.querySelectorAll('.byte')].map(
        (byte) => /\b(\w+)/.exec(byte.className.slice(5))?.[1] ?? '',
      );
      const runs = looks.map((look, i) => (look === looks[i - 1] ? '' : `${i}:${look}`)).filter(Boolean);
      return `${row.querySelector('.address')?.textContent} ${row.querySelector('.cells')?.textContent} ${runs.join(' ')}`;
    }),
  );
  expect(rows.join('\n')).toMatchSnapshot();
  await page.context().close();
});

test('call sites: the table, and what each box of the flame graph covers', async () => {
  const page = await openView('hash-table', 'sites', 'light');
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
