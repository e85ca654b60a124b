/** How fast the built page is, in Chromium, with programs that are hard for each of its views. */
import type { Page } from 'playwright-core';
import type { Measurement } from './index.ts';
import { openPage, type OpenPage } from './open-page.ts';
import { blocks, letters, list, loop, searched } from './page-programs.ts';
import { searchTime } from './page-search.ts';

/** 55 frames a second. */
const FRAME_MILLISECONDS = 1000 / 55;
const FRAMES = 180;

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
    name: 'page search',
    title: 'When was it written, given a value, run, lost: the longest search back through a million steps',
    unit: 'ms',
    program: searched,
    view: 'objects',
    atMost: 200,
    measure: searchTime,
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
