/** Variables of real programs whose place only the run knows: arrays of variable length, found between their redzones, and thread-local ones. */
import { expect, test } from 'vitest';
import type { Row } from './object-model.ts';
import { replayProgram } from './replayed-program.fixture.ts';

const PROGRAM = `#include <alloca.h>
static int last(int n, const int *of) {
  char copy[n];
  copy[0] = 'x';
  return of[n - 1] + copy[0];
}
int main(void) {
  int n = 3;
  int squares[n];
  char *other = alloca(7);
  short small[n][2];
  for (int i = 0; i < n; i++) squares[i] = i * i;
  small[2][1] = 42;
  other[0] = 'o';
  return last(n, squares) == 0;
}
`;

/** The variables at the beginning of a line, with their parts. */
async function variablesAt(line: number): Promise<readonly Row[]> {
  const { replay, objectsAt } = await replayProgram(PROGRAM);
  const step = Array.from({ length: replay.end }, (_, i) => i).find((i) => replay.statementAt(i).line === line)!;
  return objectsAt(step).left.flatMap(({ rows }) => rows);
}

/** Of each: name and text. */
const rowsAt = async (line: number): Promise<string[]> =>
  (await variablesAt(line)).map(({ name, text, written }) => `${name} ${written === 'none' ? '?' : text}`);

test('each has its own elements, whatever alloca() and callers have between them', async () => {
  expect(await rowsAt(14)).toEqual(expect.arrayContaining(['[0] 0', '[1] 1', '[2] 4', '[0][0] ?', '[2][1] 42']));
  expect(await rowsAt(5)).toEqual(expect.arrayContaining(['[2] 4', '[2][1] 42', expect.stringMatching(/^copy "x/)]));
});

test('one that is not there yet has nothing', async () => {
  const rows = await rowsAt(9);
  expect(rows.filter((row) => row.startsWith('['))).toEqual([]);
});

test('the length now is part of the type', async () => {
  const types = (await variablesAt(14)).map(({ name, type }) => `${type} ${name}`);
  expect(types).toEqual(expect.arrayContaining(['int[3] squares', 'short[3][2] small']));
});

test('thread-local variables are those of the thread that runs, also in a child that it forked', async () => {
  const { replay, objectsAt } = await replayProgram(`#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>
static _Thread_local int mine = 5;
static void *work(void *p) {
  mine += *(int *)p;
  if (fork() == 0) {
    mine += 100;
    _exit(0);
  }
  return wait(NULL) ? NULL : p;
}
int main(void) {
  pthread_t threads[2];
  int numbers[] = { 1, 20 };
  for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, work, &numbers[i]);
  for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  mine = 99;
  return 0;
}
`);
  const seen = Array.from({ length: replay.end }, (_, step) => step).flatMap((step) => {
    const { line, thread, process } = replay.statementAt(step);
    if (![7, 9, 11, 19].includes(line)) return [];
    const rows = objectsAt(step).left.find(({ kind }) => kind === 'globals')?.rows ?? [];
    return [`${process}/${thread} ${line}: ${rows.find(({ name }) => name === 'mine')?.text}`];
  });
  expect(seen.sort()).toEqual([
    '0/0 19: 99',
    '0/1 11: 6',
    '0/1 7: 6',
    '0/2 11: 25',
    '0/2 7: 25',
    '1/0 9: 106',
    '2/0 9: 125',
  ]);
});
