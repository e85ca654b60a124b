/** Variables at the end of their function, where their scope has ended. */
import { expect, test } from 'vitest';
import { replayProgram } from './replayed-program.fixture.ts';

const PROGRAM = `#include <stdlib.h>
static void fill(int *to, int n) { for (int i = 0; i < n; i++) to[i] = i * i; }
int main(void) {
  int squares[3], half[2], none[2];
  char *block = malloc(4);
  fill(squares, 3);
  fill(half, 1);
  fill(none, 0);
  char **where = &block;
  return where == NULL;
}
`;

test('hold their last values when the closing brace is done, and no value where there was none', async () => {
  const { replay, objectsAt } = await replayProgram(PROGRAM);
  const rowsAt = (step: number) =>
    objectsAt(step).left.flatMap(({ rows }) =>
      rows.map(
        ({ name, text, written, hasEnded, pointing }) =>
          `${name} ${written === 'none' ? '?' : (pointing?.kind ?? text)}${hasEnded ? ' ended' : ''}`,
      ),
    );
  const atBrace = Array.from({ length: replay.end }, (_, i) => i).find((i) => replay.statementAt(i).line === 11)!;
  const last = ['[0] 0', '[1] 1', '[2] 4', '[0] 0', '[1] ?', '[0] ?', '[1] ?', 'block object'];
  expect(rowsAt(atBrace)).toEqual(expect.arrayContaining(last));
  expect(rowsAt(atBrace + 1)).toEqual(
    expect.arrayContaining(last.map((row) => (row.includes('?') ? row : `${row} ended`))),
  );
  // Back again, what is shown is what was.
  expect(rowsAt(atBrace)).toEqual(expect.arrayContaining(last));
});
