/**
 * A picture of a part of the page as lines of characters, for snapshots. Each character stands for a square of the screen and tells which
 * of the page's colours most of it has. Letters are made invisible first and lines are thinner than half a square, so that neither fonts
 * nor how edges are smoothed make a difference.
 */
import type { Page } from 'playwright-core';

/** By name of the page's colours, in `tokens.css`. */
const SIGNS = {
  paper: ' ',
  surface: ' ',
  'heap-tint': 'h',
  heap: 'H',
  'stack-tint': 's',
  stack: 'S',
  'global-tint': 'g',
  'error-tint': 'e',
  error: 'E',
  'freed-tint': 'f',
  'shared-tint': 'm',
  changed: 'c',
  line: '-',
} as const;

/** In pixels. */
const SQUARE = 12;

export async function pictureGrid(page: Page, selector: string): Promise<string> {
  await page.addStyleTag({ content: '* { color: transparent !important; caret-color: transparent !important; }' });
  const colours = await page.evaluate((names) => {
    const probe = document.body.appendChild(document.createElement('i'));
    const rgb = names.map((name) => {
      probe.style.backgroundColor = `var(--${name})`;
      return getComputedStyle(probe)
        .backgroundColor.match(/[\d.]+/g)!
        .map(Number);
    });
    probe.remove();
    return rgb;
  }, Object.keys(SIGNS));
  const shot = (await page.locator(selector).screenshot({ animations: 'disabled' })).toString('base64');
  // In a page of its own, as this one lets nothing in from elsewhere.
  const reader = await page.context().newPage();
  const lines = await reader.evaluate(
    async ([png, known, signs, square]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const { width, height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const nearest = (at: number): string => {
        let best = { distance: Infinity, sign: '' };
        for (const [index, [r = 0, g = 0, b = 0]] of known.entries()) {
          const distance = Math.abs(data[at]! - r) + Math.abs(data[at + 1]! - g) + Math.abs(data[at + 2]! - b);
          if (distance < best.distance) best = { distance, sign: signs[index]! };
        }
        return best.sign;
      };
      const signOf = (left: number, top: number): string => {
        const counts = new Map<string, number>();
        for (let y = top; y < top + square; y += 1)
          for (let x = left; x < left + square; x += 1) {
            const sign = nearest((y * width + x) * 4);
            counts.set(sign, (counts.get(sign) ?? 0) + 1);
          }
        return [...counts].sort(([, a], [, b]) => b - a)[0]![0];
      };
      const lines: string[] = [];
      for (let top = 0; top + square <= height; top += square) {
        let line = '';
        for (let left = 0; left + square <= width; left += square) line += signOf(left, top);
        lines.push(line.trimEnd());
      }
      return lines;
    },
    [shot, colours, Object.values(SIGNS), SQUARE] as const,
  );
  await reader.close();
  return lines.join('\n').trimEnd();
}
