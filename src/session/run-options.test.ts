import { expect, test } from 'vitest';
import { checksOf, DEFAULT_OPTIONS, environmentOf, readOptions } from './run-options.ts';

test('what is stored is taken as far as it is usable', () => {
  expect(readOptions(undefined)).toEqual(DEFAULT_OPTIONS);
  expect(readOptions({ redzoneBytes: 3, failing: 'always', environment: 4, stopAtFirst: 'yes' })).toEqual(
    DEFAULT_OPTIONS,
  );
  const options = {
    environment: 'A=1',
    redzoneBytes: 64,
    quarantineBytes: 4096,
    stopAtFirst: true,
    failing: 'nth',
    failingNumber: 3,
  } as const;
  expect(readOptions(JSON.parse(JSON.stringify(options)))).toEqual(options);
});

test('the environment is read line by line', () => {
  const environment = ' MALLOC_TRACE=./test.log \nEMPTY=\nnothing\n1X=2\nB=x=y';
  expect(environmentOf({ ...DEFAULT_OPTIONS, environment })).toEqual({
    MALLOC_TRACE: './test.log',
    EMPTY: '',
    B: 'x=y',
  });
});

test('checks are asked for as the engine spells them', () => {
  expect(checksOf(DEFAULT_OPTIONS).failing).toBeUndefined();
  expect(checksOf({ ...DEFAULT_OPTIONS, failing: 'nth', failingNumber: 2, stopAtFirst: true })).toMatchObject({
    stopAfter: 1,
    failing: { kind: 'nth', n: 2 },
  });
  expect(checksOf({ ...DEFAULT_OPTIONS, failing: 'random', failingNumber: 7 }).failing).toEqual({
    kind: 'random',
    seed: 7,
  });
});
