import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumArguments, ensureChromium } from '../scripts/chromium.mjs';
import { servePage } from '../scripts/page.mjs';

/** Opens the production build of the playground in Chromium, gives the page to `work`, and closes everything after it. */
export async function withPlayground<T>(work: (page: Page, browser: Browser) => Promise<T>): Promise<T> {
  const found = ensureChromium();
  if ('missing' in found) throw new Error(found.missing);
  const server = await servePage({ port: 0 });
  const browser = await chromium.launch({ executablePath: found.executable, args: [...chromiumArguments] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(server.url);
    return await work(page, browser);
  } finally {
    await browser.close();
    await server.close();
  }
}
