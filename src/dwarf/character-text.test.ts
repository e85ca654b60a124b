import { expect, test } from 'vitest';
import { characterString, characterText } from './character-text.ts';

test('characters are written as constants', () => {
  expect([97, 0, 10, 39, 34, 92, 7, 127, 255].map(characterText)).toEqual([
    "'a'",
    "'\\0'",
    "'\\n'",
    "'\\''",
    `'"'`,
    "'\\\\'",
    "'\\a'",
    "'\\x7f'",
    "'\\xff'",
  ]);
});

test('strings end at the first zero byte, or are said to have no end', () => {
  const string = (...bytes: (string | number)[]) =>
    characterString(
      Uint8Array.from(bytes.flatMap((each) => (typeof each === 'string' ? [...Buffer.from(each)] : [each]))),
    );
  expect(string('abc', 0, 'rest')).toEqual({ literal: '"abc"', isTerminated: true });
  expect(string('abc')).toEqual({ literal: '"abc"', isTerminated: false });
  expect(string()).toEqual({ literal: '""', isTerminated: false });
  expect(string('"\\\n', 0).literal).toBe('"\\"\\\\\\n"');
  expect(string('中文 é 😀', 0).literal).toBe('"中文 é 😀"');
  expect(string(0xe4, 0xb8, 0).literal).toBe('"\\xe4\\xb8"');
  // In C, "\xffa" would be one character.
  expect(string(0xff, 'a', 0xff, 'g', 0).literal).toBe('"\\xff""a\\xffg"');
});
