import { expect, test } from 'vitest';
import { compareLines } from './compare-lines.ts';

test('says where two outputs part, from the last line that both have', () => {
  expect(compareLines('a\nb\nc\nd\n', 'a\nb\nx\n', 2)).toEqual({ line: 3, before: ['b', 'c'], now: ['b', 'x'] });
  expect(compareLines('parent\nchild\n', 'child\nparent\n', 6)).toEqual({
    line: 1,
    before: ['parent', 'child'],
    now: ['child', 'parent'],
  });
});

test('one that only ends earlier parts at its end, and the same ones nowhere', () => {
  expect(compareLines('a\nb\n', 'a\n', 3)).toEqual({ line: 2, before: ['a', 'b'], now: ['a'] });
  expect(compareLines('', 'a', 3)).toEqual({ line: 1, before: [], now: ['a'] });
  expect(compareLines('a\n', 'a\n', 3)).toEqual({ line: undefined, before: [], now: [] });
});
