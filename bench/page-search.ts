/** Searching in time, as a person does it. */
import type { OpenPage } from './open-page.ts';

/** What is asked: a kind of search, and what is written into its fields. */
const QUESTIONS = [
  ['write', 'first'],
  ['value', 'sum', '1'],
  ['line', '3'],
  ['lost', '1'],
] as const;

/** The longest of the searches back through all of the run, from the click on Earlier to the answer in the box. */
export async function searchTime({ page }: OpenPage): Promise<number> {
  const box = page.locator('.search-box');
  if ((await box.count()) === 0) await page.locator('.search-trigger').click();
  const times: number[] = [];
  // The first comes with its code.
  for (const [kind, ...texts] of [QUESTIONS[0], ...QUESTIONS]) {
    // Main is still there one step before the end.
    await page.evaluate(() => {
      for (const key of ['End', 'ArrowLeft', 'ArrowLeft'])
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
    await box.locator('select').selectOption(kind);
    for (const [i, text] of texts.entries()) await box.locator('input').nth(i).fill(text);
    const { time, says } = await page.evaluate(async () => {
      const answer = document.querySelector('.search-says')!;
      const position = (): string => document.querySelector('.track')!.getAttribute('aria-valuenow')!;
      const from = position();
      const begun = performance.now();
      document.querySelector<HTMLElement>('.search-box [type="submit"]')!.click();
      // The page is where the answer is, or says why not.
      while (position() === from && performance.now() - begun < 10_000) await new Promise(requestAnimationFrame);
      return { time: performance.now() - begun, says: answer.textContent };
    });
    if (!/found/.test(says)) throw new Error(`the search for ${kind} says: ${says}`);
    times.push(time);
  }
  console.error(
    times
      .slice(1)
      .map((time, i) => `${QUESTIONS[i]![0]} ${time.toFixed(0)} ms`)
      .join(', '),
  );
  return Math.max(...times.slice(1));
}
