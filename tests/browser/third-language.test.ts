/** A further language is one file: a copy of the sources with such a file, whose page, lessons, widget and command speak it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/bundle.mjs';
import { en } from '../../src/i18n/en.ts';
import { launchBrowser } from './browser.ts';
import { serveCopy, type ServedCopy } from './dev-copy.ts';
import { spawnSync } from '../bounded-spawn.ts';

/** Esperanto, as far as this test speaks it: English in brackets. */
const FILE = `import * as en from './en.ts';
function said(words: any): any {
  if (typeof words === 'string') return '⟦' + words + '⟧';
  if (typeof words === 'function') return (...given: any[]) => said(words(...given));
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, said(word)]));
}
export const page = said(en.page);
export const system = said(en.system);
export const report = said(en.report);
export const native = said(en.native);
export const lesson = said(en.lesson);
export const command = said(en.command);
`;
/** Names, and words that are the same in every language. */
const NAMES = new Set(['Heapscope', 'English', 'main', 'malloc', 'free']);

let copy: ServedCopy;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  copy = await serveCopy((folder) => writeFileSync(path.join(folder, 'src', 'languages', 'eo.ts'), FILE));
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'eo' });
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await copy.close();
});

/** What a person reads or hears of the page, without the program, its values and its output. */
async function texts(): Promise<string[]> {
  return page.evaluate(() => {
    const code = '.monaco-editor, .code, pre, code, svg text, .canvas, [lang="en"], option[value]';
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node.parentElement?.checkVisibility() && !node.parentElement.closest(`script, style, ${code}`))
        found.push(node.textContent?.trim() ?? '');
    for (const element of document.querySelectorAll('[aria-label], [title]'))
      if (!element.closest('.monaco-editor'))
        found.push(element.getAttribute('aria-label') ?? '', element.getAttribute('title') ?? '');
    return found.filter((text) => text !== '');
  });
}

/** All that English says without naming anything. */
function plainWords(node: object): string[] {
  return Object.values(node).flatMap((value: unknown): string[] => {
    if (typeof value === 'string') return /[a-z]{3}/i.test(value) && !NAMES.has(value) ? [value] : [];
    return typeof value === 'object' && value !== null ? plainWords(value) : [];
  });
}

async function expectSpoken(atLeast: number): Promise<void> {
  const said = await texts();
  const english = new Set(plainWords(en));
  expect(said.filter((text) => english.has(text))).toEqual([]);
  expect(said.filter((text) => text.startsWith('⟦')).length).toBeGreaterThan(atLeast);
}

test('the playground is in it from the first visit, by what the browser asks for', async () => {
  await page.goto(copy.url);
  await page.locator('.page:not(.busy) .where .step').filter({ hasText: /\d/ }).waitFor({ timeout: 120_000 });
  expect(await page.locator('html').getAttribute('lang')).toBe('eo-001');
  await expectSpoken(60);
  await page.locator('header .language').click();
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.locator('header .language').innerText()).toBe('English');
});

test('lessons are in English where they are not written in it, and say so', async () => {
  await page.goto(`${copy.url}lesson.html?lesson=01-stack-and-heap&lang=eo`);
  await page.locator('.stage .canvas').waitFor({ timeout: 60_000 });
  await page.getByText(/⟦This lesson is not written in .* yet: here it is in English\.⟧/).waitFor();
  await expectSpoken(20);
});

test('the widget', async () => {
  await page.goto(`${copy.url}embed.html?src=leak.c&lang=eo`);
  await page.locator('.picture .box').first().waitFor({ timeout: 60_000 });
  await expectSpoken(10);
});

test('the command', () => {
  buildSync(bundleOptions('cli', copy.folder));
  const command = (...words: string[]): string => {
    const all = [path.join(copy.folder, 'build', 'cli', 'heapscope.js'), ...words];
    return spawnSync(process.execPath, all, { cwd: copy.folder, input: '' }).stderr;
  };
  const report = command('run', 'examples/leak.c', '--lang', 'eo');
  expect(report).toContain('⟦30 bytes in 1 block are definitely lost: no pointer to them is left⟧');
  expect(report).toMatch(/^heapscope: ⟦1 finding, 30 bytes/m);
  expect(command('run', 'examples/leak.c', '--lang', 'fr')).toMatch(/en, eo, zh/);
  expect(command('report', '--nothing', '--lang=eo')).toMatch(/^⟦error: ⟦/);
});
