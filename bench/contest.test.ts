import { expect, test } from 'vitest';
import { hold, judge, type Contest } from './contest.ts';
import { shared } from './shared.ts';
import { median, quantile, spread } from './statistics.ts';
import { number, report, table } from './table.ts';

const costs = (name: string, log: string[], values: readonly number[]) => {
  let next = 0;
  return {
    name,
    run: () => {
      log.push(name);
      return values[next++] ?? NaN;
    },
  };
};

function contest(log: string[]): Contest {
  return {
    title: 'Example',
    unit: 'ms',
    // The first cost of each is that of the warm-up round.
    contenders: [costs('plain', log, [900, 10, 12, 11]), costs('survey', log, [900, 20, 26, 22])],
    baseline: 'plain',
    rounds: 3,
    limits: [
      { contender: 'survey', atMost: 1.8, timesThatOf: 'plain' },
      { contender: 'survey', atMost: 25 },
    ],
    notes: ['The program is made up.'],
  };
}

test('contenders take turns, and the warm-up round does not count', async () => {
  const log: string[] = [];
  const results = await hold(contest(log));
  expect(log).toEqual(['plain', 'survey', 'survey', 'plain', 'plain', 'survey', 'survey', 'plain']);
  expect(results.map((result) => result.median)).toEqual([11, 22]);
  expect(results.map((result) => result.ratio)).toEqual([1, 2]);
});

test('limits are kept or missed, as a ratio or in the unit', async () => {
  const example = contest([]);
  const verdicts = judge(example, await hold(example));
  expect(verdicts.map(({ measured, kept }) => [measured, kept])).toEqual([
    [2, false],
    [22, true],
  ]);
});

test('a rival has a baseline of its own, and ratios are compared', async () => {
  const example: Contest = {
    ...contest([]),
    contenders: [
      ...contest([]).contenders,
      costs('native', [], [900, 5, 5, 5]),
      { ...costs('checked natively', [], [900, 20, 15, 10]), against: 'native' },
    ],
    limits: [
      { contender: 'survey', ratioBelow: 'checked natively' },
      { contender: 'checked natively', ratioBelow: 'survey' },
    ],
  };
  const results = await hold(example);
  expect(results.map(({ ratio, against }) => [ratio, against])).toEqual([
    [1, 'plain'],
    [2, 'plain'],
    [5 / 11, 'plain'],
    [3, 'native'],
  ]);
  expect(judge(example, results).map(({ kept }) => kept)).toEqual([true, false]);
});

test('a limit may allow a fixed cost on top of a ratio', async () => {
  const limit = { contender: 'survey', atMost: 1.5, timesThatOf: 'plain' };
  const example: Contest = {
    ...contest([]),
    limits: [
      { ...limit, plus: 5.5 },
      { ...limit, plus: 5 },
    ],
  };
  expect(judge(example, await hold(example)).map(({ measured, kept }) => [measured, kept])).toEqual([
    [1.5, true],
    [17 / 11, false],
  ]);
});

test('a limit on nobody is a mistake', async () => {
  const example: Contest = { ...contest([]), limits: [{ contender: 'nobody', atMost: 1 }] };
  const results = await hold(example);
  expect(() => judge(example, results)).toThrow('nobody');
});

test('the report is a Markdown table', async () => {
  const example = contest([]);
  expect(report(example, await hold(example))).toBe(
    [
      '## Example',
      '',
      '|        |   ms | spread | ratio |    to |',
      '| ------ | ---: | -----: | ----: | ----: |',
      '| plain  | 11.0 | ±0.500 | 1.00x |       |',
      '| survey | 22.0 |  ±1.50 | 2.00x | plain |',
      '',
      'MISSED survey: at most 1.8 times plain: 2.00',
      'kept   survey: at most 25.0 ms: 22.0',
      'The program is made up.',
      '',
    ].join('\n'),
  );
});

test('quantiles interpolate', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
  expect(spread([1, 2, 3, 4, 5])).toBe(1);
  expect(median([])).toBeNaN();
});

test('numbers have three digits', () => {
  expect([0.01234, 1, 99.95, 123456].map(number)).toEqual(['0.0123', '1.00', '100', '123456']);
});

test('short cells do not break the rule under the head', () => {
  expect(table(['', 'x'], [['a', '1']])).toBe('|     |   x |\n| --- | --: |\n| a   |   1 |');
});

test('one measurement serves all contenders of a round', async () => {
  let measured = 0;
  const pick = shared(() => (measured += 1));
  const contenders = ['a', 'b', 'c'].map((name) => ({ name, run: pick((value) => value) }));
  const results = await hold({ title: 'Shared', unit: 'ms', contenders, baseline: 'a', rounds: 2 });
  expect(measured).toBe(3);
  expect(results.map(({ median }) => median)).toEqual([2.5, 2.5, 2.5]);
});
