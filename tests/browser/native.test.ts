/** The page with native recordings: one that is served, and one that is still being made. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { COMMAND, example, heapscope, source, WORK } from '../heapscope-command.ts';
import { KEEPS_AND_OTHERS, program } from '../native-program.ts';
import { launchBrowser } from './browser.ts';
import { spawnSync } from '../bounded-spawn.ts';
import { switchLooks, violationsInBoth } from './violations.ts';

const hasCompiler = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0;
const why = hasCompiler ? '' : ' (skipped: it needs Linux with gcc)';

const PROGRAM = `
#include <stdlib.h>
#include <stdio.h>
static void *grow(int n) { return malloc(n); }
int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  for (int i = 1; i <= 4; i++) {
    void *block = grow(i * 100);
    if (i % 2) free(block);
  }
  puts("over");
  return 3;
}
`;

let browser: Browser;
const running: ChildProcess[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  if (!hasCompiler) return;
  source('grow.c', PROGRAM);
  expect(spawnSync('gcc', ['-g', '-O0', '-o', 'grow', 'grow.c'], { cwd: WORK }).stderr).toBe('');
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => browser.close());

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  readonly output: () => string;
}

/** Starts the command, and waits for the address that it prints. */
async function serve(words: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [COMMAND, ...words], { cwd: WORK, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let printed = '';
  let said = '';
  child.stdout.on('data', (bytes) => (printed += String(bytes)));
  const url = await new Promise<string>((go, fail) => {
    child.stderr.on('data', (bytes) => {
      const found = /http:\/\/\S+/.exec((said += String(bytes)));
      if (found) go(found[0]);
    });
    child.once('exit', () => fail(new Error(said)));
  });
  return { child, url, output: () => printed };
}

async function open(url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });
const step = (page: Page) => timeline(page).locator('.step');

describe.skipIf(!hasCompiler)(`heapscope view${why}`, () => {
  test('shows call sites, the heap and steps by event, and says what it has not', async () => {
    heapscope(['native', '--record', 'grow.rec', '--', './grow']);
    const { url, child } = await serve(['view', '--no-open', 'grow.rec']);
    const page = await open(url);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.getByText('grow.c:4').first().waitFor();
    expect(await page.getByRole('tab', { name: 'Call sites' }).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Home');
    await expect.poll(() => step(page).textContent()).toBe('step 0 of 6');
    await timeline(page).getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(() => step(page).textContent()).toBe('step 1 of 6');
    await expect.poll(() => timeline(page).locator('.sentence').textContent()).toContain('malloc(100)');
    await page.getByRole('tab', { name: 'Heap map' }).click();
    await page.getByText('1 block, 100 B').first().waitFor();
    await page.getByRole('tab', { name: 'Objects' }).click();
    await page.getByText('not what memory held').waitFor();
    expect(await violationsInBoth(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

/** A program's sleeps take a fiftieth of their time. */
const BRIEF = `
#include <unistd.h>
static unsigned briefly(unsigned seconds) { return (unsigned)usleep(seconds * 20000); }
#define sleep briefly
`;

describe.skipIf(!hasCompiler)(`what a native recording tells of memory${why}`, () => {
  test.each(['mmap-letters', 'shmget-letters'])(
    '%s: letters appear in shared memory, each by who wrote it',
    async (name) => {
      source('brief.h', BRIEF);
      const built = spawnSync('gcc', ['-g', '-include', 'brief.h', '-o', name, example(`${name}.c`)], {
        cwd: WORK,
      });
      expect(built.stderr).toBe('');
      expect(heapscope(['native', '--record', `${name}.rec`, '--', `./${name}`]).code).toBe(0);
      const { url, child } = await serve(['view', '--no-open', `${name}.rec`]);
      const page = await open(url);
      await page.getByRole('tab', { name: 'Processes' }).click();
      const segment = page.getByRole('region', { name: 'Segment 1' });
      const letters = async (): Promise<string> =>
        (await segment.locator('.text').allTextContents()).join('').replaceAll(/[^a-z]/g, '');
      await expect.poll(letters).toBe('abcdefghijklmnopqrstuvwxyz');
      const writers = await segment.locator('.written .who').allTextContents();
      expect(writers).toHaveLength(26);
      // All are the child's, though the parent sees some of them first.
      expect(new Set(writers.map((who) => who.trim()))).toEqual(new Set(['B']));
      // Back through the run there are fewer and fewer.
      const seen = [26];
      const back = timeline(page).getByRole('button', { name: 'Step back', exact: true });
      while (seen.at(-1)! > 0) {
        await back.click();
        const now = await letters();
        expect('abcdefghijklmnopqrstuvwxyz'.startsWith(now)).toBe(true);
        if (now.length !== seen.at(-1)) seen.push(now.length);
      }
      expect(seen).toEqual(Array.from({ length: 27 }, (_, left) => 26 - left));
      await page.getByRole('region', { name: 'Process A' }).getByText(name, { exact: true }).waitFor();
      await page.context().close();
      child.kill('SIGINT');
    },
  );

  test('--snapshot-contents draws the blocks that are left, with arrows between them', async () => {
    const built = spawnSync('gcc', ['-g', '-o', 'leak-list', example('leak-list.c')], { cwd: WORK });
    expect(built.stderr).toBe('');
    heapscope(['native', '--snapshot-contents', '64', '--record', 'list.rec', '--', './leak-list']);
    const { url, child } = await serve(['view', '--no-open', 'list.rec']);
    const page = await open(url);
    await page.getByRole('tab', { name: 'Objects' }).click();
    const block = (number: number) => page.locator(`[data-block="${number}"]`);
    for (const number of [1, 2, 3, 4, 5]) await block(number).getByText(`0${number} 00 00 00 00 00 00 00`).waitFor();
    for (const number of [2, 3, 4, 5]) {
      const next = block(number).locator('[data-row]').nth(1);
      await next.getByText(/0x[0-9a-f]+/).waitFor();
      await next.getByText(`block ${number - 1}`).waitFor({ state: 'attached' });
    }
    expect(await page.locator('[data-block] .state').allTextContents()).toEqual(
      Array.from({ length: 5 }, () => 'leaks'),
    );
    await page.context().close();
    child.kill('SIGINT');
  });
});

describe.skipIf(!hasCompiler)(`heapscope native --live${why}`, () => {
  test('waits for the page, goes step by step, and on to the end', async () => {
    const { url, child, output } = await serve(['native', '--live', '--no-open', '--', './grow']);
    const page = await open(url);
    const live = page.getByRole('group', { name: 'The running program' });
    await live.getByText('Paused').waitFor();
    await live.getByRole('button', { name: 'Step' }).click();
    await expect.poll(() => step(page).textContent()).toBe('step 1 of 1');
    await expect.poll(() => timeline(page).locator('.sentence').textContent()).toContain('malloc(100)');
    await live.getByRole('button', { name: 'Step' }).click();
    await expect.poll(() => step(page).textContent()).toBe('step 2 of 2');
    expect(output()).toBe('');
    await live.getByRole('button', { name: 'Continue' }).click();
    await live.getByText('Ended').waitFor();
    await expect.poll(() => step(page).textContent()).toBe('step 6 of 6');
    expect(output()).toBe('over\n');
    await page.context().close();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([3, null]);
  });

  test('a step goes on to the next event that the filter keeps', async () => {
    const file = program('parts', KEEPS_AND_OTHERS);
    const { url, child } = await serve(['native', '--live', '--no-open', '--filter', 'keep', '--', file]);
    const page = await open(url);
    const live = page.getByRole('group', { name: 'The running program' });
    await live.getByText('Paused').waitFor();
    for (const [index, sentence] of ['malloc(10)', 'malloc(40)'].entries()) {
      await live.getByRole('button', { name: 'Step' }).click();
      await expect.poll(() => step(page).textContent()).toBe(`step ${index + 1} of ${index + 1}`);
      await expect.poll(() => timeline(page).locator('.sentence').textContent()).toContain(sentence);
    }
    await live.getByRole('button', { name: 'Continue' }).click();
    await live.getByText('Ended').waitFor();
    await page.context().close();
    child.kill('SIGINT');
    await once(child, 'exit');
  });

  test('a scan for leaks tells what is lost by now, while the program waits', async () => {
    const { url, child } = await serve(['native', '--live', '--no-open', '--', './grow']);
    const page = await open(url);
    const live = page.getByRole('group', { name: 'The running program' });
    await live.getByText('Paused').waitFor();
    for (let steps = 1; steps <= 4; steps++) {
      await live.getByRole('button', { name: 'Step' }).click();
      await expect.poll(() => step(page).textContent()).toBe(`step ${steps} of ${steps}`);
    }
    await live.getByRole('button', { name: 'Scan for leaks' }).click();
    await live.getByText('1 block lost, 200 B').waitFor();
    expect(await violationsInBoth(page)).toEqual([]);
    await switchLooks(page);
    // The list of findings has come to the front.
    await page.getByRole('button', { name: /definitely lost/ }).waitFor();
    await live.getByRole('button', { name: 'Continue' }).click();
    await live.getByText('Ended').waitFor();
    await page.context().close();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([3, null]);
  });

  test('a page from elsewhere can neither read nor drive it', async () => {
    const { url, child, output } = await serve(['native', '--live', '--no-open', '--', './grow']);
    const elsewhere = createServer((_, response) => response.end('<!doctype html><title>elsewhere</title>'));
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const page = await open(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    // It is even told the token, which no page can guess.
    const tried = await page.evaluate(async (base) => {
      const tell = { method: 'POST', body: '{"wish":"continue"}' } as const;
      const ask = async (address: string, init: RequestInit): Promise<string> => {
        try {
          const answer = await fetch(new URL(address, base), init);
          return `${answer.type} ${answer.status}`;
        } catch {
          return 'refused';
        }
      };
      const framed = document.createElement('iframe');
      framed.src = base;
      const isLoaded = new Promise((go) => framed.addEventListener('load', go));
      document.body.append(framed);
      await isLoaded;
      return {
        read: await ask('recording', {}),
        blind: await ask('recording', { mode: 'no-cors' }),
        drive: await ask('live', tell),
        blindly: await ask('live', { ...tell, mode: 'no-cors' }),
        framed: framed.contentDocument?.title ?? 'kept out',
      };
    }, url);
    expect(tried).toEqual({
      ...{ read: 'refused', drive: 'refused', framed: 'kept out' },
      ...{ blind: expect.any(String), blindly: expect.any(String) },
    });
    elsewhere.close();
    await page.context().close();
    const own = await open(url);
    const live = own.getByRole('group', { name: 'The running program' });
    await live.getByText('Paused').waitFor();
    expect(output()).toBe('');
    expect((await fetch(new URL('recording', url.replace(/\/[^/]*\/\?/, '/guessed/?')))).status).toBe(404);
    await own.context().close();
    child.kill('SIGINT');
    await once(child, 'exit');
  });
});
