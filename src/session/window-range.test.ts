import { expect, test } from 'vitest';
import { WINDOW_STEPS, windowRange } from './window-range.ts';

test.each([
  [0, 10 * WINDOW_STEPS],
  [5 * WINDOW_STEPS, 10 * WINDOW_STEPS],
  [10 * WINDOW_STEPS, 10 * WINDOW_STEPS],
  [3, 10],
])('a window around %i of %i holds it, is no longer than allowed and lies inside the run', (around, total) => {
  const { first, end } = windowRange(around, total);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(end).toBeLessThanOrEqual(total);
  expect(end - first).toBe(Math.min(total, WINDOW_STEPS));
  expect(around >= first && around <= end).toBe(true);
});
