/** The views beside Objects, with the keyboard alone, and what they say to those who don't see them. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import { focusTimeline, shownStep, waitForRun } from './playground-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const PROGRAM = `#include <stdlib.h>
static int *make(int n) {
    int *p = malloc(n * sizeof *p);
    p[0] = n;
    return p;
}
int main(void) {
    int total = 0;
    for (int i = 1; i < 6; i++) {
        int *p = make(i);
        total += p[0];
        if (i != 3)
            free(p);
    }
    total = 7;
    return total == 1;
}
`;

async function openProgram(preferences: object = {}, text = PROGRAM, options: object = {}): Promise<Page> {
  const page = await openPlayground(browser);
  await page.evaluate(
    ([stored, project]) => {
      localStorage.setItem('heapscope.preferences', JSON.stringify(stored));
      localStorage.setItem('heapscope.project', JSON.stringify(project));
    },
    [preferences, { files: [{ path: 'main.c', text }], interactive: false, options }] as const,
  );
  await page.reload();
  await waitForRun(page);
  return page;
}

/** Does what a person types into the command palette. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').locator('input').fill(words);
  await page.locator('.palette-item[data-selected]').filter({ hasText: words }).waitFor();
  await page.keyboard.press('Enter');
}

test('with the keyboard alone: commands, flame graph, heap map, bytes, search in time, bookmarks, zoom', async () => {
  const page = await openProgram();
  await page.locator('#picture-panel .scroller li').first().waitFor();
  await page.locator('#picture-panel .scroller').focus();
  await page.keyboard.press('Enter');
  await page.locator('#picture-panel li:focus').waitFor();
  await command(page, 'Show Call sites');
  // The cell is gone.
  await page.locator('#picture-tab-sites:focus').waitFor();
  await page.locator('[role="treeitem"][tabindex="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('[role="treeitem"]:focus').getAttribute('aria-label')).toMatch(/^make · main\.c:3 · /);
  await page.keyboard.press('Enter');
  expect(await page.locator('[role="treeitem"][aria-selected="true"]').getAttribute('aria-label')).toMatch(/^make/);

  await command(page, 'Show Heap map');
  await page.locator('.map').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('#heap-about').innerText()).toMatch(/^Block 4: .*16 bytes at 0x/);
  const whole = await page.locator('.scale').innerText();
  await page.keyboard.press('+');
  expect(await page.locator('.scale').innerText()).not.toBe(whole);
  await page.keyboard.press('0');
  expect(await page.locator('.scale').innerText()).toBe(whole);

  await focusTimeline(page);
  await page.keyboard.press('End');
  for (let back = 0; back < 3; back += 1) await page.keyboard.press('ArrowLeft');
  await command(page, 'Show Bytes');
  await page.getByLabel('Address or name').fill('total');
  await page.keyboard.press('Enter');
  expect(await page.locator('.inspector').innerText()).toMatch(/total\s+int/);

  await page.locator('.dump .viewport').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect(await page.locator('.inspector').innerText()).toMatch(/total\s+int/);

  const before = await shownStep(page);
  await page.getByRole('button', { name: 'Last write' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.byte.picked.changed').first().waitFor();
  expect(await shownStep(page)).toBeLessThan(before);

  await page.getByRole('button', { name: 'Find when something happened' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.search-box select').selectOption('value');
  const inputs = page.locator('.search-box input');
  await inputs.nth(0).fill('total');
  await inputs.nth(1).fill('3');
  await inputs.nth(1).press('Enter');
  await page.locator('.search-says').filter({ hasText: 'found' }).waitFor();
  const found = await shownStep(page);
  await page.keyboard.press('Escape');
  // By its name, with the line that just ran already there.
  await command(page, 'When was this line run');
  expect(await page.locator('.search-box input').inputValue()).toMatch(/^main\.c:\d+$/);
  await page.keyboard.press('Escape');

  await focusTimeline(page);
  await page.keyboard.press('Control+b');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+ArrowLeft');
  expect(await shownStep(page)).toBe(found);
  await page.keyboard.press('+');
  expect(await page.locator('.track .sight').count()).toBe(1);
  await page.keyboard.press('0');
  expect(await page.locator('.track .sight').count()).toBe(0);
  expect(await page.locator('.track .bookmark').count()).toBe(1);
  await page.context().close();
});

test('a view is saved whole as a picture, and the state as data', async () => {
  const page = await openProgram();
  const names: string[] = [];
  const save = async (format: string): Promise<string> => {
    const download = page.waitForEvent('download');
    await command(page, format);
    const file = await download;
    names.push(file.suggestedFilename().replace(/\d+/, 'N'));
    return readFileSync(await file.path(), format.includes('PNG') ? 'latin1' : 'utf8');
  };
  const svg = await save('Save the view as SVG');
  expect(svg).toMatch(/^<svg .*<title>main\.c · Objects, step /);
  expect(svg).toContain('total');
  expect(svg).not.toMatch(/(href|src)="https?:/);
  expect(svg).not.toContain('placeholder');
  expect((await save('Save the view as PNG')).slice(1, 4)).toBe('PNG');
  const state = JSON.parse(await save('Save the state as JSON')) as { blocks: { state: string }[] };
  expect(state.blocks.some((block) => block.state === 'leaked')).toBe(true);
  // What a long list is scrolled to.
  await command(page, 'Show Bytes');
  const list = page.locator('#picture-panel .viewport');
  await list.locator('[data-byte]').first().waitFor();
  const top = await list.evaluate((each) => (each.scrollTop += 48) && each.scrollTop);
  expect(await save('Save the view as SVG')).toContain(`translate(0px, ${-top}px)`);
  const kinds = ['objects-step-N.svg', 'objects-step-N.png', 'state-step-N.json', 'bytes-step-N.svg'];
  expect(names).toEqual(kinds.map((kind) => `main-${kind}`));
  await page.context().close();
});

const REUSE = `#include <stdlib.h>
int main(void) {
    char *a = malloc(100), *b = malloc(100), *c = malloc(100);
    free(a);
    free(b);
    a = malloc(40);
    free(c);
    free(a);
    return 0;
}
`;

test('the heap map tells of each step how it split chunks and joined them', async () => {
  const page = await openProgram({}, REUSE, { quarantineBytes: 0 });
  await page.locator('#picture-tab-heap').click();
  await focusTimeline(page);
  await page.keyboard.press('Home');
  const told: string[] = [];
  const last = Number(await page.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuemax'));
  for (let step = 1; step <= last; step += 1) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => shownStep(page)).toBe(step);
    const text = await page.locator('.heap .about').first().innerText();
    if (text) told.push(text);
  }
  expect(told).toEqual([
    expect.stringMatching(/^Joined: 2 free neighbours are one free chunk of 352 bytes at 0x[0-9a-f]+ now\.$/),
    'Split: block 4 took 64 bytes of a free chunk of 352 bytes, and 288 bytes stay free.',
    'Given back to the wilderness: 464 bytes at the heap’s end.',
    'Given back to the wilderness: 64 bytes at the heap’s end.',
  ]);
});
