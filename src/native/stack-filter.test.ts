import { describe, expect, it } from 'vitest';
import { parseFilterRule, StackFilter, type SiteNames } from './stack-filter.ts';

const SITES: readonly SiteNames[] = [
  { function: [], file: [], module: [] },
  { function: ['main'], file: ['src/main.c'], module: ['/home/me/app'] },
  { function: ['grow', 'parse_word'], file: ['src/parse.h', 'src/parse.c'], module: ['/home/me/app'] },
  { function: ['g_malloc'], file: [''], module: ['/usr/lib/libglib-2.0.so.0'] },
];

/** Stacks: 1 main, 2 main > parse_word > grow, 3 main > g_malloc, 4 main > parse_word > g_malloc. */
function kept(...texts: string[]): number[] {
  const asked: number[] = [];
  const filter = new StackFilter(
    texts.map((text) => parseFilterRule(text)!),
    (site) => (asked.push(site), SITES[site]!),
  );
  for (const [stack, parent, site] of [
    [1, 0, 1],
    [2, 1, 2],
    [3, 1, 3],
    [4, 2, 3],
  ] as const)
    filter.add(stack, parent, site);
  const stacks = [0, 1, 2, 3, 4].filter((stack) => filter.keeps(stack));
  for (const stack of [4, 3]) filter.keeps(stack);
  expect(new Set(asked).size).toBe(asked.length);
  return stacks;
}

describe('a filter of call stacks', () => {
  it.each([
    [['main'], [1, 2, 3, 4]],
    [['parse_*'], [2, 4]],
    [['parse_word()'], [2, 4]],
    [['function:grow'], [2, 4]],
    [['file:parse.c'], [2, 4]],
    [['file:src/*.c'], [1, 2, 3, 4]],
    [['file:grow'], []],
    [['module:libglib*'], [3, 4]],
    [['libglib-?.0.so.0'], [3, 4]],
    [['!libglib*'], [0, 1, 2]],
    [['parse_*', '!module:libglib*'], [2]],
    [
      ['g_malloc', 'grow', '!nothing'],
      [2, 3, 4],
    ],
    [['parse'], []],
  ])('%j keeps %j', (rules, stacks) => expect(kept(...rules)).toEqual(stacks));

  it('needs something to look for', () => {
    for (const text of ['', '!', ' ', 'function:', '!file:']) expect(parseFilterRule(text)).toBeUndefined();
  });
});
