import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import { focusTimeline, run, typeProgram, waitForRun } from './playground-page.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  page = await openPlayground(browser);
  page.setDefaultTimeout(20_000);
  await waitForRun(page);
});
afterEach(() => page.context().close());

const WRITER = `#include <stdio.h>
#include <sys/stat.h>
int main(void) {
    mkdir("mem", 0755);
    FILE *text = fopen("mem/note.txt", "w");
    fputs("<b>30 bytes</b>\\n", text);
    fclose(text);
    FILE *data = fopen("data.bin", "wb");
    fputc(0, data);
    fputc(255, data);
    fclose(data);
    remove("mem/note.txt");
    return 0;
}
`;

test('files are shown as they were at a step, read as text or bytes, downloaded, and asked about on the command line', async () => {
  await typeProgram(page, WRITER);
  await run(page);
  await page.getByRole('tab', { name: 'Files (1)' }).click();
  await page.locator('.files li button', { hasText: 'data.bin' }).click();
  expect(await page.locator('.content .line').first().innerText()).toContain('00000000  00 ff');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  expect([...readFileSync(await (await download).path())]).toEqual([0, 255]);

  // Before the statement that removes the note.
  await focusTimeline(page);
  await page.keyboard.press('End');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await page.getByRole('button', { name: /^Show at step/ }).click();
  await page.getByRole('tab', { name: 'Files (2)' }).waitFor();
  await page.locator('.files li button', { hasText: 'note.txt' }).click();
  expect(await page.locator('.content .line').first().innerText()).toBe('<b>30 bytes</b>');
  await page.getByRole('button', { name: 'Show at the end' }).click();
  await page.getByRole('tab', { name: 'Files (1)' }).waitFor();

  await page.getByRole('tab', { name: 'Console' }).click();
  const command = page.getByRole('textbox', { name: 'Command line' });
  for (const line of ['ls -l', 'cat nothing', 'addr2line -f -e leak -a 0x400']) {
    await command.fill(line);
    await command.press('Enter');
  }
  const shown = page.locator('.console .lines');
  await expect.poll(() => shown.innerText(), { timeout: 15_000 }).toMatch(/\n0x0*400\n/);
  expect(await shown.innerText()).toMatch(/\$ ls -l\n-rw-r--r-- 2 data\.bin\n/);
  expect(await shown.innerText()).toContain('cat: nothing: No such file or directory');
  await command.press('ArrowUp');
  await command.press('ArrowUp');
  expect(await command.inputValue()).toBe('cat nothing');

  // What mtrace() has logged, read by the command of that name.
  await typeProgram(page, readFileSync('examples/hook-mtrace.c', 'utf8'));
  await run(page);
  await page.getByRole('tab', { name: 'Console' }).click();
  await command.fill('mtrace leak test.log');
  await command.press('Enter');
  await expect
    .poll(() => shown.innerText(), { timeout: 15_000 })
    .toMatch(/Memory not freed:\n-{17}\n +Address +Size +Caller\n0x[0-9a-f]{16} +0x1e +at \/leak\.c:14\n/);
});

test('breakpoints move with the text and are there again after a reload; settings too', async () => {
  await typeProgram(page, 'int main(void) {\n    int a = 1;\n    int b = 2;\n    return a - b + 1;\n}\n');
  await page.locator('.monaco-editor .line-numbers', { hasText: /^3$/ }).click();
  await page.locator('.monaco-editor .glyph-breakpoint').waitFor();
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Project' }).click();
  await page.getByRole('menuitem', { name: /Flags/ }).click();
  await page.getByRole('textbox', { name: 'Environment' }).fill('NAME=value');
  await page.getByRole('checkbox', { name: 'Stop at the first finding' }).check();
  await page.getByRole('button', { name: 'Done' }).click();
  await run(page);
  await page.reload();
  await waitForRun(page);
  await page.locator('.monaco-editor .glyph-breakpoint').waitFor();
  await focusTimeline(page);
  await page.keyboard.press('Home');
  await page.keyboard.press('F8');
  expect(await page.locator('.where .place').innerText()).toBe('leak.c:3');
  expect(await page.locator('.sentence').innerText()).toContain('a = 1');
  await page.getByRole('button', { name: 'Project' }).click();
  await page.getByRole('menuitem', { name: /Flags/ }).click();
  expect(await page.getByRole('checkbox', { name: 'Stop at the first finding' }).isChecked()).toBe(true);
});
