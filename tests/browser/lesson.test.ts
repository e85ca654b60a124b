/** A lesson from its first picture to a program that passes, as a student goes through it. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { BuiltLesson } from '../../src/session/lesson/built-lesson.ts';
import { launchBrowser } from './browser.ts';
import {
  answerAll,
  builtLesson,
  lessonStep,
  openLesson,
  questionBox,
  readOn,
  restingStep,
  waitForPicture,
} from './lesson-page.ts';
import { typeProgram } from './playground-page.ts';
import { violations } from './violations.ts';

/** The goal for a lesson's first picture. */
const MOST_TRANSFERRED = 350 * 1024;
const NAME = '02-first-leak';
/** It shows much before it asks. */
const SHOWING = '01-stack-and-heap';

let browser: Browser;
let lesson: BuiltLesson;
let showing: BuiltLesson;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  lesson = await builtLesson(NAME);
  showing = await builtLesson(SHOWING);
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});
afterEach(() => context.close());

test('its picture is there at once, in little, and without the compiler', async () => {
  const sizes = new Map<string, number>();
  const bodies: Promise<void>[] = [];
  page.on('response', (response) => {
    bodies.push(
      response.body().then(
        (body) => void sizes.set(response.url(), gzipSync(body).length),
        () => undefined,
      ),
    );
  });
  await openLesson(page, NAME);
  await Promise.all(bodies);
  expect([...sizes.keys()].filter((url) => /toolchain|worker|monaco/.test(url))).toEqual([]);
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  expect(total, JSON.stringify([...sizes])).toBeLessThan(MOST_TRANSFERRED);
  expect(complaints).toEqual([]);
});

test('reading on sets the picture, and so do a click and the keyboard', async () => {
  await openLesson(page, SHOWING);
  const { blocks } = showing.text;
  // What no question keeps back.
  const first = blocks.findIndex(({ kind }) => kind === 'predict');
  const [, one, two] = showing.shows
    .slice(0, first)
    .flatMap((show, i) => (show?.step !== undefined ? [{ i, step: show.step }] : []));
  if (!one || !two) throw new Error('the lesson shows too little before its first question');
  await page.locator(`[data-mark="${two.i}"] button`).click();
  await expect.poll(() => restingStep(page)).toBe(two.step);
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => restingStep(page)).toBe(one.step);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => restingStep(page)).toBe(one.step + 1);
  // From the beginning to the second mark's paragraph, as a wheel does.
  await page.locator('.text').evaluate((text) => (text.scrollTop = 0));
  await page.locator(`[data-mark="${two.i}"]`).evaluate((mark) => {
    const text = mark.closest('.text')!;
    text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - 100;
  });
  await expect
    .poll(() => page.locator('.mark.current').getAttribute('data-mark'))
    .toBe(
      await page.evaluate(() => {
        const text = document.querySelector('.text')!.getBoundingClientRect();
        const passed = [...document.querySelectorAll<HTMLElement>('[data-mark]')].filter(
          (mark) => mark.getBoundingClientRect().top < text.top + text.height * 0.45,
        );
        return passed.at(-1)?.dataset['mark'];
      }),
    );
  expect(complaints).toEqual([]);
});

test('a question keeps its moment back until it is answered; cells are judged one by one', async () => {
  await openLesson(page, SHOWING);
  const at = showing.text.blocks.findIndex(({ kind }) => kind === 'predict');
  const block = showing.text.blocks[at];
  const moment = showing.shows[at]?.step;
  if (block?.kind !== 'predict' || moment === undefined) throw new Error('the lesson asks nothing');
  const answers = showing.answers[block.id]!;
  await page.getByRole('button', { name: 'To the end' }).click();
  expect(await lessonStep(page)).toBeLessThan(moment);
  await page.getByRole('button', { name: 'To the question' }).click();

  const box = questionBox(page, block.id);
  const told = page.locator(`[data-mark="${showing.shows.findIndex((show, i) => show && i > at)}"]`);
  await page.getByText('What comes next tells the answer.').waitFor();
  expect(await told.count()).toBe(0);
  await box.getByRole('button', { name: 'Check' }).click();
  expect(await box.locator('.cell.bad').count()).toBe(answers.filter(({ kind }) => kind !== 'leaks').length);
  expect(await lessonStep(page)).toBeLessThan(moment);
  await answerAll(box, answers);
  await box.getByRole('button', { name: 'Check' }).click();
  await expect.poll(() => box.locator('.cell.good').count()).toBe(answers.length);
  await expect.poll(() => lessonStep(page)).toBe(moment);
  await told.waitFor();

  // Kept, and in the other language too.
  await page.reload();
  await waitForPicture(page);
  await expect.poll(() => questionBox(page, block.id).locator('.cell.good').count()).toBe(answers.length);
  await page.getByRole('button', { name: '中文' }).click();
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: /\p{Script=Han}/u })
    .waitFor();
  expect(await questionBox(page, block.id).locator('.cell.good').count()).toBe(answers.length);
  expect(complaints).toEqual([]);
});

test('the exercise: what is there fails and leads to where, the solution passes; hints come one by one', async () => {
  await openLesson(page, NAME);
  await readOn(page, lesson);
  // Where the text goes on.
  expect(await page.evaluate(() => document.activeElement?.previousElementSibling?.hasAttribute('data-predict'))).toBe(
    true,
  );
  const exercise = page.getByRole('group', { name: 'Your turn' });
  await exercise.getByRole('button', { name: 'Write it' }).click();
  await page.locator('.monaco-editor .view-line').first().waitFor();
  await exercise.getByRole('button', { name: 'Check my program' }).click();
  await exercise.locator('li.failed').first().waitFor({ timeout: 90_000 });
  await exercise.locator('li.failed button').first().click();
  await expect.poll(() => lessonStep(page)).toBeGreaterThan(0);

  const hints = lesson.text.blocks.filter(({ kind }) => kind === 'hint').length;
  for (let n = 1; n <= hints; n += 1) {
    await page.getByRole('button', { name: /^Show hint/ }).click();
    expect(await page.locator('.hint').count()).toBe(n);
  }

  await exercise.getByRole('button', { name: 'Show the solution' }).click();
  await exercise.locator('.solution .line').first().waitFor();
  await typeProgram(page, readFileSync(`lessons/${NAME}/solution.c`, 'utf8'));
  await exercise.getByRole('button', { name: 'Check my program' }).click();
  await exercise.locator('.sum.passed').waitFor({ timeout: 60_000 });
  expect(await exercise.locator('li.failed').count()).toBe(0);
  expect(await page.locator('header .done').innerText()).toMatch(/^1 of/);

  // What was written is there again, but not among the projects of the playground.
  await page.reload();
  await waitForPicture(page);
  await page.getByRole('button', { name: 'Yours' }).click();
  await expect.poll(() => page.locator('.monaco-editor .view-lines').innerText()).toContain('free');
  expect(complaints).toEqual([]);
  await page.goto(inject('page').url);
  await page.getByRole('tab', { name: 'leak.c' }).waitFor();
});

test('quiz questions say why; whoever reads on without an answer sees what comes after', async () => {
  await openLesson(page, NAME);
  await readOn(page, lesson);
  const end = lesson.shows.findLastIndex((show) => show?.program === 'start' && show.step !== undefined);
  await page.locator(`[data-mark="${end}"] > button`).click();
  await expect.poll(() => restingStep(page)).toBe(lesson.shows[end]?.step);
  const quiz = lesson.text.blocks.find((block) => block.kind === 'quiz');
  if (quiz?.kind !== 'quiz') throw new Error('the lesson has no quiz');
  const box = page.getByRole('group', { name: 'Question' }).first();
  const inputs = box.locator('fieldset input');
  const wrong = quiz.choices.findIndex(({ isRight }) => !isRight);
  await inputs.nth(wrong).check();
  await box.getByRole('button', { name: 'Check' }).click();
  await box.locator('.note:not(.right)').waitFor();
  for (const [i, { isRight }] of quiz.choices.entries())
    if ((await inputs.nth(i).isChecked()) !== isRight) await inputs.nth(i).click();
  await box.getByRole('button', { name: 'Check' }).click();
  await box.locator('.note.right').first().waitFor();
  expect(await box.getByRole('status').innerText()).toBe('Right.');
});

test('progress goes to another browser as a file; where nothing can be kept, the page says so and works', async () => {
  const quizId = lesson.text.blocks.find((block) => block.kind === 'quiz');
  await context.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('', 'SecurityError');
    };
  });
  await page.goto(`${inject('page').url}lesson.html`);
  await page.locator('li a').first().waitFor();
  const file = {
    heapscope: 'progress',
    version: 1,
    lessons: {
      [NAME]: {
        predicts: {},
        quizzes: quizId?.kind === 'quiz' ? { [quizId.id]: { chosen: [0], right: true } } : {},
        hints: 0,
        attempts: 0,
        passed: false,
        solution: false,
      },
    },
  };
  const give = (name: string, text: string) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await give('other.json', '{"lessons":1}');
  await page.getByText('This file holds no progress.').waitFor();
  await give('progress.json', JSON.stringify(file));
  await page.getByText(/^Progress of 1 lesson/).waitFor();
  expect(await page.locator('li .done').innerText()).toMatch(/^1 of/);
  await page.getByText(/lets the page keep nothing/).waitFor();
});

test.each(['lesson.html?lesson=../secret', 'lesson.html?lesson=99-nothing', 'embed-lesson.html?lesson=../secret'])(
  'an address that names no lesson (%s) gets a sentence',
  async (address) => {
    await page.goto(`${inject('page').url}${address}&lang=en`);
    await page.getByText('There is no lesson of this name here.').waitFor();
  },
);

test('the playground leads to the lessons, and a link with a lesson to that lesson', async () => {
  await page.goto(`${inject('page').url}?lesson=${NAME}&lang=en`);
  await waitForPicture(page);
  expect(page.url()).toContain('lesson.html');
  await page.getByRole('link', { name: 'Heapscope' }).click();
  // On a phone the bar has no room for it.
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: 'Lessons' }).waitFor();
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: 'Lessons' }).click();
  await page.locator('li a').filter({ hasText: lesson.text.title }).click();
  await waitForPicture(page);
});

for (const { theme, width, height, language } of [
  { theme: 'light', width: 1440, height: 900, language: 'en' },
  { theme: 'dark', width: 390, height: 844, language: 'en' },
  { theme: 'light', width: 390, height: 844, language: 'zh' },
  { theme: 'dark', width: 1440, height: 900, language: 'zh' },
] as const)
  test(`no accessibility violations, nothing wider than the screen: ${theme}, ${width}, ${language}`, async () => {
    await context.addInitScript(
      (preferences) => localStorage.setItem('heapscope.preferences', JSON.stringify(preferences)),
      { theme, locale: language },
    );
    await page.setViewportSize({ width, height });
    const found: string[] = [];
    const check = async (name: string): Promise<void> => {
      found.push(...(await violations(page)).map((each) => `${name}: ${each}`));
    };
    await page.goto(`${inject('page').url}lesson.html`);
    await page.locator('li a').first().waitFor();
    await check('list');
    await openLesson(page, NAME, language);
    await check('lesson');
    const question = page.locator('[data-predict]').first();
    await question.locator('button[type=submit]').click();
    await check('question');
    await readOn(page, lesson);
    const hints = page.locator('.hints button');
    while ((await hints.count()) > 0) await hints.first().click();
    await check('read on, with all hints');
    expect(found).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
