/** What axe-core finds wrong with what a page shows. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** In one part of the page, or in all of it. */
export async function violations(page: Page, part?: string): Promise<string[]> {
  const rules = {
    'target-size': { enabled: true },
    // In a menu the arrow keys go through what scrolls.
    'scrollable-region-focusable': { enabled: part !== '.menu' },
  };
  // Without a page of its own for each look.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ rules });
  const { violations: found } = await (part ? axe.include(part) : axe).analyze();
  return found.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target }) => `${id} at ${target.join(' ')}`));
}

/** Also in the other theme and language, which are left on. */
export async function violationsInBoth(page: Page): Promise<string[]> {
  const found = await violations(page);
  await switchLooks(page);
  return [...found, ...(await violations(page)).map((each) => `other theme and language: ${each}`)];
}

export async function switchLooks(page: Page): Promise<void> {
  const root = page.locator('html');
  const before = await root.getAttribute('lang');
  await page.locator('header .theme').click();
  await page.locator('header .language').click();
  await page.waitForFunction((lang) => document.documentElement.lang !== lang, before);
}
