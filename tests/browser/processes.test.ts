import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import { focusTimeline, run, typeProgram, waitForRun } from './playground-page.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  page = await openPlayground(browser);
  page.setDefaultTimeout(20_000);
  await waitForRun(page);
});
afterAll(() => browser.close());

const PIPE = `#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    int ends[2];
    pipe(ends);
    if (fork() == 0) {
        for (int i = 0; i < 3; i++) {
            sleep(1);
            char letter = 'a' + i;
            write(ends[1], &letter, 1);
        }
        exit(7);
    }
    close(ends[1]);
    char got;
    while (read(ends[0], &got, 1) == 1)
        printf("got %c\\n", got);
    wait(NULL);
    return 0;
}
`;

const column = (letter: string) => page.getByRole('region', { name: `Process ${letter}` });

test('processes stand side by side, with what each waits for and how it ended; one can be followed', async () => {
  await typeProgram(page, PIPE);
  await run(page);
  await page.getByRole('tab', { name: 'Processes' }).click();
  await focusTimeline(page);
  await page.keyboard.press('End');
  await column('A').locator('.word', { hasText: 'ended with status 0' }).waitFor();
  await column('B').locator('.word', { hasText: 'ended with status 7' }).waitFor();
  expect(await page.locator('.scroller').innerText()).toContain('Clock: 3 s');

  await page.getByRole('button', { name: 'Previous switch' }).click();
  await page.getByRole('button', { name: 'Previous switch' }).click();
  await column('A').locator('.word', { hasText: 'waits for data in pipe' }).waitFor();
  await column('B')
    .locator('.word', { hasText: /^runs$/ })
    .waitFor();

  await column('B').getByRole('button', { name: 'Follow' }).click();
  await focusTimeline(page);
  await page.keyboard.press('Home');
  // The first step of B: the fork has been passed.
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('.processes, .scroller').first().innerText()).toContain('2 processes');
  await column('B').locator('.thread.running').waitFor();
  await page.getByRole('tab', { name: 'Objects' }).click();
  await page.locator('.box.frame', { hasText: 'main' }).waitFor();
});

test('M1: stepping the parent, it sees the letter that the child wrote into the segment they share', async () => {
  await typeProgram(page, readFileSync('examples/mmap-letters.c', 'utf8'));
  await run(page);
  await page.getByRole('tab', { name: 'Processes' }).click();
  await focusTimeline(page);
  await page.keyboard.press('Home');
  const segment = page.getByRole('region', { name: /^Segment/ });
  const firstByte = segment.locator('.cell').first();
  const step = async (): Promise<void> => {
    await page.keyboard.press('ArrowRight');
  };
  // The child's store: the byte lights up in its colour, under its letter.
  const byte = async (): Promise<string> =>
    (await firstByte.count()) > 0 ? firstByte.locator('.byte').innerText() : '';
  for (let i = 0; i < 40 && (await byte()) !== '61'; i++) await step();
  expect(await byte()).toBe('61');
  expect(await firstByte.getAttribute('class')).toContain('writing');
  expect(await firstByte.locator('.who').innerText()).toBe('↓B');
  expect(await segment.locator('.mapping').count()).toBe(2);
  // On until the parent prints it.
  const sentence = page.locator('.sentence');
  for (let i = 0; i < 60 && !(await sentence.innerText()).includes('printed “a'); i++) await step();
  expect(await sentence.innerText()).toContain('printed “a');
  await page.getByRole('tab', { name: 'Console' }).click();
  expect(await page.locator('.console .line').first().innerText()).toMatch(/^a/);

  // On a phone as well, the segment lies between those that have it.
  const { width, height } = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('tab', { name: 'Memory' }).click();
  await segment.waitFor();
  const [above, between, below] = await Promise.all(
    [column('A'), segment, column('B')].map((each) => each.boundingBox()),
  );
  expect(between!.y).toBeGreaterThanOrEqual(above!.y + above!.height);
  expect(below!.y).toBeGreaterThanOrEqual(between!.y + between!.height);
  await page.setViewportSize({ width, height });
});

const TWO_WORDS = `#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    if (fork() == 0) {
        puts("child");
        fflush(stdout);
        _exit(0);
    }
    puts("parent");
    fflush(stdout);
    wait(NULL);
    return 0;
}
`;

test('a person lets another process run next, sees that it comes out differently, and takes it back', async () => {
  await typeProgram(page, TWO_WORDS);
  await run(page);
  const printed = async (): Promise<string[]> => {
    await page.getByRole('tab', { name: 'Console' }).click();
    return (await page.locator('.console .line').allInnerTexts()).filter((line) => /child|parent/.test(line));
  };
  const before = await printed();
  await page.getByRole('tab', { name: 'Processes' }).click();
  await focusTimeline(page);
  await page.keyboard.press('Home');
  const other = page.getByRole('button', { name: 'Run this next' });
  for (let i = 0; i < 5 && (await other.count()) === 0; i++) await page.keyboard.press('ArrowRight');
  await other.first().focus();
  await page.keyboard.press('Enter');
  await page.getByText('This run came out differently from the one before.').waitFor();
  // The button is gone: who pressed it is led to the answer, where keys go on working.
  await page.locator('.comparison:focus').waitFor();
  expect(await printed()).toEqual(before.toReversed());
  await page.getByRole('tab', { name: 'Processes' }).click();
  const outputs = page.getByRole('region', { name: 'This run and the one before' }).locator('td.code');
  expect((await outputs.allInnerTexts()).map((text) => text.split('\n'))).toEqual([before, before.toReversed()]);
  await page.getByRole('button', { name: 'Back to taking turns' }).click();
  await page.getByText('1 choice of yours').waitFor({ state: 'detached' });
  await page.locator('.page:not(.busy)').waitFor();
  expect(await printed()).toEqual(before);
});

test('a deadlock is drawn as a circle, and what happened is listed, each row leading to its step', async () => {
  await typeProgram(page, readFileSync('examples/deadlock.c', 'utf8'));
  await run(page);
  await page.getByRole('tab', { name: 'Processes' }).click();
  await focusTimeline(page);
  await page.keyboard.press('End');
  await column('A').locator('.word', { hasText: 'waits for semaphore 3' }).waitFor();
  await column('B').locator('.word', { hasText: 'waits for semaphore 2' }).waitFor();
  const circle = page.locator('figure svg');
  expect(await circle.getAttribute('aria-label')).toBe(
    'A waits for semaphore 3, taken by B; B waits for semaphore 2, taken by A',
  );
  const events = page.getByRole('table', { name: 'What happened' });
  const fork = events.getByRole('row').filter({ hasText: 'fork → process B' });
  await events.press('Home');
  const step = await fork.getByRole('button').innerText();
  await fork.getByRole('button').click();
  expect(await page.locator('.where .step').innerText()).toContain(`step ${step} `);
  expect(await circle.count()).toBe(0);
});

const QUEUE = `#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>
struct message { long type; char text[16]; };
int main(void) {
    int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    if (fork() == 0) {
        struct message hello = {1, "hello"};
        sleep(1);
        msgsnd(queue, &hello, sizeof hello.text, 0);
        exit(0);
    }
    struct message got;
    msgrcv(queue, &got, sizeof got.text, 0, 0);
    puts(got.text);
    wait(NULL);
    msgctl(queue, IPC_RMID, NULL);
    return 0;
}
`;

test('a message queue is listed with its messages and with who waits for one', async () => {
  await typeProgram(page, QUEUE);
  await run(page);
  await page.getByRole('tab', { name: 'Processes' }).click();
  await focusTimeline(page);
  await page.keyboard.press('Home');
  const table = page.getByRole('table', { name: 'Message queues' });
  const seen = new Set<string>();
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('ArrowRight');
    for (const row of await table.locator('tbody tr').all())
      seen.add((await row.locator('td').allInnerTexts()).slice(1).join(' '));
  }
  // A message is there before the turn of the one that waits for it.
  expect([...seen]).toEqual(['0 —', '0 A', '1 A']);
  expect(await table.count()).toBe(0);
});
