import { expect, test } from 'vitest';
import { panRange, rangeShowing, stepToX, wholeRange, zoomRange } from './step-range.ts';

test('zooming keeps the step under the pointer where it is', () => {
  const whole = wholeRange(1000);
  const near = zoomRange(whole, 1000, 0.5, 250);
  expect(near).toEqual({ first: 125, end: 625 });
  expect(stepToX(near, 800)(250)).toBe(stepToX(whole, 800)(250));
  expect(zoomRange(near, 1000, 4, 250)).toEqual(whole);
  expect(zoomRange(near, 1000, 0.0001, 250)).toMatchObject({ first: 245, end: 265 });
});

test('the range stays in the run, and follows the position', () => {
  expect(panRange({ first: 100, end: 200 }, 1000, -500)).toEqual({ first: 0, end: 100 });
  expect(panRange({ first: 100, end: 200 }, 1000, 5000)).toEqual({ first: 900, end: 1000 });
  const range = { first: 100, end: 200 };
  expect(rangeShowing(range, 1000, 150)).toBe(range);
  expect(rangeShowing(range, 1000, 500)).toEqual({ first: 450, end: 550 });
  expect(wholeRange(0)).toEqual({ first: 0, end: 1 });
});
