/** What a page does to its reader while it loads: nothing moves that is there already, and no task takes so long that it is felt. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from './browser.ts';

const LONG_TASK_MS = 50;
/** A machine that does other things besides makes tasks longer: the best of some visits tells what the page needs. */
const VISITS = 8;

interface Seen {
  tasks: number[];
  shift: number;
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

function observe(): void {
  const seen: Seen = { tasks: [], shift: 0 };
  Object.assign(globalThis, { seen });
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
    buffered: true,
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

async function visit(address: string, selector: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    await page.addInitScript(observe);
    await page.goto(inject('page').url + address);
    await page.locator(selector).first().waitFor();
    // What is done once the first picture is there belongs to loading.
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 5000 })));
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 5000 })));
    return await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  } finally {
    await context.close();
  }
}

test.each([
  ['a lesson', 'lesson.html?lesson=01-stack-and-heap&lang=en', '.stage .canvas .box'],
  ['a lesson in Chinese', 'lesson.html?lesson=02-first-leak&lang=zh', '.stage .canvas .box'],
  ['the list of lessons', 'lesson.html?lang=en', 'main li'],
])('%s: nothing shifts', async (_, address, selector) => {
  expect((await visit(address, selector)).shift).toBe(0);
});

test.each([
  ['the widget', 'embed.html?src=leak.c&lang=en', '.picture .box'],
  ['the widget in Chinese, in the middle of a run', 'embed.html?src=leak.c&lang=zh&step=3', '.picture .box'],
])('%s: nothing shifts, and no task is long', async (_, address, selector) => {
  let longest = Infinity;
  for (let n = 0; n < VISITS && longest > LONG_TASK_MS; n += 1) {
    const { tasks, shift } = await visit(address, selector);
    expect(shift).toBe(0);
    longest = Math.min(longest, Math.max(0, ...tasks));
  }
  expect(longest).toBeLessThanOrEqual(LONG_TASK_MS);
});
