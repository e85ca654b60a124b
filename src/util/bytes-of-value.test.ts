import { expect, test } from 'vitest';
import { bytesOfValue } from './bytes-of-value.ts';

const hex = (text: string, size: number, isFloat = false): string | undefined => {
  const bytes = bytesOfValue(text, size, isFloat);
  return bytes && Buffer.from(bytes).toString('hex');
};

test('numbers, characters and NULL, the lowest byte first', () => {
  expect(hex('258', 4)).toBe('02010000');
  expect(hex('-2', 2)).toBe('feff');
  expect(hex('0xff', 1)).toBe('ff');
  expect(hex("'A'", 1)).toBe('41');
  expect(hex('NULL', 4)).toBe('00000000');
  expect(hex('1.5', 8, true)).toBe('000000000000f83f');
});

test('what does not fit or is no value', () => {
  expect(hex('256', 1)).toBeUndefined();
  expect(hex('-129', 1)).toBeUndefined();
  expect(hex('twelve', 4)).toBeUndefined();
  expect(hex('', 4)).toBeUndefined();
  expect(hex('', 8, true)).toBeUndefined();
});
