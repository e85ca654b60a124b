import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { chromiumArguments } from '../../scripts/chromium.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The served playground (its address ends in '/') and the browser's executable. */
    page: { url: string; chromium: string };
  }
}

/** A Chromium with an empty profile of its own. Close it in `afterAll`. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: inject('page').chromium, args: [...chromiumArguments] });
}

/** Opens the playground in a context of its own: nothing is stored from another test, and nothing kept for working offline. */
export async function openPlayground(browser: Browser, query = ''): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(inject('page').url + query);
  return page;
}
