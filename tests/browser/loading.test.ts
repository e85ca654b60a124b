/** While a page loads, nothing moves that is there already. How long its tasks take, `npm run bench` tells. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { moved, watchShifts, type Moved } from './layout-shifts.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** What moved while the page loaded. */
async function visit(address: string, selector: string): Promise<Moved> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await watchShifts(page, { values: true });
    await page.goto(inject('page').url + address);
    await page.locator(selector).first().waitFor();
    // What is done once the first picture is there belongs to loading.
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 5000 })));
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 5000 })));
    return await moved(page);
  } finally {
    await context.close();
  }
}

test.each([
  ['a lesson', 'lesson.html?lesson=01-stack-and-heap&lang=en', '.stage .canvas .box'],
  ['a lesson in Chinese', 'lesson.html?lesson=02-first-leak&lang=zh', '.stage .canvas .box'],
  ['the list of lessons', 'lesson.html?lang=en', 'main li'],
  ['the widget', 'embed.html?src=leak.c&lang=en', '.picture .box'],
  ['the widget in Chinese, in the middle of a run', 'embed.html?src=leak.c&lang=zh&step=3', '.picture .box'],
])('%s: nothing shifts', async (_, address, selector) => {
  expect(await visit(address, selector)).toEqual([]);
});
