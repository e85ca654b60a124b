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
/** Every theme, size and language, and most of their pairs. */
const LOOKS = [
  { theme: 'light', size: 'desktop', locale: 'en' },
  { theme: 'light', size: 'phone', locale: 'zh' },
  { theme: 'dark', size: 'desktop', locale: 'zh' },
  { theme: 'dark', size: 'phone', locale: 'en' },
] as const;

/** Two processes, a file, and a misuse, so that no view is empty. */
const PROGRAM = `#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    FILE *file = fopen("note.txt", "w");
    fputs("text", file);
    fclose(file);
    int *p = malloc(8);
    free(p);
    if (fork() == 0)
        exit(*p == 3);
    wait(NULL);
    return 0;
}
`;

for (const { theme, size, locale } of LOOKS)
  test(`no accessibility violations: ${theme}, ${size}, ${locale}`, async () => {
    const page = await openPlayground(browser);
    await page.evaluate(
      ([preferences, project]) => {
        localStorage.setItem('heapscope.preferences', JSON.stringify(preferences));
        localStorage.setItem('heapscope.project', JSON.stringify(project));
      },
      [
        { theme, locale },
        { files: [{ path: 'all.c', text: PROGRAM }], interactive: false },
      ] as const,
    );
    await page.setViewportSize(SIZES[size]);
    await page.reload();
    await waitForRun(page);
    const found: string[] = [];
    const check = async (name: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      found.push(...violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes[0]?.target.join(' ')}`));
    };
    for (const tab of ['objects', 'heap', 'bytes', 'processes', 'sites']) {
      await page.locator(`#picture-tab-${tab}`).click();
      await check(tab);
    }
    if (size === 'phone') await page.locator('#phone-tab-output').click();
    for (const tab of ['console', 'findings', 'files', 'problems']) {
      await page.locator(`#output-tab-${tab}`).click();
      if (tab === 'files') await page.locator('.files li button').first().click();
      await check(tab);
    }
    expect(found).toEqual([]);
    await page.context().close();
  });

test('the language of the page is the one its texts are in', async () => {
  const page = await openPlayground(browser);
  await waitForRun(page);
  await page.getByRole('button', { name: '中文' }).click();
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.getByRole('tab', { name: '堆布局' }).count()).toBe(1);
  await page.reload();
  await waitForRun(page);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await page.context().close();
});
