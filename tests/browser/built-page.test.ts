/** What only shows in the production build: bundling, minified styles, the content security policy. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('the editor and the compiler load without an error, from the own origin only', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const origins = new Set<string>();
  context.on('request', (request) => origins.add(new URL(request.url()).origin));

  await page.goto(inject('page').url);
  await page
    .locator('.monaco-editor .view-line')
    .first()
    .waitFor({ timeout: 30_000 })
    .catch(() => complaints.push('no editor'));
  // The page runs its first example by itself; Stop turns into Run when that is over.
  await page.getByRole('button', { name: /^Run/ }).waitFor();

  expect(complaints).toEqual([]);
  expect([...origins].filter((origin) => origin !== 'null')).toEqual([new URL(inject('page').url).origin]);
  await context.close();
});

test('the page can lie in any folder of a server', async () => {
  const html = await (await fetch(inject('page').url)).text();
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]);
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) expect(address).toMatch(/^\.\//);
});
