/** What the guidelines of WCAG 2.2 ask for that can be measured, in all that the playground shows. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import {
  DEEPER_STATES,
  EMBED_STATE,
  EVERYTHING,
  EXPORT_STATE,
  LIST_STATES,
  OPENED_STATES,
  PICTURE_STATES,
  type PageState,
} from './page-states.ts';
import { focusTimeline, waitForRun } from './playground-page.ts';
import { switchLooks, violations } from './violations.ts';

let browser: Browser;
/** One page for all: what it shows is changed, never loaded anew. */
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await openPlayground(browser);
  await page.evaluate(
    (project) => {
      localStorage.setItem('heapscope.preferences', JSON.stringify({ theme: 'light', locale: 'en' }));
      localStorage.setItem('heapscope.project', JSON.stringify(project));
    },
    { files: [{ path: 'all.c', text: EVERYTHING }], interactive: false },
  );
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  await waitForRun(page);
}, 90_000);
afterAll(() => browser.close());

/** Goes through states and gives what is wrong in them. */
async function inAll(states: readonly PageState[], wrong: (state: PageState) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const state of states) {
    try {
      await state.open(page);
      found.push(...(await wrong(state)).map((each) => `${state.name}: ${each}`));
      await state.close?.(page);
    } catch (error) {
      throw new Error(`in the state "${state.name}"`, { cause: error });
    }
  }
  return found;
}

const DESKTOP_STATES = [
  ...[...PICTURE_STATES, ...LIST_STATES, ...OPENED_STATES, EXPORT_STATE, EMBED_STATE],
  ...DEEPER_STATES,
];

test('no violation that axe-core finds, in either theme and language', { timeout: 180_000 }, async () => {
  const found = await violations(page);
  found.push(...(await inAll(DESKTOP_STATES, ({ part }) => violations(page, part))));
  await switchLooks(page);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  found.push(...(await inAll(DESKTOP_STATES, ({ part }) => violations(page, part))).map((each) => `dark, zh: ${each}`));
  await page.setViewportSize({ width: 390, height: 844 });
  found.push(...(await violations(page)).map((each) => `phone: ${each}`));
  await page.setViewportSize({ width: 1440, height: 900 });
  await switchLooks(page);
  expect(found).toEqual([]);
});

test('with the keyboard, the focus is always seen', { timeout: 60_000 }, async () => {
  await focusTimeline(page);
  const found: string[] = [];
  const walked = new Set<string>();
  let isFreed = false;
  for (let i = 0; i < 80; i += 1) {
    // The editor takes Tab for itself until it is told not to, as the help says.
    if (!isFreed && (await page.locator('.monaco-editor:focus-within').count()) > 0) {
      await page.keyboard.press('Control+m');
      isFreed = true;
    }
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const active = document.activeElement as HTMLElement;
      const name = `${active.tagName}.${active.className} ${active.ariaLabel ?? active.textContent?.slice(0, 20) ?? ''}`;
      if (active === document.body || active.closest('.monaco-editor')) return { name, isSeen: true };
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(active);
      const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
      const { left, top, right, bottom } = active.getBoundingClientRect();
      const middle = document.elementFromPoint(
        (Math.max(0, left) + Math.min(innerWidth, right)) / 2,
        (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2,
      );
      const isOnTop = middle !== null && (active.contains(middle) || middle.contains(active));
      return { name, isSeen: isMarked && isOnTop, why: `${isMarked ? '' : 'no mark'} ${isOnTop ? '' : 'covered'}` };
    });
    if (!at.isSeen) found.push(`${at.name}: ${at.why}`);
    walked.add(at.name);
  }
  expect(found).toEqual([]);
  expect(walked.size).toBeGreaterThan(30);
});

const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }`;

test('at 320 pixels nothing is cut off to the side, also with widely spaced text', { timeout: 60_000 }, async () => {
  await page.setViewportSize({ width: 320, height: 760 });
  const wide = (): Promise<string[]> =>
    page.evaluate(() => {
      const root = document.documentElement;
      const out = root.scrollWidth > innerWidth ? [`the page is ${root.scrollWidth} wide`] : [];
      for (const each of document.querySelectorAll('button, a, select, input, summary, dialog, .menu')) {
        const { left, right, width } = each.getBoundingClientRect();
        let around = each.parentElement;
        while (around && !/auto|scroll/.test(getComputedStyle(around).overflowX)) around = around.parentElement;
        if (width > 1 && !around && (left < 0 || right > innerWidth) && !each.closest('.monaco-editor'))
          out.push(
            `${each.tagName}.${each.className} "${each.textContent?.trim().slice(0, 20)}" ends at ${Math.round(right)}`,
          );
      }
      return out;
    });
  const states = [...PICTURE_STATES, ...LIST_STATES, ...OPENED_STATES];
  const narrow = async (): Promise<string[]> => {
    if (await page.locator('#phone-tab-picture').isVisible()) await page.locator('#phone-tab-picture').click();
    return inAll(states, wide);
  };
  const found = await narrow();
  const spaced = await page.addStyleTag({ content: SPACED });
  found.push(...(await narrow()).map((each) => `spaced: ${each}`));
  await spaced.evaluate((style) => (style as HTMLElement).remove());
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(found).toEqual([]);
});

test('the language of the page is the one its texts are in, also when it is loaded again', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.locator('header .language').click();
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await page.getByRole('tab', { name: '堆布局' }).count()).toBe(1);
  await page.reload();
  await waitForRun(page);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
});
