/** What pointers lead to is seen, though it lies in an array that is closed or longer than what is shown of it. */
import { expect, test } from 'vitest';
import { replayProgram } from './replayed-program.fixture.ts';

const PROGRAM = `#include <stdlib.h>
struct point { int x, y; };
int main(void) {
  struct point path[20];
  int many[100];
  struct point *heap = malloc(40 * sizeof *heap);
  for (int i = 0; i < 100; i++) many[i] = i;
  for (int i = 0; i < 20; i++) path[i].x = path[i].y = i;
  struct point *here = &path[10];
  int *inner = &path[3].y;
  int *far = &many[70];
  struct point *beyond = &heap[30];
  beyond->x = 5;
  here = NULL;
  inner = NULL;
  far = many;
  free(heap);
  return 0;
}
`;

test('the elements that are pointed at have rows, as long as they are', async () => {
  const { replay, objectsAt } = await replayProgram(PROGRAM);
  const rowsBefore = (line: number): string[] => {
    const steps = Array.from({ length: replay.end }, (_, step) => step);
    const { left, right } = objectsAt(steps.find((step) => replay.statementAt(step).line === line)!);
    return [...left, ...right].flatMap(({ rows }) => rows.map(({ id }) => id));
  };
  const before = rowsBefore(9);
  expect(before.filter((id) => /(path|many)\[/.test(id))).toEqual([]);
  const all = rowsBefore(14);
  expect(all).toEqual(
    expect.arrayContaining(['f1/path[10]', 'f1/path[10].x', 'f1/path[3].y', 'f1/many[70]', 'b1[30].x']),
  );
  expect(all.filter((id) => /path\[\d+\]$/.test(id))).toHaveLength(2);
  expect(rowsBefore(17).filter((id) => /(path|many)\[\d+\]$/.test(id))).toEqual(['f1/many[0]']);
});
