/** What only shows in the production build: bundling, minified styles, the content security policy. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import ts from 'typescript';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { root } from '../../scripts/setup.mjs';
import { launchBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('the editor and the compiler load without an error, from the own origin only, and nothing for processes', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const origins = new Set<string>();
  const files = new Set<string>();
  context.on('request', (request) => {
    origins.add(new URL(request.url()).origin);
    files.add(path.basename(new URL(request.url()).pathname));
  });

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
  // What makes calls suspendable is by far the largest of the page's scripts, and nothing to a program that doesn't fork.
  const [asyncify = '', ...others] = readdirSync(path.join(root, 'dist', 'assets')).filter((name) =>
    /^binaryen/.test(name),
  );
  expect([asyncify, others]).toEqual([expect.stringMatching(/[.]js$/), []]);
  expect(files).not.toContain(asyncify);
  await context.close();
});

test('a compiler that can’t be fetched is told of, and is fetched by the next run', async () => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const isCompiler = (url: URL): boolean => url.pathname.endsWith('/llvm.wasm');
  await context.route(isCompiler, (route) => route.abort());
  await page.goto(inject('page').url);
  await page.getByText('The compiler could not be fetched').first().waitFor();
  await context.unroute(isCompiler);
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.getByRole('tab', { name: /^Findings \([1-9]/ }).waitFor();
  await context.close();
});

test('the page can lie in any folder of a server', async () => {
  const html = await (await fetch(inject('page').url)).text();
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]);
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) expect(address).toMatch(/^\.\//);
});

/** A module of somebody who has the package, in a project of strict TypeScript. */
const CONSUMER = `import { PROTOCOL, serveFrom, type FromFrame, type HeapscopeDemo } from 'heapscope/embed';
serveFrom('/heapscope/');
const demo: HeapscopeDemo = document.createElement('heapscope-demo');
demo.addEventListener('finding', ({ detail }) => detail.kind.length + detail.line);
demo.addEventListener('click', () => demo.go(3));
export const stepOf = (message: FromFrame): number => (message.type === 'step' ? message.step : PROTOCOL);
demo.addEventListener('step', ({ detail }) => detail.kind);
demo.go('3');
`;

test('the package has types for the element, its events and its messages', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-embed-'));
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(root, path.join(folder, 'node_modules', 'heapscope'));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const file = path.join(folder, 'main.ts');
  writeFileSync(file, CONSUMER);
  const program = ts.createProgram([file], {
    ...{ strict: true, noEmit: true, types: [], lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] },
    ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 },
  });
  const problems = ts.getPreEmitDiagnostics(program);
  rmSync(folder, { recursive: true });
  const lines = CONSUMER.split('\n');
  const said = problems.map(
    ({ file: where, start = 0 }) => where && lines[where.getLineAndCharacterOfPosition(start).line],
  );
  // What is wrong is told, and nothing else.
  expect(said).toEqual(lines.slice(6, 8));
});
