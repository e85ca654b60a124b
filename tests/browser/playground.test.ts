import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, openPlayground } from './browser.ts';
import { focusTimeline, run, shownStep, typeProgram, variable, waitForRun } from './playground-page.ts';

let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  page = await openPlayground(browser);
  page.setDefaultTimeout(20_000);
  errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await waitForRun(page);
});
afterEach(async () => {
  expect(errors).toEqual([]);
  await page.context().close();
});

const LEAKY = `#include <stdlib.h>
#include <string.h>
static char *keep(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    strcpy(copy, text);
    return copy;
}
int main(void) {
    char *kept = keep("lost");
    kept = NULL;
    return kept != NULL;
}
`;

describe('first visit', () => {
  test('shows the leak example, recorded, with nothing to dismiss', async () => {
    await page.locator('.box.leaked').waitFor();
    expect(await page.locator('.findings').innerText()).toContain('30 bytes in 1 block');
    expect(await page.locator('.findings').innerText()).toContain('leak.c:20');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('a program that a person types', () => {
  test('its leak is found; back at the malloc, the variable is still unset', async () => {
    await typeProgram(page, LEAKY);
    await run(page);
    const findings = page.locator('.findings');
    expect(await findings.innerText()).toContain('Leak · definitely lost');
    expect(await findings.innerText()).toContain('5 bytes in 1 block');
    await page.locator('.box.leaked').waitFor();

    await findings.getByRole('button', { name: /Allocated/ }).click();
    expect(await page.locator('.sentence').innerText()).toContain('malloc(5)');
    expect(await page.locator('.where .place').innerText()).toBe('leak.c:4');
    expect(await variable(page, 'main', 'kept').innerText()).toContain('not set');

    await focusTimeline(page);
    await page.keyboard.press('ArrowLeft');
    expect(await variable(page, 'keep', 'copy').innerText()).toContain('not set');
    expect(await page.locator('.box.block').count()).toBe(0);
  });

  test('output that looks like markup is shown as it is', async () => {
    await typeProgram(
      page,
      `#include <stdio.h>\nint main(void) { puts("<img src=x onerror='document.title=1'><b>bold</b>"); return 0; }\n`,
    );
    await run(page);
    await page.getByRole('tab', { name: 'Console' }).click();
    expect(await page.locator('.console .line').first().innerText()).toBe(
      `<img src=x onerror='document.title=1'><b>bold</b>`,
    );
    expect(await page.locator('.console img, .console b').count()).toBe(0);
    expect(await page.title()).toContain('Heapscope');
  });

  test('a syntax error is marked while typing, and Run says that the program is not there yet', async () => {
    await typeProgram(page, 'int main(void) {\n    int x = 1\n    return x;\n}\n');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await run(page);
    expect(await page.locator('.problems').innerText()).toContain("expected ';' at end of declaration");
    expect(await page.locator('.problems').innerText()).toContain('leak.c:2:14');
    await page.locator('.problems li button').first().click();
    await typeProgram(page, 'int main(void) {\n    int x = 1;\n    return x;\n}\n');
    await run(page);
    await page.getByRole('tab', { name: 'Console' }).click();
    expect(await page.locator('.console').innerText()).toContain('Exit code 1');
  });

  test('an endless loop is ended by Stop, and what it did until then can be seen', async () => {
    await typeProgram(
      page,
      '#include <stdio.h>\n#include <stdlib.h>\nint main(void) {\n    int *n = malloc(sizeof *n);\n    *n = 0;\n    puts("looping");\n    fflush(stdout);\n    for (;;)\n        *n += 1;\n}\n',
    );
    await page.keyboard.press('Control+Enter');
    await page.locator('.console .line', { hasText: 'looping' }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('.page:not(.busy)').waitFor();
    await page.locator('.console', { hasText: 'Stopped.' }).waitFor();
    await focusTimeline(page);
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    await page.locator('.sentence', { hasText: 'malloc(4)' }).waitFor();
    await page.locator('.box.block').waitFor();
  });

  test('asks for input where the program reads, and goes on with the answer', async () => {
    await typeProgram(
      page,
      '#include <stdio.h>\nint main(void) {\n    char name[20];\n    printf("Name? ");\n    fflush(stdout);\n    if (scanf("%19s", name) != 1) return 2;\n    printf("Hello, %s!\\n", name);\n    return 0;\n}\n',
    );
    await run(page);
    const prompt = page.getByRole('textbox', { name: 'The program waits for input' });
    await prompt.waitFor();
    expect(await page.locator('.console').innerText()).toContain('Name?');
    await prompt.fill('Ada');
    await prompt.press('Enter');
    await page.locator('.console', { hasText: 'Hello, Ada!' }).waitFor();
    await page.locator('.console', { hasText: 'Exit code 0' }).waitFor();
  });

  test('ten megabytes of output leave the page quick and the tail readable', async () => {
    await typeProgram(
      page,
      '#include <stdio.h>\nint main(void) {\n    for (int i = 0; i < 200000; i++)\n        printf("line %06d of a great deal of output, more than anyone reads\\n", i);\n    return 0;\n}\n',
    );
    await run(page);
    await page.locator('.console .line', { hasText: 'line 199999' }).waitFor();
    expect(await page.locator('.console .line').count()).toBeLessThan(200);
    expect(await page.locator('.console').innerText()).toContain('Only the last part is kept');
  });

  test('hundreds of thousands of blocks are counted, and listed as far as they are in sight', async () => {
    await typeProgram(
      page,
      '#include <stdlib.h>\nint main(void) {\n    for (int i = 0; i < 300000; i++)\n        *(char *)malloc(1 + i % 64) = 1;\n    return 0;\n}\n',
    );
    await run(page);
    await focusTimeline(page);
    await page.keyboard.press('End');
    await page.getByRole('tab', { name: 'Heap map' }).click();
    await page.locator('.heap dl .live', { hasText: /300,000 blocks/ }).waitFor({ timeout: 60_000 });
    expect(await page.locator('.block-row').count()).toBeLessThan(100);
  });
});

describe('the story of a finding', () => {
  test('is told in the editor, the list and every view, and followed by keys', async () => {
    await typeProgram(
      page,
      '#include <stdlib.h>\nint main(void) {\n    int *p = malloc(8);\n    if (!p) return 1;\n    p[1] = 4;\n    free(p);\n    return p[1];\n}\n',
    );
    await run(page);
    const findings = page.locator('.findings');
    expect(await findings.locator('[aria-current="step"]').innerText()).toContain('leak.c:7');
    expect(await page.locator('.sentence').innerText()).toContain('about to happen: Use after free');
    await page.locator('.monaco-editor .story-note.misuse', { hasText: 'read here' }).waitFor();
    expect(await page.locator('.block.focus .offence').innerText()).toContain('is read here');
    expect(await variable(page, 'main', 'p').getAttribute('class')).toContain('led');
    await page.getByRole('tab', { name: 'Heap map' }).click();
    await page.locator('.block-row.focus').waitFor();
    await page.getByRole('tab', { name: 'Bytes' }).click();
    await expect.poll(() => page.locator('.row .byte.offending').count()).toBe(4);
    await page.getByRole('tab', { name: 'Objects' }).click();

    await page.keyboard.press('Shift+F2');
    expect(await page.locator('.sentence').innerText()).toContain('block 1 is given back');
    expect(await page.locator('.offence').count()).toBe(0);
    await page.keyboard.press('Shift+F2');
    expect(await page.locator('.sentence').innerText()).toContain('malloc(8)');
    expect(await page.locator('.findings [role="status"]').innerText()).toContain('Step 1 of 3: Allocated, leak.c:3');
    await page.keyboard.press('F4');
    expect(await findings.locator('[aria-current="step"]').innerText()).toContain('Read');
  });
});

describe('the keyboard', () => {
  test('steps, steps over, goes to allocations and to the ends', async () => {
    await focusTimeline(page);
    await page.keyboard.press('Home');
    expect(await shownStep(page)).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect(await shownStep(page)).toBe(1);
    expect(await page.locator('.box.frame').count()).toBe(2);
    await page.keyboard.press('Shift+ArrowUp');
    expect(await page.locator('.box.frame').count()).toBe(1);
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await page.locator('.box.frame').count()).toBe(1);
    expect(await variable(page, 'main', 'first').innerText()).not.toContain('not set');
    await page.keyboard.press('PageDown');
    expect(await page.locator('.sentence').innerText()).toContain('malloc(24)');
    await page.keyboard.press('PageUp');
    expect(await page.locator('.sentence').innerText()).toContain('malloc(16)');
    await page.keyboard.press('End');
    expect(await page.locator('.sentence').innerText()).toContain('ended');
  });

  test('reaches every tab of the picture', async () => {
    await page.getByRole('tab', { name: 'Objects' }).focus();
    for (const name of ['Heap map', 'Bytes', 'Processes', 'Call sites', 'Objects']) {
      await page.keyboard.press('ArrowRight');
      expect(await page.getByRole('tab', { name }).getAttribute('aria-selected')).toBe('true');
      expect(await page.locator('#picture-panel').innerText()).not.toBe('');
    }
  });
});

describe('the editor', () => {
  test('keeps line numbers beside their lines where a larger window lets the text come down', async () => {
    await page.setViewportSize({ width: 1440, height: 600 });
    await page.locator('.monaco-editor .view-lines').click();
    await page.keyboard.press('Control+End');
    await page.locator('.line-numbers').getByText('41', { exact: true }).waitFor();
    const tops = (selector: string): Promise<number[]> =>
      page
        .locator(selector)
        .evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().top).sort((a, b) => a - b));
    const { length } = await tops('.view-line');
    await page.setViewportSize({ width: 1440, height: 800 });
    await expect.poll(async () => (await tops('.view-line')).length).toBeGreaterThan(length);
    expect(await tops('.line-numbers')).toEqual(await tops('.view-line'));
  });
});

describe('breakpoints', () => {
  test('stop playback, in both directions', async () => {
    await page.locator('.monaco-editor .line-numbers', { hasText: /^33$/ }).click();
    await page.locator('.glyph-breakpoint').first().waitFor();
    await focusTimeline(page);
    await page.keyboard.press('Home');
    await page.keyboard.press('F8');
    expect(await page.locator('.box.frame h3 .place').textContent()).toBe('leak.c:33');
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+F8');
    expect(await page.locator('.box.frame h3 .place').textContent()).toBe('leak.c:33');
  });
});

describe('the timeline', () => {
  test('goes wherever it is dragged', async () => {
    const box = await page.getByRole('slider', { name: 'Position' }).boundingBox();
    if (!box) throw new Error('no timeline');
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    await page.mouse.down();
    expect(await shownStep(page)).toBe(11);
    await page.mouse.move(box.x + 2, box.y + 20, { steps: 4 });
    expect(await shownStep(page)).toBe(0);
    await page.mouse.up();
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    expect(await shownStep(page)).toBe(0);
  });

  test('plays to the end and stops there', async () => {
    await page.getByRole('button', { name: 'To the start' }).click();
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('100');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.locator('.sentence', { hasText: 'ended' }).waitFor();
    await page.getByRole('button', { name: 'Play' }).waitFor();
  });
});

describe('files', () => {
  test('are added, included, renamed and deleted', async () => {
    await page.getByRole('button', { name: 'Project' }).click();
    await page.getByRole('menuitem', { name: 'New file…' }).click();
    await page.getByRole('textbox', { name: 'File name' }).fill('include/answer.h');
    await page.keyboard.press('Enter');
    await typeProgram(page, '#define ANSWER 42\n');
    await page.getByRole('tab', { name: 'leak.c' }).click();
    await typeProgram(page, '#include "include/answer.h"\nint main(void) { return ANSWER; }\n');
    await run(page);
    await page.getByRole('tab', { name: 'Console' }).click();
    expect(await page.locator('.console').innerText()).toContain('Exit code 42');

    await page.getByRole('button', { name: 'Actions for leak.c' }).click();
    await page.getByRole('menuitem', { name: 'Rename leak.c' }).click();
    await page.getByRole('textbox', { name: 'File name' }).fill('include/answer.h');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').first().innerText()).toContain('exists already');
    await page.getByRole('textbox', { name: 'File name' }).fill('main.c');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'main.c' }).waitFor();

    await page.getByRole('tab', { name: 'include/answer.h' }).click();
    await page.getByRole('button', { name: 'Actions for include/answer.h' }).click();
    await page.getByRole('menuitem', { name: 'Delete include/answer.h' }).click();
    await run(page);
    expect(await page.locator('.problems').innerText()).toContain("'include/answer.h' file not found");
  });
});
