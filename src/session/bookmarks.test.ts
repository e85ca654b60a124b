import { expect, test } from 'vitest';
import { Bookmarks } from './bookmarks.svelte.ts';

test('bookmarks are set and taken away, and walked in the order of their steps', () => {
  const bookmarks = new Bookmarks();
  for (const step of [30, 5, 12, 30, 40]) bookmarks.toggle(step);
  expect(bookmarks.steps).toEqual([5, 12, 40]);
  expect([bookmarks.next(5, 1), bookmarks.next(12, -1), bookmarks.next(40, 1), bookmarks.next(0, -1)]).toEqual([
    12,
    5,
    undefined,
    undefined,
  ]);
});
