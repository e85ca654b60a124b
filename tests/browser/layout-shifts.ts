/** What moves on a page without anybody having asked for it, as the Layout Instability API tells it. */
import type { Page } from 'playwright-core';

/** An entry of that API. */
interface Shift {
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

/** What was moved since this was asked last: name, from where, to where. */
export type Moved = readonly string[];

/**
 * Watches what moves on a page from its next load on. `values`: also what moves within a box or a line of values, where what a step writes
 * takes the room that it needs.
 */
export async function watchShifts(page: Page, { values }: { readonly values: boolean }): Promise<void> {
  await page.addInitScript(observe, values);
}

/** Waits for what was done to be drawn. */
export async function moved(page: Page): Promise<Moved> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done));
    return (globalThis as unknown as { moved(): string[] }).moved();
  });
}

function observe(values: boolean): void {
  const moved: string[] = [];
  const take = (entries: readonly unknown[]): void => {
    for (const { sources } of entries as Shift[])
      for (const { node, previousRect: from, currentRect: to } of sources) {
        const element = node instanceof Element ? node : node?.parentElement;
        // The editor scrolls by moving its lines.
        if (element?.closest('.monaco-editor')) continue;
        if (!values && element?.parentElement?.closest('.box, .typed')) continue;
        // A text at the right edge of its place that became longer or shorter begins elsewhere, and has not moved.
        if (Math.abs(from.right - to.right) <= 1 && from.top === to.top) continue;
        const places = [from, to].map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' '));
        moved.push(`${element?.tagName ?? 'gone'}.${element?.className ?? ''}: ${places.join(' -> ')}`);
      }
  };
  const shifts = new PerformanceObserver((list) => take(list.getEntries()));
  shifts.observe({ type: 'layout-shift', buffered: true });
  Object.assign(globalThis, {
    moved: () => {
      take(shifts.takeRecords());
      return moved.splice(0);
    },
  });
}
