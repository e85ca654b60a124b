/** A further language is one file: a copy of the sources with such a file, whose page, lessons, widget and command speak it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/bundle.mjs';
import { root } from '../../scripts/setup.mjs';
import { en } from '../../src/i18n/en.ts';
import { launchBrowser } from './browser.ts';

/** Esperanto, as far as this test speaks it: English in brackets. */
const FILE = `import * as en from './en.ts';
function said(words: any): any {
  if (typeof words === 'string') return '⟦' + words + '⟧';
  if (typeof words === 'function') return (...given: any[]) => said(words(...given));
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, said(word)]));
}
export const page = said(en.page);
export const report = said(en.report);
export const native = said(en.native);
export const lesson = said(en.lesson);
`;
const COPIED = ['src', 'public', 'examples', 'wasm', 'package.json', 'tsconfig.json'];
const PAGES = ['index.html', 'lesson.html', 'embed.html', 'embed-lesson.html', 'vite.config.ts', 'svelte.config.js'];
const MADE = ['toolchain', 'recordings', 'lessons'];
/** Names, and words that are the same in every language. */
const NAMES = new Set(['Heapscope', 'English', 'main', 'malloc', 'free']);

const copy = realpathSync(mkdtempSync(path.join(tmpdir(), 'heapscope-language-')));
let server: ViteDevServer;
let browser: Browser;
let page: Page;
let address: string;

beforeAll(async () => {
  for (const name of [...COPIED, ...PAGES]) cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  mkdirSync(path.join(copy, 'build'));
  for (const name of MADE) symlinkSync(path.join(root, 'build', name), path.join(copy, 'build', name));
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  writeFileSync(path.join(copy, 'src', 'languages', 'eo.ts'), FILE);
  server = await createServer({
    root: copy,
    configFile: path.join(copy, 'vite.config.ts'),
    cacheDir: path.join(copy, 'build', 'vite'),
    logLevel: 'error',
    // Packages lie elsewhere.
    server: { host: '127.0.0.1', port: 0, fs: { strict: false } },
  });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? '';
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'eo' });
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(copy, { recursive: true });
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
  await page.goto(address);
  await page.locator('.page:not(.busy) .where .step').filter({ hasText: /\d/ }).waitFor({ timeout: 120_000 });
  expect(await page.locator('html').getAttribute('lang')).toBe('eo-001');
  await expectSpoken(60);
  await page.locator('header .language').click();
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.locator('header .language').innerText()).toBe('English');
});

test('lessons are in English where they are not written in it, and say so', async () => {
  await page.goto(`${address}lesson.html?lesson=01-stack-and-heap&lang=eo`);
  await page.locator('.stage .canvas').waitFor({ timeout: 60_000 });
  await page.getByText(/⟦This lesson is not written in .* yet: here it is in English\.⟧/).waitFor();
  await expectSpoken(20);
});

test('the widget', async () => {
  await page.goto(`${address}embed.html?src=leak.c&lang=eo`);
  await page.locator('.picture .box').first().waitFor({ timeout: 60_000 });
  await expectSpoken(10);
});

test('the command', () => {
  buildSync(bundleOptions('cli', copy));
  const command = (...words: string[]): string => {
    const all = [path.join(copy, 'build', 'cli', 'heapscope.js'), ...words];
    return spawnSync(process.execPath, all, { cwd: copy, encoding: 'utf8', input: '' }).stderr;
  };
  const report = command('run', 'examples/leak.c', '--lang', 'eo');
  expect(report).toContain('⟦30 bytes in 1 block are definitely lost: no pointer to them is left⟧');
  expect(report).toMatch(/^heapscope: ⟦1 finding, 30 bytes/m);
  expect(command('run', 'examples/leak.c', '--lang', 'fr')).toMatch(/en, eo, zh/);
});
