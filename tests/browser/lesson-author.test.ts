/** An author's view: `npm run dev` shows a lesson as its files are written. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { serveCopy, type ServedCopy } from './dev-copy.ts';

const NAME = '01-stack-and-heap';
/** The engine is loaded with the first change. */
const TIMEOUT = 60_000;

let copy: ServedCopy;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  copy = await serveCopy();
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${copy.url}lesson.html?lesson=${NAME}&lang=en`);
  await page.locator('.stage .canvas').waitFor({ timeout: TIMEOUT });
  await page.evaluate(() => Object.assign(globalThis, { wasLoadedOnce: true }));
});
afterAll(async () => {
  await browser.close();
  await copy.close();
});

const fileOf = (name: string): string => path.join(copy.folder, 'lessons', NAME, name);

function edit(name: string, change: (text: string) => string): void {
  const before = readFileSync(fileOf(name), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(fileOf(name), after);
}

test('text that is written is shown, without the page being loaded anew; markup in it is text', async () => {
  const markup =
    '<img src="x" onerror="document.title = 1"> <script>document.title = 2</script> [away](https://example.org/?a=1)';
  edit('lesson.en.md', (text) =>
    text.replace(/^title: .*$/m, 'title: Quite another').replace(/\n# /, `\n${markup}\n\n# `),
  );
  await page.getByRole('heading', { level: 1, name: 'Quite another' }).waitFor({ timeout: TIMEOUT });
  const article = page.locator('article.text');
  await article.getByText('<img src="x" onerror="document.title = 1">').waitFor();
  expect(await article.locator('img, script').count()).toBe(0);
  const link = article.getByRole('link', { name: 'away' });
  expect(await link.getAttribute('href')).toBe('https://example.org/?a=1');
  expect(await link.getAttribute('rel')).toContain('noopener');
  expect(await page.title()).toContain('Quite another');
  expect(await page.evaluate(() => 'wasLoadedOnce' in globalThis)).toBe(true);
});

test('a program that is written is run and shown', async () => {
  edit('start.c', (text) => `// A line more.\n${text}`);
  // Its line numbers are other ones now: the text says so before the picture can be wrong, or the picture has the line.
  const told = page.locator('.trouble pre');
  const code = page.locator('.stage').getByText('// A line more.');
  await told.or(code).first().waitFor({ timeout: TIMEOUT });
  edit('start.c', (text) => text.replace('// A line more.\n', ''));
  await expect.poll(() => told.count(), { timeout: TIMEOUT }).toBe(0);
});

test.each([
  [
    'lesson.yaml',
    (text: string) => text.replace(/^minutes: .*$/m, 'minutes: soon'),
    /lesson\.yaml:\d+: minutes: expected/,
  ],
  ['lesson.yaml', (text: string) => `${text}colour: red\n`, /lesson\.yaml:\d+: colour: there is no such field/],
  ['lesson.zh.md', (text: string) => text.replace(/^about: .*$/m, 'abuot: x'), /lesson\.zh\.md:\d+: \w+: /],
  [
    'lesson.en.md',
    (text: string) => `${text}\n[here](javascript:alert%281%29)\n`,
    /lesson\.en\.md:\d+: links may lead to https:/,
  ],
  ['start.c', (text: string) => text.replace('int main', 'int mian'), /start\.c: .*main/],
])('what is wrong in %s is told with file, line and field, until it is mended', async (name, spoil, said) => {
  const before = readFileSync(fileOf(name), 'utf8');
  edit(name, spoil);
  const told = page.locator('.trouble pre');
  await told.filter({ hasText: said }).waitFor({ timeout: TIMEOUT });
  // What was shown stays.
  expect(await page.locator('article.text h1').innerText()).toBe('Quite another');
  writeFileSync(fileOf(name), before);
  await expect.poll(() => told.count(), { timeout: TIMEOUT }).toBe(0);
});
