import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import { waitForRun } from './playground-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

for (const theme of ['light', 'dark'] as const)
  for (const size of ['desktop', 'phone'] as const)
    test(`no accessibility violations: ${theme}, ${size}`, async () => {
      const page = await openPlayground(browser);
      await page.evaluate(
        (chosen) => localStorage.setItem('heapscope.preferences', JSON.stringify({ theme: chosen })),
        theme,
      );
      await page.setViewportSize(SIZES[size]);
      await page.reload();
      await waitForRun(page);
      const found: string[] = [];
      for (const name of ['Objects', 'Heap map', 'Bytes', 'Call sites']) {
        await page.getByRole('tab', { name }).click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        found.push(...violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes[0]?.target.join(' ')}`));
      }
      expect(found).toEqual([]);
      await page.context().close();
    });

test('the language of the page is the one its texts are in', async () => {
  const page = await openPlayground(browser);
  await waitForRun(page);
  await page.getByRole('button', { name: '中文' }).click();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.getByRole('tab', { name: '堆布局' }).count()).toBe(1);
  await page.reload();
  await waitForRun(page);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await page.context().close();
});
