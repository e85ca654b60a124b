/** Links, dropped files, and what is kept of a person's work. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest';
import { linkFragment } from '../../src/share/link.ts';
import { MAGIC } from '../../src/trace/sections.ts';
import { launchBrowser } from './browser.ts';
import { run, shownStep, typeProgram, waitForRun } from './playground-page.ts';

let browser: Browser;
let context: BrowserContext;
let errors: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
  errors = [];
});
afterEach(async () => {
  expect(errors).toEqual([]);
  await context.close();
});

async function open(fragment = ''): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(inject('page').url + fragment);
  return page;
}

const HOSTILE = `#include <stdio.h>
// </script><img src=x onerror="document.title='owned'"> javascript:alert(1)
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        printf("%s\\n", argv[i]);
    return 0;
}
`;
const FRAGMENT =
  linkFragment({
    files: [{ path: 'main.c', text: HOSTILE }],
    flags: '',
    argv: 'from "a link"',
    stdin: '',
    interactive: false,
    choices: [],
    step: 4,
    bookmarks: [2, 5],
    view: 'heap',
  }) ?? '';

/** The editor draws spaces as no-break spaces. */
const editorText = async (page: Page): Promise<string> =>
  (await page.locator('.monaco-editor .view-lines').first().innerText()).replaceAll('\u00a0', ' ');
const heading = (page: Page, name: string) => page.getByRole('tab', { name, selected: true });

describe('a link', () => {
  test('opens in a fresh profile: the program is shown as text, and runs only when the person says so', async () => {
    const page = await open(FRAGMENT);
    await page.getByText('press Run when you have looked at it').waitFor();
    await expect.poll(() => editorText(page)).toContain('onerror=');
    expect(await page.locator('.where .step').innerText()).toBe('No run yet');
    expect(await page.title()).not.toBe('owned');

    await run(page);
    expect(await shownStep(page)).toBe(4);
    await heading(page, 'Heap map').waitFor();
    expect(await page.locator('.track path.bookmark').count()).toBe(2);
    expect(await page.locator('.console').innerText()).toContain('a link');
    expect(await page.title()).not.toBe('owned');
  });

  test('made by the Share dialog gives the same program to somebody else', async () => {
    const page = await open();
    await waitForRun(page);
    await typeProgram(page, HOSTILE);
    await run(page);
    await page.getByRole('button', { name: 'Share' }).click();
    const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(link).toContain('#program=1.');
    const other = await (await browser.newContext()).newPage();
    await other.goto(link);
    await other.getByText('press Run when you have looked at it').waitFor();
    await expect.poll(() => editorText(other)).toContain('onerror=');
    await other.context().close();
  });

  test('that is not whole, of a later version or of a megabyte is refused with a sentence, and the work stays', async () => {
    const page = await open();
    await waitForRun(page);
    await typeProgram(page, '/* mine */ int main(void) { return 0; }\n');
    for (const [fragment, sentence] of [
      [FRAGMENT.slice(0, -10), 'The link is not whole'],
      [FRAGMENT.replace('program=1', 'program=9'), 'made by a newer Heapscope'],
      [`#program=1.00000000.${'A'.repeat(1_000_000)}`, 'longer than any'],
    ] as const) {
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await page.getByRole('status').getByText(sentence).waitFor();
      expect(await editorText(page)).toContain('mine');
    }
  });
});

test('the Embed dialog names an example, and carries what the person has written', async () => {
  const page = await open();
  await waitForRun(page);
  const snippet = async (): Promise<string> => {
    await page.getByRole('button', { name: 'Embed' }).click();
    const text = await page.getByRole('textbox', { name: 'HTML' }).inputValue();
    await page.keyboard.press('Escape');
    return text;
  };
  expect(await snippet()).toMatch(/embed\.js"><\/script>\n<heapscope-demo src="leak\.c" step="\d+" view="objects"/);
  await typeProgram(page, HOSTILE);
  await expect.poll(snippet).toMatch(/src="#program=1\.[0-9a-f]{8}\.[\w-]+" step=/);

  // In somebody's page it shows that program, and runs it when the reader says so.
  const html = await snippet();
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html>${html}`);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const theirs = await context.newPage();
  theirs.on('pageerror', (error) => errors.push(String(error)));
  await theirs.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  const widget = theirs.frameLocator('heapscope-demo iframe');
  expect(await widget.locator('.lines').innerText()).toContain('onerror="document.title=\'owned\'"');
  expect(await widget.locator('.box').count()).toBe(0);
  await widget.getByRole('button', { name: 'Run' }).click();
  await widget.locator('.box').first().waitFor({ timeout: 60_000 });
  expect(await theirs.title()).toBe('');
});

describe('projects', () => {
  test('survive a crash of the tab; a deleted one comes back', async () => {
    const page = await open();
    await waitForRun(page);
    await typeProgram(page, '/* kept work */ int main(void) { return 0; }\n');
    await expect.poll(() => countProjects(page)).toBe(1);
    // Nothing of the page gets to run any more, as in a crash.
    const session = await context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    void session.send('Page.crash').catch(() => undefined);
    await crashed;

    const again = await open();
    await expect.poll(() => editorText(again)).toContain('kept work');
    await again.getByRole('button', { name: 'Project' }).click();
    await again.getByRole('menuitem', { name: 'Your projects' }).click();
    await again.getByRole('button', { name: 'Delete leak.c' }).click();
    await again.getByText('There is nothing yet').waitFor();
    await again.keyboard.press('Escape');
    await again.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => editorText(again)).toContain('kept work');
  });

  test('work in memory where storage is full, and the page says so', async () => {
    await context.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException('there is no room', 'QuotaExceededError');
      };
      Storage.prototype.setItem = refuse;
      IDBObjectStore.prototype.put = refuse;
    });
    const page = await open();
    await waitForRun(page);
    await typeProgram(page, 'int main(void) { return 7; }\n');
    await run(page);
    await page.getByRole('status').getByText('storage is full').waitFor();
    expect(await page.locator('.where .step').innerText()).toMatch(/^step \d/);
  });

  test('work in memory where storage is forbidden, and the page says so once', async () => {
    await context.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException('storage is not allowed', 'SecurityError');
      };
      Object.defineProperty(window, 'localStorage', { get: refuse });
      Object.defineProperty(window, 'indexedDB', { get: refuse });
    });
    const page = await open();
    await waitForRun(page);
    await typeProgram(page, 'int main(void) { return 7; }\n');
    await run(page);
    const notice = page.getByText('lets the page keep nothing');
    expect(await notice.count()).toBe(1);
    await page.getByRole('button', { name: 'Close this message' }).click();
    await typeProgram(page, 'int main(void) { return 8; }\n');
    await run(page);
    expect(await notice.count()).toBe(0);
    expect(await page.locator('.where .step').innerText()).toMatch(/^step \d/);
  });
});

describe('files that are dropped', () => {
  test('are opened when they are sources, and refused with a sentence when they are not text', async () => {
    const page = await open();
    await waitForRun(page);
    await drop(page, [
      { name: 'util.h', text: '#define ANSWER 42\n' },
      { name: 'dropped.c', text: '#include "util.h"\nint main(void) { return ANSWER; }\n' },
    ]);
    await expect.poll(() => editorText(page)).toContain('ANSWER');
    await run(page);
    expect(await page.getByRole('tab', { name: 'util.h' }).count()).toBe(1);
    await drop(page, [{ name: 'picture.png', text: '\0PNG' }]);
    await page.getByText('picture.png is not text').waitFor();
    const png = { name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from('\0PNG') };
    await page.locator('input.unseen[type=file]').setInputFiles(png);
    await page.getByText('picture.png was not opened: this is not a Heapscope recording').waitFor();
    expect(await editorText(page)).toContain('ANSWER');
  });

  test('are refused as recordings with a sentence, whatever follows the first bytes', async () => {
    const page = await open();
    await waitForRun(page);
    const shown = await shownStep(page);
    for (const [name, text] of [
      ['bytes.heapscope', MAGIC],
      ['version.heapscope', `${MAGIC}\xff\x7f${'x'.repeat(100)}`],
      ['noise.heapscope', `${MAGIC}${'\x01\x00\x00\x00noise'.repeat(2000)}`],
    ] as const) {
      await drop(page, [{ name, text }]);
      await page.getByRole('status').getByText(name).first().waitFor();
      expect(await shownStep(page)).toBe(shown);
      expect(await editorText(page)).toContain('malloc');
    }
  });
});

async function drop(page: Page, files: readonly { name: string; text: string }[]): Promise<void> {
  await page.evaluate((given) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text } of given) dataTransfer.items.add(new File([text], name));
    document
      .querySelector('main')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
}

/** Projects in the browser's own database. */
function countProjects(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('heapscope');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const count = opening.result.transaction('projects').objectStore('projects').count();
          count.onsuccess = () => resolve(count.result);
        };
      }),
  );
}
