import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Progress } from './lesson-progress.svelte.ts';

let stored: Map<string, string>;
let refusal: DOMException | undefined;
beforeEach(() => {
  stored = new Map();
  refusal = undefined;
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem(key: string, value: string) {
      if (refusal) throw refusal;
      stored.set(key, value);
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const LESSON = { name: '01-a', tasks: ['first', 'q1', 'exercise'] };

test('what is done is kept, counted, and found again', () => {
  const progress = new Progress();
  expect(progress.doneOf(LESSON)).toBe(0);
  progress.update('01-a', { predicts: { first: { given: [['3']], done: 'right' } } });
  progress.update('01-a', { quizzes: { q1: { chosen: [1], right: false } } });
  progress.update('01-a', { passed: true, code: { 'start.c': 'int main;' } });
  const later = new Progress();
  expect(later.doneOf(LESSON)).toBe(2);
  expect(later.of('01-a').code).toEqual({ 'start.c': 'int main;' });
  expect(later.trouble).toBeUndefined();
});

test('another tab may go on with another lesson', () => {
  const [one, two] = [new Progress(), new Progress()];
  one.update('01-a', { hints: 1 });
  two.update('02-b', { hints: 2 });
  expect([new Progress().of('01-a').hints, new Progress().of('02-b').hints]).toEqual([1, 2]);
});

test.each([
  ['full', new DOMException('', 'QuotaExceededError')],
  ['forbidden', new DOMException('', 'SecurityError')],
])('storage that is %s: it works in memory and says so', (trouble, error) => {
  const progress = new Progress();
  refusal = error;
  progress.update('01-a', { hints: 1 });
  expect(progress.of('01-a').hints).toBe(1);
  expect(progress.trouble).toBe(trouble);
});

test('a file takes it elsewhere; what is no such file changes nothing', () => {
  const progress = new Progress();
  progress.update('01-a', { passed: true });
  const file = progress.exported();
  stored.clear();
  const elsewhere = new Progress();
  elsewhere.update('02-b', { hints: 1 });
  expect(elsewhere.imported(file)).toBe(1);
  expect([elsewhere.of('01-a').passed, elsewhere.of('02-b').hints]).toEqual([true, 1]);
  for (const other of ['', '{', '[]', 'null', '{"version":1}', file.replace('true', '"yes"'), 'x'.repeat(3_000_000)])
    expect(elsewhere.imported(other), other.slice(0, 20)).toBeUndefined();
  expect(elsewhere.of('01-a').passed).toBe(true);
});

test('what is stored but is no progress is not believed', () => {
  stored.set('heapscope.lessons', '{"heapscope":"progress","version":1,"lessons":{"01-a":{"hints":-1}}}');
  expect(new Progress().of('01-a').hints).toBe(0);
});
