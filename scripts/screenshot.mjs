/** `npm run screenshot`: makes the README's picture, docs/playground.png, from the page itself. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromiumArguments, ensureChromium } from './chromium.mjs';
import { ensurePackages, ensureToolchain, refuse, root, say } from './setup.mjs';

ensurePackages();
ensureToolchain();
const found = ensureChromium();
if ('missing' in found) refuse(found.missing);

const { servePage } = await import('./page.mjs');
const { chromium } = await import('playwright-core');
const server = await servePage({ port: 0 });
const browser = await chromium.launch({ executablePath: found.executable, args: [...chromiumArguments] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 });
  await page.goto(server.url);
  // The page runs its first example by itself; the buttons change from Stop to Run when that is over.
  await page.getByRole('button', { name: /^Run/ }).waitFor({ timeout: 120_000 });
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
  await page.getByRole('tab', { name: /^Findings/ }).click();
  await page.waitForLoadState('networkidle');
  const file = path.join(root, 'docs', 'playground.png');
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  say(`wrote ${file}`);
} finally {
  await browser.close();
  await server.close();
}
