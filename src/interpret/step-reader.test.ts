/** What steps of real programs read, told from their stores alone. */
import { expect, test } from 'vitest';
import { replayProgram } from '../layout/replayed-program.fixture.ts';

/** The rows that each step read, by the line of its statement: `frame or block: name`. */
async function readsOf(text: string): Promise<Map<number, string[]>> {
  const { replay, objectsAt } = await replayProgram(text);
  const found = new Map<number, string[]>();
  for (let step = 1; step <= replay.end; step += 1) {
    const { line } = replay.statementAt(step - 1);
    const model = objectsAt(step);
    const rows = [...model.left, ...model.right].flatMap((box) =>
      box.rows.flatMap((row) =>
        row.wasRead ? `${box.kind === 'frame' ? box.name : box.id}: ${row.name || row.text}` : [],
      ),
    );
    found.set(line, [...new Set([...(found.get(line) ?? []), ...rows])]);
  }
  return found;
}

test('loads through pointers, of elements and of members are told, and only those', async () => {
  const reads = await readsOf(`#include <stdlib.h>
struct node { int value; struct node *next; };
int main(void) {
  int numbers[3] = {1, 2, 3};
  int i = 1, sum = 0;
  struct node *list = malloc(sizeof *list);
  list->value = numbers[i];
  list->next = NULL;
  sum = list->value + 4;
  numbers[2] = sum;
  free(list);
  return 0;
}
`);
  // Where parts are shown, they alone are marked, and not the whole.
  expect(reads.get(7)).toEqual(['main: [1]', 'main: i', 'main: list']);
  expect(reads.get(8)).toEqual(['main: list']);
  expect(reads.get(9)).toEqual(['main: list', 'b1: value']);
  expect(reads.get(10)).toEqual(['main: sum']);
  expect(reads.get(11)).toEqual(['main: list']);
  expect(reads.get(12)).toEqual([]);
});

test('a call is followed into the function and back: arguments, what it read, and what is read after it has returned', async () => {
  const reads = await readsOf(`static int twice(const int *p) {
  return *p * 2;
}
static int last(int n) {
  int unused = n;
  return unused > 0 ? last(n - 1) : 3;
}
int main(void) {
  int a = 4, b = 5, c = 0;
  c = b + twice(&a) + b;
  c += last(2);
  return c == 0;
}
`);
  expect(reads.get(2)).toEqual(['main: a', 'main: b']);
  expect(reads.get(6)).toEqual(expect.arrayContaining(['last: n', 'last: unused', 'main: c']));
  expect(reads.get(10)).toEqual(['main: b']);
});

test('string functions read what they are given, up to its end', async () => {
  const reads = await readsOf(`#include <stdio.h>
#include <string.h>
int main(void) {
  char from[8] = "abc", to[8], other[8] = "xyz";
  int length = 0;
  strcpy(to, from);
  length = (int)strlen(to);
  if (strcmp(to, other) < 0 && length == 3) length = 4;
  printf("%s %d\\n", to, length);
  return 0;
}
`);
  expect(reads.get(6)).toEqual(['main: from']);
  expect(reads.get(7)).toEqual(['main: to']);
  expect(reads.get(8)).toEqual(expect.arrayContaining(['main: to', 'main: other']));
  expect(reads.get(9)).toEqual(expect.arrayContaining(['main: length']));
});

test('elements of arrays of variable length are told, of several dimensions too, and in a loop that makes one again and again', async () => {
  const reads = await readsOf(`static int middle(int n, int rows) {
  int line[n];
  int grid[rows][n];
  for (int i = 0; i < n; i++) line[i] = i;
  grid[1][2] = 7;
  int found = line[1];
  found += grid[1][2];
  line[0] = found;
  return line[n - 1] + found;
}
int main(void) {
  int sum = 0;
  for (int n = 1; n < 4; n++) {
    char text[n];
    text[n - 1] = 'x';
    int more = text[n - 1];
    sum += more;
  }
  return sum == middle(4, 2);
}
`);
  expect(reads.get(6)).toEqual(['middle: [1]']);
  expect(reads.get(7)).toEqual(['middle: [1][2]', 'middle: found']);
  expect(reads.get(8)).toEqual(['middle: found']);
  expect(reads.get(16)).toEqual(expect.arrayContaining(['main: n', 'main: text']));
});
