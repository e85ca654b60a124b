/** The built page in Chromium, with a program run. */
import { chromium, type Page } from 'playwright-core';
import { chromiumArguments, ensureChromium } from '../scripts/chromium.mjs';
import { servePage } from '../scripts/page.mjs';

export interface OpenPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** The page with this program run, at its end, with one of its views in sight. */
export async function openPage(program: string, view: string): Promise<OpenPage> {
  const found = ensureChromium();
  if ('missing' in found) throw new Error(found.missing);
  const server = await servePage({ port: 0 });
  const browser = await chromium.launch({ executablePath: found.executable, args: [...chromiumArguments] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(server.url);
  const project = { files: [{ path: 'main.c', text: program }], interactive: false };
  await page.evaluate((stored) => localStorage.setItem('heapscope.project', JSON.stringify(stored)), project);
  await page.reload();
  await page.locator('.page:not(.busy) .where .step').filter({ hasText: /\d/ }).waitFor({ timeout: 300_000 });
  await page.locator(`#picture-tab-${view}`).click();
  await rest(page);
  return {
    page,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Until the page has kept what it needs for working offline, and nothing is left to do. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const used = async (): Promise<number> => (await navigator.storage.estimate()).usage ?? 0;
    for (let before = -1, now = await used(); now !== before;) {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      [before, now] = [now, await used()];
    }
  });
}
