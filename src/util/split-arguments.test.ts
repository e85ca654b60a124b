import { expect, test } from 'vitest';
import { splitArguments } from './split-arguments.ts';

test.each([
  ['', []],
  ['  one   two ', ['one', 'two']],
  ['"two words" x', ['two words', 'x']],
  [`'it is "so"' y`, ['it is "so"', 'y']],
  ['a"b c"d', ['ab cd']],
  ['""', ['']],
  ['a\\ b \\"', ['a b', '"']],
  [`"it's"`, ["it's"]],
  ['-DNAME="x y', ['-DNAME=x y']],
])('%j gives %j', (text, words) => {
  expect(splitArguments(text)).toEqual(words);
});
