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
  const file = path.join(root, 'docs', 'playground.png');
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  say(`wrote ${file}`);
} finally {
  await browser.close();
  await server.close();
}
