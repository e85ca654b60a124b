/** The widget in somebody else's page: of another origin, with styles that would break it and a strict policy. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from './browser.ts';

const HOSTILE =
  '* { all: unset !important; display: none !important; font-size: 90px !important } html, body, heapscope-demo { display: block !important }';
/** With the script in the page around it. Svelte has 20 KB, the recording 11, words 10, and what replays and draws it the rest. */
const MOST_TRANSFERRED = 120 * 1024;

/** Source in an attribute: nothing of it is markup. */
const OWN_CODE = 'int main(void) { return 1 &lt; 2 ? 0 : &quot;&lt;b&gt;&quot;[0]; }';

let browser: Browser;
let server: Server;
let page: Page;
let complaints: string[];
/** Gzipped bytes of what was fetched, by address. */
let fetched: Map<string, number>;

beforeAll(async () => {
  browser = await launchBrowser();
  const origin = new URL(inject('page').url).origin;
  server = createServer((request, response) => {
    if (request.url === '/style.css') {
      response.setHeader('Content-Type', 'text/css');
      return response.end(HOSTILE);
    }
    response.setHeader('Content-Type', 'text/html');
    if (request.url === '/empty') return response.end('<!doctype html>');
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'self'; script-src ${origin}; frame-src ${origin}`,
    );
    return response.end(
      `<!doctype html><link rel="stylesheet" href="/style.css"><heapscope-demo src="leak.c" step="3" lang="en" theme="light"></heapscope-demo><heapscope-demo id="own" lang="en" code="${OWN_CODE}"></heapscope-demo><script src="${inject('page').url}embed.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
  page.setDefaultTimeout(20_000);
  complaints = [];
  fetched = new Map<string, number>();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('response', (response) => {
    if (!response.url().startsWith(origin)) return;
    fetched.set(response.url(), 0);
    void response.body().then(
      (body) => fetched.set(response.url(), gzipSync(body).length),
      () => fetched.delete(response.url()),
    );
  });
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
});
afterAll(async () => {
  await browser.close();
  server.close();
});

const frame = () => page.frameLocator('heapscope-demo[src] iframe');
const step = () => frame().locator('.where .step').innerText();

test('shows its recording at once, whole, without the compiler, in little', async () => {
  await frame().locator('.box').first().waitFor();
  expect(await step()).toMatch(/^step 3 of/);
  await expect.poll(() => [...fetched.values()].every((bytes) => bytes > 0)).toBe(true);
  const total = [...fetched.values()].reduce((sum, bytes) => sum + bytes, 0);
  expect([...fetched.keys()].filter((url) => /toolchain|\.worker/.test(url))).toEqual([]);
  expect(total, JSON.stringify([...fetched])).toBeLessThan(MOST_TRANSFERRED);
  expect(complaints).toEqual([]);
});

test('the page steers it and hears of it; what others say is ignored', async () => {
  await page.evaluate(() => {
    const demo = document.querySelector('heapscope-demo');
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    for (const name of ['step', 'complete'])
      demo?.addEventListener(name, (event) => heard.push(`${name} ${JSON.stringify((event as CustomEvent).detail)}`));
    // Of this page's own origin, not of the frame's.
    postMessage({ heapscope: 1, type: 'complete' }, '*');
    demo?.setAttribute('step', '7');
  });
  await expect.poll(step).toMatch(/^step 7 of/);
  const heard = () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  await expect.poll(async () => (await heard()).length).toBeGreaterThan(0);
  expect((await heard())[0]).toMatch(/^step \{"step":7,"of":\d+\}$/);
  expect((await heard()).filter((each) => each.startsWith('complete'))).toEqual([]);
});

test('compiles and runs what the reader has changed', async () => {
  await frame().getByRole('button', { name: 'Edit' }).click();
  await frame()
    .getByRole('textbox')
    .fill('#include <stdlib.h>\nint main(void) {\n    return malloc(123) == NULL;\n}\n');
  await frame().getByRole('button', { name: 'Run' }).click();
  await expect.poll(step, { timeout: 60_000 }).toMatch(/of 1$/);
  expect(complaints).toEqual([]);
});

test('shows code that the page gives, runs it when the reader says so, and shares the compiler', async () => {
  const own = page.frameLocator('#own iframe');
  expect(await own.locator('.lines').innerText()).toContain('int main(void) { return 1 < 2 ? 0 : "<b>"[0]; }');
  expect(await own.locator('.box').count()).toBe(0);
  await own.getByRole('button', { name: 'Run' }).click();
  await expect.poll(() => own.locator('.where .step').innerText(), { timeout: 60_000 }).toMatch(/of 1$/);
  const compilers = page.workers().filter((worker) => worker.url().includes('compile.worker'));
  expect(compilers).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test('shows a lesson', async () => {
  await page.evaluate(() => {
    const demo = document.createElement('heapscope-demo');
    demo.id = 'lesson';
    demo.setAttribute('lesson', '01-stack-and-heap');
    demo.setAttribute('lang', 'zh');
    document.body.append(demo);
  });
  const lesson = page.frameLocator('#lesson iframe');
  await lesson.locator('.box').first().waitFor();
  expect(await lesson.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await lesson.locator('main h1, main h2').first().innerText()).toMatch(/[\u4e00-\u9fff]/);
  await page.evaluate(() => document.querySelector('#lesson')?.setAttribute('lang', 'en'));
  await expect.poll(() => lesson.locator('html').getAttribute('lang')).toBe('en');
  expect(complaints).toEqual([]);
});

test('a frame alone hears the origin that its address allows, and nobody else', async () => {
  const other = await page.context().newPage();
  await other.goto(`http://localhost:${(server.address() as AddressInfo).port}/empty`);
  const own = new URL(other.url()).origin;
  for (const [id, host] of [
    ['allowed', own],
    ['denied', 'https://school.example'],
  ] as const)
    await other.evaluate(
      ([id, address]) => {
        const made = Object.assign(document.createElement('iframe'), { id, src: address });
        document.body.append(made);
      },
      [id, `${inject('page').url}embed.html?src=leak.c&step=3&lang=en&host=${encodeURIComponent(host)}`] as const,
    );
  const stepOf = (id: string) => other.frameLocator(`#${id}`).locator('.where .step').innerText();
  for (const id of ['denied', 'allowed']) await expect.poll(() => stepOf(id)).toMatch(/^step 3 of/);
  await other.evaluate(() => {
    for (const frame of document.querySelectorAll('iframe'))
      frame.contentWindow?.postMessage({ heapscope: 1, type: 'go', step: 7 }, '*');
  });
  await expect.poll(() => stepOf('allowed')).toMatch(/^step 7 of/);
  expect(await stepOf('denied')).toMatch(/^step 3 of/);
  await other.close();
});

test('the demo page steers its widget and lists what it hears', async () => {
  const demo = await page.context().newPage();
  demo.on('pageerror', (error) => complaints.push(error.message));
  await demo.goto(`${inject('page').url}embed-demo.html`);
  const steered = demo.frameLocator('#steered iframe');
  await steered.locator('.box').first().waitFor();
  await demo.locator('#heard li', { hasText: 'ready {"steps":' }).waitFor();
  await demo.getByRole('button', { name: 'go(0)' }).click();
  await demo.locator('#heard li', { hasText: /^step \{"step":0,/ }).waitFor();
  expect(await steered.locator('.where .step').innerText()).toMatch(/^step 0 of/);
  await demo.getByRole('button', { name: 'play()' }).click();
  await demo.locator('#heard li', { hasText: /^step \{"step":1,/ }).waitFor();
  await demo.getByRole('button', { name: 'pause()' }).click();
  const dark = demo.frameLocator('heapscope-demo[theme=dark] iframe');
  await demo.locator('heapscope-demo[theme=dark]').scrollIntoViewIfNeeded();
  await dark.locator('.box').first().waitFor();
  expect(await dark.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(complaints).toEqual([]);
  await demo.close();
});
