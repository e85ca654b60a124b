import { expect, it } from 'vitest';
import type { Child, Value } from '../dwarf/value.ts';
import { paddingOf } from './padding.ts';

const value = (offset: number, size: number, bits?: { offset: number; size: number }): Value => ({
  kind: 'integer',
  value: 0,
  text: '0',
  type: 1,
  address: 100 + offset,
  offset,
  size,
  ...(bits && { bits }),
});
const members = (...values: Value[]): Child[] =>
  values.map((each, i) => ({ name: `m${i}`, path: `.m${i}`, value: each }));
const struct = (offset: number, size: number): Value =>
  ({ ...value(offset, size), kind: 'struct', memberCount: 3 }) as Value;

it('finds the bytes between members and after the last', () => {
  const [c, d, e] = [value(16, 1), value(24, 8), value(32, 1)];
  expect(paddingOf(struct(16, 24), members(c, d, e))).toEqual([
    { offset: 1, size: 7, before: d },
    { offset: 17, size: 7, before: undefined },
  ]);
});

it('counts the bytes that bit-fields begin in as theirs', () => {
  const fields = members(value(0, 4, { offset: 0, size: 3 }), value(0, 4, { offset: 3, size: 6 }));
  expect(paddingOf(struct(0, 4), fields)).toEqual([{ offset: 2, size: 2, before: undefined }]);
  expect(paddingOf(struct(0, 8), members(value(0, 4), value(4, 4)))).toEqual([]);
});
