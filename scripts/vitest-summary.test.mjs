import { expect, test } from 'vitest';
import { summarise } from './vitest-summary.mjs';

/** As much of vitest's TestModule as the summary reads. */
const moduleOf = (/** @type {object[]} */ tests, /** @type {object[]} */ errors = []) =>
  /** @type {any} */ ({
    relativeModuleId: 'a.test.ts',
    errors: () => errors,
    children: {
      allTests: () => tests.map((result) => ({ fullName: 'it works', result: () => result })),
      allSuites: () => [],
    },
  });

test('every kind of failure counts, and a skipped test says why', () => {
  const modules = [
    moduleOf([
      { state: 'passed' },
      { state: 'failed' },
      { state: 'skipped', note: 'no valgrind here' },
      { state: 'skipped' },
    ]),
    moduleOf([], [{ message: 'Cannot find module' }]),
  ];
  expect(summarise(modules, [{ message: 'unhandled rejection' }])).toEqual({
    passed: 1,
    failures: ['a.test.ts > it works', 'a.test.ts: Cannot find module', 'outside of any test: unhandled rejection'],
    skips: [
      { file: 'a.test.ts', name: 'it works', reason: 'no valgrind here' },
      { file: 'a.test.ts', name: 'it works', reason: 'no reason given' },
    ],
  });
});
