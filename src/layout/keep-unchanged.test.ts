import { expect, test } from 'vitest';
import { keepUnchanged, keepUnchangedItems } from './keep-unchanged.ts';

test('what is equal is the object from before, what is not is new, with equal parts from before', () => {
  const before = { at: { x: 1, y: 2 }, rows: [{ text: 'a' }, { text: 'b' }], size: 4 };
  const equal = structuredClone(before);
  expect(keepUnchanged(equal, before)).toBe(before);

  const moved = { ...structuredClone(before), at: { x: 1, y: 3 } };
  const kept = keepUnchanged(moved, before);
  expect(kept).toEqual(moved);
  expect(kept.at).not.toBe(before.at);
  expect(kept.rows).toBe(before.rows);
});

test('a property more or less is a change, even where it is undefined', () => {
  const before: { a: number; b?: undefined } = { a: 1, b: undefined };
  const without: typeof before = { a: 1 };
  expect(keepUnchanged(without, before)).not.toBe(before);
  expect(Object.keys(keepUnchanged(without, before))).toEqual(['a']);
  expect(Object.keys(keepUnchanged(before, without))).toEqual(['a', 'b']);
  expect(keepUnchanged({ a: 1, c: undefined }, { a: 1, b: undefined })).toEqual({ a: 1, c: undefined });
});

test('arrays are compared place by place, and what is no plain data is taken as it comes', () => {
  const first = { text: 'a' };
  const longer = keepUnchanged([{ text: 'a' }, { text: 'b' }], [first]);
  expect(longer).toEqual([{ text: 'a' }, { text: 'b' }]);
  expect(longer[0]).toBe(first);
  expect(keepUnchanged([{ text: 'a' }], [first, first])).toHaveLength(1);
  expect(keepUnchanged<unknown>([], {})).toEqual([]);
  const map = new Map([[1, 2]]);
  expect(keepUnchanged(map, new Map([[1, 2]]))).toBe(map);
});

test('named things are found again where others came or went before them', () => {
  const before = [
    { id: 'a', x: 1 },
    { id: 'b', x: 2 },
  ];
  const kept = keepUnchangedItems(structuredClone([{ id: 'c', x: 0 }, ...before]), before, ({ id }) => id);
  expect(kept.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  expect(kept.slice(1).every((item, index) => item === before[index])).toBe(true);
  expect(keepUnchangedItems(structuredClone(before), before, ({ id }) => id)).toBe(before);
  expect(keepUnchangedItems([], before, ({ id }) => id)).toEqual([]);
});
