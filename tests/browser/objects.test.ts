/** The Objects view: where things lie in it, what can be reached with the keyboard, and what it says. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import { focusTimeline, shownStep, waitForRun } from './playground-page.ts';
import { violations } from './violations.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function openProgram(text: string, preferences: object = {}): Promise<Page> {
  const page = await openPlayground(browser);
  await page.evaluate(
    ([stored, project]) => {
      localStorage.setItem('heapscope.preferences', JSON.stringify(stored));
      localStorage.setItem('heapscope.project', JSON.stringify(project));
    },
    [preferences, { files: [{ path: 'main.c', text }], interactive: false }] as const,
  );
  await page.reload();
  await waitForRun(page);
  return page;
}

const example = (name: string): string => readFileSync(new URL(`../../examples/${name}.c`, import.meta.url), 'utf8');

/** Goes to the moment after so many allocations and frees, and some steps on. */
async function goTo(page: Page, allocations: number, steps: number): Promise<void> {
  await page.getByRole('slider').focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < allocations; i += 1) await page.keyboard.press('PageDown');
  for (let i = 0; i < steps; i += 1) await page.keyboard.press('ArrowRight');
}

/** What the picture is, line by line: boxes with their places and sizes, their cells, and the ends of arrows. None depends on fonts. */
function geometry(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const box = (each: HTMLElement): string => {
      const [x, y] = /translate\(([\d.]+)px, ([\d.]+)px\)/.exec(each.style.transform)?.slice(1) ?? [];
      return `${each.dataset['box']} at ${x} ${y} size ${parseFloat(each.style.width)} ${parseFloat(each.style.height)}`;
    };
    const cell = (each: HTMLElement): string =>
      `  ${each.dataset['row']} at ${parseFloat(each.style.left)} ${parseFloat(each.style.top)}`;
    const tip = (each: Element): string => `arrow to ${(each as SVGElement).style.transform}`;
    return [
      ...[...document.querySelectorAll<HTMLElement>('[data-box]')].flatMap((each) => [
        box(each),
        ...[...each.querySelectorAll<HTMLElement>('li')].map(cell),
      ]),
      ...[...document.querySelectorAll('.canvas > svg .tip, .canvas > svg .cross')].map(tip),
    ];
  });
}

for (const [name, allocations, steps] of [
  ['linked-list', 5, 20],
  ['binary-tree', 6, 12],
  ['matrix', 12, 20],
  ['hash-table', 8, 4],
  ['string-builder', 3, 4],
  ['leak', 2, 1],
  ['double-free', 2, 1],
  ['mmap-letters', 0, 12],
] as const)
  test(`the picture of ${name}`, async () => {
    const page = await openProgram(example(name));
    await goTo(page, allocations, steps);
    expect((await geometry(page)).join('\n')).toMatchSnapshot();
    await page.context().close();
  });

const told = (page: Page): Promise<string | null> => page.locator('section > p[aria-live=polite]').last().textContent();
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    const place =
      activeElement?.closest<HTMLElement>('[data-row]') ?? activeElement?.closest<HTMLElement>('[data-box]');
    return place?.dataset['row'] ?? place?.dataset['box'] ?? '';
  });

test('arrows are followed with the keyboard, there and back, and steps are told in words', async () => {
  const page = await openProgram(example('linked-list'));
  await goTo(page, 2, 0);
  expect(await told(page)).toBe('malloc returned block 2, 8 bytes, to added in insert_sorted line 13');
  await goTo(page, 3, 20);
  await page.locator('[data-row$="/list"] .dot').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('b2');
  await page.keyboard.press('Tab');
  while (!(await focused(page)).startsWith('b2.next')) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('b1');
  await page.keyboard.press('Backspace');
  await expect.poll(() => focused(page)).toBe('b2.next');
  await page.keyboard.press('Backspace');
  await expect.poll(() => focused(page)).toMatch(/\/list$/);
  await focusTimeline(page);
  await page.keyboard.press('End');
  await page.keyboard.press('PageUp');
  expect(await told(page)).toMatch(/^free gave back block \d, 8 bytes, in free_list line 49$/);
  await page.context().close();
});

test('cells are gone about in with the keyboard, and have a menu', async () => {
  const page = await openProgram(example('linked-list'));
  await goTo(page, 3, 20);
  await page.locator('.whole .scroller').focus();
  await page.keyboard.press('Enter');
  const first = await focused(page);
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe(first);
  const list = page.locator('[data-row$="/list"]');
  await list.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Follow the arrow' }).press('Enter');
  await expect.poll(() => focused(page)).toBe('b2');
  await list.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Show its bytes' }).click();
  await page.getByRole('tab', { name: 'Bytes', selected: true }).waitFor();
  await page.context().close();
});

test('what a step read is marked, and told where it did nothing else', async () => {
  const page = await openProgram('int main(void) {\n  int a = 1, b = 2;\n  if (a < b)\n    b = a;\n  return b;\n}\n');
  await goTo(page, 0, 2);
  expect(await told(page)).toMatch(/looked at a, b$/);
  expect(
    await page.locator('li:has(.eye)').evaluateAll((rows: HTMLElement[]) => rows.map((row) => row.dataset['label'])),
  ).toEqual(['a', 'b']);
  await page.getByRole('button', { name: 'Addresses' }).click();
  expect(await page.locator('li .address').allInnerTexts()).toEqual([
    expect.stringMatching(/^0x[0-9a-f]+$/),
    expect.stringMatching(/^0x[0-9a-f]+$/),
  ]);
  await page.context().close();
});

test('a text opens to its characters, with the zero at its end; cells of a grid tell their addresses', async () => {
  const page = await openProgram(
    '#include <string.h>\nint main(void) {\n  int grid[2][2] = {{1, 2}, {3, 4}};\n  char *text = strdup("Hi");\n' +
      '  grid[1][1] = text[0];\n  return grid[0][0] == 2;\n}\n',
  );
  await goTo(page, 1, 2);
  await page.getByRole('button', { name: 'Show the parts of "Hi"' }).click();
  expect(await page.locator('.box.block li.element .value').allInnerTexts()).toEqual(["'H'", "'i'", "'\\0'"]);
  await page.getByRole('button', { name: 'Addresses' }).click();
  expect(await page.locator('li.grid .address').count()).toBe(4);
  await page.context().close();
});

test('what is looked for is marked, boxes fold, padding shows, and a table says the same', async () => {
  const page = await openProgram(
    'struct mixed { char c; int n; };\nint main(void) {\n  struct mixed m = {1, 4711};\n  m.n++;\n  return m.n == 0;\n}\n',
  );
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await goTo(page, 0, 2);
  const find = page.getByLabel('Find in the picture');
  await find.fill('4712');
  expect(await page.locator('li.found').getAttribute('data-row')).toMatch(/m\.n$/);
  await find.fill('nothing of the kind');
  expect(await page.locator('.matches').innerText()).toBe('not found');
  await page.getByRole('button', { name: 'Padding' }).click();
  expect(await page.locator('li .padding').innerText()).toBe('3 bytes of padding');
  await page.locator('.box.frame h3').hover();
  await page.getByRole('button', { name: 'Hide the parts of main' }).click();
  expect(await page.locator('.box.frame li').count()).toBe(0);
  await page.getByRole('button', { name: 'Show the parts of main' }).click();
  await page.getByRole('button', { name: 'Table' }).click();
  expect(await page.locator('table tr', { hasText: 'm.n' }).innerText()).toMatch(/m\.n\s+int\s+4712/);
  await page.getByRole('button', { name: 'Table' }).click();
  expect(await page.locator('.box.frame li').count()).toBeGreaterThan(0);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('a list of 100,000 nodes is drawn in part, goes on where one follows it, and is stepped through', async () => {
  const page = await openProgram(
    '#include <stdlib.h>\nstruct node { int value; struct node *next; };\nint main(void) {\n  struct node *list = NULL;\n' +
      '  for (int i = 0; i < 100000; i++) {\n    struct node *made = malloc(sizeof *made);\n    made->value = i;\n' +
      '    made->next = list;\n    list = made;\n  }\n  int sum = 0;\n  for (struct node *at = list; at; at = at->next) sum += at->value;\n' +
      '  return sum == 1;\n}\n',
  );
  await focusTimeline(page);
  await page.keyboard.press('ArrowLeft');
  const blocks = page.locator('.box.block');
  await expect.poll(() => blocks.count()).toBe(100);
  // The last one that is shown leads to one that is not.
  await page.locator('[data-row="b99901.next"] .dot').click();
  await expect.poll(() => focused(page)).toBe('b99900');
  expect(await blocks.count()).toBe(150);
  const find = page.getByLabel('Find in the picture');
  await find.fill('500');
  await find.press('Enter');
  await page.locator('[data-box="b500"].found').waitFor();
  // Nobody who is shown points to it, but blocks of the same call stack have told what it holds: it comes with those it leads to.
  expect(await blocks.count()).toBe(200);
  await page.getByRole('button', { name: 'Show more', exact: true }).click();
  await page.locator('[data-box="b50"]').waitFor();
  expect(await blocks.count()).toBe(250);
  await focusTimeline(page);
  const before = await shownStep(page);
  for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowLeft');
  await expect.poll(() => shownStep(page)).toBe(before - 20);
  // What the cursor now leads to is among those shown before.
  expect(await blocks.count()).toBeLessThanOrEqual(250);
  await page.context().close();
});

for (const [theme, locale] of [
  ['light', 'en'],
  ['dark', 'zh'],
] as const)
  test(`no accessibility violations in drawing, legend and table: ${theme}, ${locale}`, async () => {
    const page = await openProgram(example('binary-tree'), { theme, locale });
    await goTo(page, 6, 12);
    const found: string[] = [];
    const check = async (name: string): Promise<void> => {
      found.push(...(await violations(page)).map((each) => `${name}: ${each}`));
    };
    await check('drawing');
    await page.locator('.tools summary').click();
    await check('legend');
    await page.locator('.tools summary').click();
    await page.locator('.tools button').last().click();
    await check('table');
    expect(found).toEqual([]);
    await page.context().close();
  });
