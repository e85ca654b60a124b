/** Exercises as a student does them: what the lesson begins with fails and is led to where, the solution passes. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { builtLesson, lessonStep, readOn } from './lesson-page.ts';
import { typeProgram } from './playground-page.ts';
import { switchLooks, violationsInBoth } from './violations.ts';

let browser: Browser;
/** One for all, so that the compiler is fetched and made ready once. */
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
});
afterAll(() => browser.close());

/** The line that the first failure leads to. One of each way to judge: a finding, allocations that fail, orders of processes. */
const EXERCISES = [
  { name: '09-use-after-free', line: 36 },
  { name: '14-ownership', line: 43 },
  { name: '18-system-v', line: 13 },
  { name: '19-lost-update', line: 34 },
] as const;

test.each(EXERCISES)('$name', async ({ name, line }) => {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const lesson = await builtLesson(name);
  await page.goto(`${inject('page').url}lesson.html?lesson=${name}&lang=en`);
  await readOn(page, lesson);
  const exercise = page.getByRole('group', { name: 'Your turn' });
  await exercise.getByRole('button', { name: 'Write it' }).click();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  const check = exercise.getByRole('button', { name: 'Check my program' });
  await check.click();
  const why = exercise.locator('li.failed button');
  await why.first().waitFor({ timeout: 120_000 });
  const failures = await exercise.locator('li.failed').allInnerTexts();
  await why.first().click();
  await expect.poll(() => lessonStep(page), { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await why.count()).toBe(failures.length);
  expect(failures[0]).toContain(`line ${line}`);
  const isAudited = name === EXERCISES[0].name;
  if (isAudited) expect(await violationsInBoth(page), 'failed').toEqual([]);
  if (isAudited) await switchLooks(page);

  await typeProgram(page, readFileSync(`lessons/${name}/solution.c`, 'utf8'));
  await check.click();
  await exercise.locator('.sum.passed').waitFor({ timeout: 120_000 });
  expect(await exercise.locator('li.failed').count()).toBe(0);
  if (isAudited) expect(await violationsInBoth(page), 'passed').toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});
