/** What a reader does with a lesson, as the tests say it. */
import type { Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import type { CellAnswer } from '../../src/lesson/answer.ts';
import type { BuiltLesson } from '../../src/session/lesson/built-lesson.ts';

/** A lesson as the page fetches it: tests answer what its author asks now. */
export async function builtLesson(name: string): Promise<BuiltLesson> {
  return (await (await fetch(`${inject('page').url}lessons/${name}.en.json`)).json()) as BuiltLesson;
}

/** Opens it and waits for its picture. */
export async function openLesson(page: Page, name: string, language = 'en'): Promise<void> {
  await page.goto(`${inject('page').url}lesson.html?lesson=${name}&lang=${language}`);
  await waitForPicture(page);
}

/** Past all questions, which a reader has not answered, to what comes after them. */
export async function readOn(page: Page, { text }: BuiltLesson): Promise<void> {
  for (const { kind } of text.blocks)
    if (kind === 'predict')
      await page.getByRole('button', { name: /Read on without answering|不作答，继续阅读/ }).click();
}

export async function waitForPicture(page: Page): Promise<void> {
  await page.locator('.stage .canvas').waitFor({ timeout: 30_000 });
}

/** The step that is shown: "step 7 of 22" gives 7. */
export async function lessonStep(page: Page): Promise<number> {
  return Number(/\d+/.exec(await page.locator('.stage .step').innerText())?.[0] ?? NaN);
}

/** NaN as long as the picture goes on: on its way to a mark it passes other steps. */
export async function restingStep(page: Page): Promise<number> {
  const step = await lessonStep(page);
  await page.waitForTimeout(400);
  return (await lessonStep(page)) === step ? step : NaN;
}

export function questionBox(page: Page, id: string): Locator {
  return page.locator(`[data-predict="${id}"]`);
}

/** Fills in what is right. */
export async function answerAll(box: Locator, answers: readonly CellAnswer[]): Promise<void> {
  const cells = await box.locator('.cell').all();
  for (const [i, answer] of answers.entries()) {
    const cell = cells[i];
    if (!cell) throw new Error(`there is no cell ${i}`);
    if (answer.kind === 'leaks') {
      for (const [at, { block }] of answer.blocks.entries())
        if (answer.right.includes(block)) await cell.locator('input').nth(at).check();
    } else if (answer.kind === 'points-to' || answer.kind === 'finding-kind') {
      await cell.locator('select').selectOption(answer.right);
    } else {
      const right = 'text' in answer ? answer.text : String(answer.right);
      await cell.locator('input, textarea').fill(right);
    }
  }
}
