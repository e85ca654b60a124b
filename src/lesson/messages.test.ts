/** Each sentence in each language: the types say that there is one, this that it was translated and tells what it must. */
import { describe, expect, test } from 'vitest';
import type { RunEnd } from '../trace/recording.ts';
import type { WhatFailed } from './check-result.ts';
import { LESSON_WORDS, lessonMessages } from './messages.ts';
import type { Check } from './model.ts';
import type { WrongInLesson } from './problem.ts';

type OneOfEach<T extends { readonly kind: string }> = { readonly [K in T['kind']]: T & { readonly kind: K } };

const CHECKS: OneOfEach<Check> = {
  'no-findings': { kind: 'no-findings' },
  findings: { kind: 'findings', findings: [{ kind: 'leak', line: 77 }] },
  output: { kind: 'output', text: 'printed' },
  'output-contains': { kind: 'output-contains', text: 'printed' },
  exit: { kind: 'exit', code: 77 },
  'allocations-at-most': { kind: 'allocations-at-most', most: 77 },
  'peak-at-most': { kind: 'peak-at-most', most: 77 },
  frees: { kind: 'frees', function: 'destroy' },
  'malloc-failing': { kind: 'malloc-failing' },
  schedules: { kind: 'schedules', count: 77 },
  uses: { kind: 'uses', function: 'realloc' },
  avoids: { kind: 'avoids', function: 'gets' },
};

const end: RunEnd = { kind: 'exit', code: 5, steps: 1 };
const finding = {
  ...({
    kind: 'leak',
    leak: 'definitely-lost',
    step: 1,
    process: 0,
    thread: 0,
    stack: [],
    indices: [0],
    libc: false,
  } as const),
  ...{ allocated: { stack: [], step: 0 }, bytes: 77, blocks: 1, blockIds: [1] },
};

const FAILURES: OneOfEach<WhatFailed> = {
  stopped: { kind: 'stopped', end },
  finding: { kind: 'finding', finding, others: 4 },
  'no-such-finding': { kind: 'no-such-finding', expected: { kind: 'leak', line: 77 } },
  output: { kind: 'output', line: 77, expected: 'right', printed: 'wrong' },
  'output-lacks': { kind: 'output-lacks', text: 'printed' },
  exit: { kind: 'exit', expected: 77, end },
  allocations: { kind: 'allocations', most: 4, is: 77 },
  peak: { kind: 'peak', most: 4, is: 77 },
  'never-called': { kind: 'never-called', function: 'destroy' },
  called: { kind: 'called', function: 'destroy' },
  'not-freed': { kind: 'not-freed', function: 'destroy', size: 77, line: 4 },
  'finding-after-failure': { kind: 'finding-after-failure', number: 4, finding },
  'end-after-failure': { kind: 'end-after-failure', number: 77, end },
  schedule: { kind: 'schedule', seed: 77, difference: 'output' },
  'too-long': { kind: 'too-long' },
};

const PROBLEMS: readonly WrongInLesson[] = [
  { kind: 'unknown-field', name: 'x', known: ['title'] },
  { kind: 'unknown-directive', name: '::x', known: ['::show'] },
  { kind: 'unknown-cell', name: 'x', known: ['value'] },
  { kind: 'unknown-program', name: 'x', known: ['start'] },
  { kind: 'unknown-check', name: 'x', known: ['exit'] },
  { kind: 'unclosed', name: 'hint' },
  { kind: 'misplaced', name: 'hint' },
  { kind: 'no-such-file', name: 'x.c' },
  { kind: 'no-such-lesson', name: '99-x' },
  { kind: 'refused-link', name: 'ftp:x' },
  { kind: 'duplicate-id', name: 'q1', firstLine: 77 },
  { kind: 'second-exercise', name: 'exercise', firstLine: 77 },
  { kind: 'too-long', most: 77 },
  { kind: 'differs', other: 'lesson.en.md', otherLine: 77, there: 'hint' },
  { kind: 'differs', other: 'lesson.en.md', otherLine: 77, there: '' },
  { kind: 'unresolved', why: { kind: 'line-not-reached', file: 'a.c', line: 77, times: 0 } },
  { kind: 'unresolved', why: { kind: 'line-not-reached', file: 'a.c', line: 77, times: 2 } },
  { kind: 'unresolved', why: { kind: 'finding-not-made', finding: 77, findings: 4 } },
  { kind: 'unresolved', why: { kind: 'no-variable', name: 'main.p' } },
  { kind: 'unresolved', why: { kind: 'no-block', block: 77, blocks: 4 } },
  { kind: 'unresolved', why: { kind: 'no-pointer', name: 'main.p' } },
  { kind: 'unresolved', why: { kind: 'no-value', name: 'main.p' } },
  { kind: 'unresolved', why: { kind: 'nothing-to-choose' } },
  { kind: 'solution-fails', check: CHECKS.exit, failure: { what: FAILURES.exit } },
];

await LESSON_WORDS.fetch('zh');
const [en, zh] = [lessonMessages('en'), lessonMessages('zh')];
const numbersIn = (text: string): string[] => (text.match(/\d+/g) ?? []).sort();

describe('in both languages', () => {
  test.each([
    ...Object.values(CHECKS).map((check) => [`check ${check.kind}`, en.check(check), zh.check(check)]),
    ...Object.values(FAILURES).map((what) => [`failure ${what.kind}`, en.failure(what), zh.failure(what)]),
    ...PROBLEMS.map((what) => [`problem ${what.kind}`, en.problem(what), zh.problem(what)]),
  ])('%s', (_, english, chinese) => {
    expect(english).not.toMatch(/\p{Script=Han}/u);
    expect(chinese).toMatch(/\p{Script=Han}/u);
    // What one mentions the other does: "1 block" is the only number that Chinese may write otherwise.
    const without = (text: string): string[] => numbersIn(text).filter((number) => number !== '1');
    expect(without(chinese!)).toEqual(without(english!));
  });

  test('what a field may hold', () => {
    expect(Object.keys(zh.expected)).toEqual(Object.keys(en.expected));
    for (const word of Object.values(zh.expected)) expect(word).toMatch(/\p{Script=Han}/u);
  });
});
