/** How fast the built page is, in Chromium, with programs that are hard for each of its views. */
import { chromium, type Page } from 'playwright-core';
import { chromiumArguments, ensureChromium } from '../scripts/chromium.mjs';
import { servePage } from '../scripts/page.mjs';
import type { Measurement } from './index.ts';

/** 55 frames a second. */
const FRAME_MILLISECONDS = 1000 / 55;
const FRAMES = 180;

const list = (nodes: number): string => `#include <stdlib.h>
struct node { int value; struct node *next; };
int main(void) {
    struct node *list = NULL;
    int sum = 0;
    for (int i = 0; i < ${nodes}; i++) {
        struct node *made = malloc(sizeof *made);
        made->value = i;
        made->next = list;
        list = made;
    }
    for (int i = 0; i < 400; i++)
        sum += i;
    return sum == 0;
}
`;
const loop = `int main(void) {
    int sum = 0;
    for (int i = 0; i < 330000; i++)
        sum += i;
    return sum == 1;
}
`;
const blocks = `#include <stdlib.h>
static void *all[100000];
int main(void) {
    for (int i = 0; i < 100000; i++)
        all[i] = malloc(16 + i % 200);
    for (int i = 0; i < 100000; i += 3)
        free(all[i]);
    return 0;
}
`;

/** M1: the child writes 26 letters into shared memory, one a second, and its parent prints them. */
const letters = `#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    char *letters = mmap(NULL, 26, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED, -1, 0);
    if (fork() == 0) {
        for (int i = 0; i < 26; i++) {
            letters[i] = 'a' + i;
            sleep(1);
        }
        exit(0);
    }
    for (int i = 0; i < 26; i++) {
        sleep(1);
        printf("%.26s\\n", letters);
    }
    wait(NULL);
    munmap(letters, 26);
    return 0;
}
`;

interface OpenPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** The page with this program run, at its end, with one of its views in sight. */
async function openPage(program: string, view: string): Promise<OpenPage> {
  const found = ensureChromium();
  if ('missing' in found) throw new Error(found.missing);
  const server = await servePage({ port: 0 });
  const browser = await chromium.launch({ executablePath: found.executable, args: [...chromiumArguments] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(server.url);
  const project = { files: [{ path: 'main.c', text: program }], interactive: false };
  await page.evaluate((stored) => localStorage.setItem('heapscope.project', JSON.stringify(stored)), project);
  await page.reload();
  await page.locator('.page:not(.busy) .where .step').filter({ hasText: /\d/ }).waitFor({ timeout: 300_000 });
  await page.locator(`#picture-tab-${view}`).click();
  await rest(page);
  return {
    page,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Until the page has kept what it needs for working offline, and nothing is left to do. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const used = async (): Promise<number> => (await navigator.storage.estimate()).usage ?? 0;
    for (let before = -1, now = await used(); now !== before;) {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      [before, now] = [now, await used()];
    }
  });
}

/** The 95th percentile of stepping back, from the key to the page's layout being up to date; painting is not in it. */
async function stepTime({ page }: OpenPage): Promise<number> {
  await page.getByRole('slider').focus();
  return page.evaluate(async () => {
    const times: number[] = [];
    for (let step = 0; step < 120; step += 1) {
      const begun = performance.now();
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true }),
      );
      // Svelte updates in microtasks.
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      document.body.getBoundingClientRect();
      times.push(performance.now() - begun);
      await new Promise(requestAnimationFrame);
    }
    return times.slice(20).sort((a, b) => a - b)[95]!;
  });
}

/** Milliseconds a frame, while something is done in each. */
function frameTime(page: Page, selector: string, kind: 'drag' | 'wheel'): Promise<number> {
  return page.evaluate(
    async ([where, what, frames]) => {
      const target = document.querySelector(where)!;
      const box = target.getBoundingClientRect();
      const at = {
        clientX: box.left + box.width / 2,
        clientY: box.top + box.height / 2,
        bubbles: true,
        cancelable: true,
      };
      const pointer = { ...at, pointerId: 1, button: 0, isPrimary: true };
      const drag = (name: string, share: number): void => {
        target.dispatchEvent(new PointerEvent(name, { ...pointer, clientX: box.left + box.width * share }));
      };
      // A made-up pointer can't be captured.
      Element.prototype.setPointerCapture = () => undefined;
      if (what === 'drag') drag('pointerdown', 0.5);
      await new Promise(requestAnimationFrame);
      const begun = performance.now();
      for (let frame = 0; frame < frames; frame += 1) {
        if (what === 'drag') drag('pointermove', 0.5 + 0.45 * Math.sin(frame / 20));
        else {
          // Zooms in and out, and pans in between.
          const isZoom = frame % 4 === 0;
          const deltaY = (isZoom ? Math.floor(frame / 40) % 2 === 0 : Math.floor(frame / 20) % 2 === 0) ? -40 : 40;
          target.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY, ctrlKey: isZoom }));
        }
        await new Promise(requestAnimationFrame);
      }
      const time = (performance.now() - begun) / frames;
      if (what === 'drag') drag('pointerup', 0.5);
      return time;
    },
    [selector, kind, FRAMES] as const,
  );
}

/** Bytes in MB by which the page's heap has grown while the run was played again and again. */
async function growth({ page }: OpenPage): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  const used = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
  };
  const play = (seconds: number): Promise<void> =>
    page.evaluate(async (time) => {
      const end = performance.now() + time * 1000;
      while (performance.now() < end) {
        for (const key of ['PageUp', 'ArrowLeft', 'ArrowRight', 'PageDown'])
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        await new Promise(requestAnimationFrame);
      }
    }, seconds);
  await play(10);
  const before = await used();
  await play(20);
  return (await used()) - before;
}

/** The sum of layout shifts while stepping through the run. The editor's arrow, which goes with the step, is no layout. */
function layoutShift({ page }: OpenPage): Promise<number> {
  return page.evaluate(async () => {
    let sum = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & Shift)[]) {
        const isArrow = (source: Shift['sources'][0]): boolean =>
          source.node?.parentElement?.classList.contains('glyph-margin-widgets') ?? false;
        if (!entry.sources.every(isArrow)) sum += entry.value;
      }
    });
    observer.observe({ type: 'layout-shift' });
    for (let step = 0; step < 60; step += 1) {
      const key = step % 3 === 2 ? 'PageUp' : 'ArrowLeft';
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await new Promise(requestAnimationFrame);
    }
    observer.disconnect();
    return sum;
  });
}

/** From the click on Run to the recording on the screen; the toolchain is loaded. */
function runTime({ page }: OpenPage): Promise<number> {
  return page.evaluate(async () => {
    const isBusy = (): boolean => document.querySelector('.page')!.classList.contains('busy');
    const begun = performance.now();
    document.querySelector<HTMLElement>('button.primary.run')!.click();
    do await new Promise(requestAnimationFrame);
    while (isBusy());
    return performance.now() - begun;
  });
}

/** An entry of the Layout Instability API. */
interface Shift {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

interface Subject {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly program: string;
  readonly view: string;
  readonly atMost: number;
  readonly measure: (page: OpenPage) => Promise<number>;
}

const SUBJECTS: readonly Subject[] = [
  ...[
    [200, 16],
    [5000, 50],
  ].map(([nodes, atMost]) => ({
    name: `page step ${nodes}`,
    title: `A step in the Objects view of ${nodes} objects: 95th percentile, from the key to the layout`,
    unit: 'ms',
    program: list(nodes!),
    view: 'objects',
    atMost: atMost!,
    measure: stepTime,
  })),
  {
    name: 'page letters',
    title: 'From the click on Run to the recording of two processes that share 26 letters, toolchain warm',
    unit: 'ms',
    program: letters,
    view: 'processes',
    atMost: 1500,
    measure: runTime,
  },
  {
    name: 'page drag',
    title: 'Dragging the timeline through a million steps',
    unit: 'ms a frame',
    program: loop,
    view: 'objects',
    atMost: FRAME_MILLISECONDS,
    measure: ({ page }) => frameTime(page, '.track', 'drag'),
  },
  {
    name: 'page heap map',
    title: 'Panning and zooming the heap map of 100,000 blocks',
    unit: 'ms a frame',
    program: blocks,
    view: 'heap',
    atMost: FRAME_MILLISECONDS,
    measure: ({ page }) => frameTime(page, '.map', 'wheel'),
  },
  {
    name: 'page growth',
    title: 'What the page has kept after playing for 20 seconds',
    unit: 'MB',
    program: list(200),
    view: 'objects',
    atMost: 1,
    measure: growth,
  },
  {
    name: 'page layout shift',
    title: 'Layout shift while stepping',
    unit: 'of 1',
    program: list(20),
    view: 'heap',
    atMost: 0,
    measure: layoutShift,
  },
];

export const pageSpeed: readonly Measurement[] = SUBJECTS.map(
  ({ name, title, unit, program, view, atMost, measure }) => ({
    name,
    async prepare() {
      const opened = await openPage(program, view);
      return {
        title,
        unit,
        contenders: [{ name: 'the page', run: () => measure(opened) }],
        baseline: 'the page',
        rounds: 2,
        limits: [{ contender: 'the page', atMost }],
        notes: ['Chromium without a graphics card: what it draws, it draws by the processor.'],
        close: () => opened.close(),
      };
    },
  }),
);
