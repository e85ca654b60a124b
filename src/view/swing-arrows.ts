/**
 * Lets arrows swing to lines of another shape: from a curve to one with bends, say. The browser itself moves a line only to one that is
 * made of the same commands, so both are drawn as many short pieces while it goes from one to the other.
 */
import type { Arrow } from '../layout/route-arrows.ts';

const PIECES = 32;

/** To be called when `arrows` are drawn, in this order, where `before` were. */
export function swingArrows(canvas: HTMLElement, arrows: readonly Arrow[], before: readonly Arrow[]): void {
  const old = new Map(before.map((arrow) => [arrow.id, arrow]));
  const lines = canvas.querySelectorAll<SVGPathElement>('svg g > .line:first-child');
  for (const [index, { id, path }] of arrows.entries()) {
    const from = old.get(id)?.path;
    const line = lines[index];
    if (!line || !from || from === path || commandsOf(from) === commandsOf(path)) continue;
    const { transitionDuration, transitionTimingFunction: easing } = getComputedStyle(line);
    const duration = parseFloat(transitionDuration) * 1000;
    // None where motion is not wanted.
    if (!duration) continue;
    line.animate([{ d: `path("${inPieces(from)}")` }, { d: `path("${inPieces(path)}")` }], {
      duration,
      easing: easing.split(/,(?![^(]*\))/)[0]!,
    });
  }
}

const commandsOf = (path: string): string => path.replace(/[^A-Za-z]/g, '');

function inPieces(path: string): string {
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  const length = line.getTotalLength();
  const points = Array.from({ length: PIECES + 1 }, (_, i) => line.getPointAtLength((length * i) / PIECES));
  return `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
}
