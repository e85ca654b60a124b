/** What a person does with the playground, as the tests say it. */
import type { Page } from 'playwright-core';

/**
 * Puts a program in the place of what is in the editor, as a paste: what is typed key by key, the editor completes with
 * brackets of its own.
 */
export async function typeProgram(page: Page, text: string): Promise<void> {
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+A');
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** Waits for the run that the page makes by itself. */
export async function waitForRun(page: Page): Promise<void> {
  await page.locator('.page:not(.busy) .where .step').filter({ hasText: /\d/ }).waitFor({ timeout: 60_000 });
}

/** Runs what is in the editor and waits until the picture (or the compiler's message) is there. */
export async function run(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await page
    .locator('.page.busy')
    .waitFor({ timeout: 5_000 })
    .catch(() => undefined);
  await page.locator('.page:not(.busy)').waitFor({ timeout: 60_000 });
}

/** The step that is shown: "step 7 of 22" gives 7. */
export async function shownStep(page: Page): Promise<number> {
  const text = await page.locator('.where .step').innerText();
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? NaN);
}

/** Moves the focus out of the editor, to the timeline, whose keys then work. */
export async function focusTimeline(page: Page): Promise<void> {
  await page.getByRole('slider', { name: 'Position' }).focus();
}

/** The row of a variable or member in the Objects view. */
export function variable(page: Page, box: string, name: string) {
  return page
    .locator('.box')
    .filter({ has: page.locator('h3 .title', { hasText: new RegExp(`^${box}$`) }) })
    .locator('li')
    .filter({ has: page.locator('.name', { hasText: new RegExp(`^${name}$`) }) });
}
