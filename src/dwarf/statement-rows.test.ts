import { expect, test } from 'vitest';
import { statementRows } from './statement-rows.ts';
import { compileFixture } from './testing/compile-fixture.node.ts';

const SOURCE = `int twice(int x) {
  int y = x;
  y = y * 2;
  return y;
}
void nothing(void) {
}
int main(int argc, char **argv) {
  int sum = 0;
  for (int i = 0;
       i < argc;
       i++) {
    sum += twice(i);
  }
  nothing();
  while (sum > 100)
    sum--;
  if (sum)
    return 1;
  return 0;
}
`;

test.each([['-gdwarf-4'], ['-gdwarf-5']])('each statement has a row, the prologue has none (%s)', async (flag) => {
  const { info } = await compileFixture(SOURCE, [flag]);
  const lines = new Map<string, number[]>();
  const rows = statementRows(info);
  for (const row of rows) {
    const name = info.functions[row.function]?.name ?? '';
    lines.set(name, [...(lines.get(name) ?? []), row.line]);
  }
  expect(Object.fromEntries(lines)).toEqual({
    main: [9, 10, 11, 10, 13, 12, 10, 15, 16, 17, 16, 18, 19, 20, 21],
    twice: [2, 3, 4],
    nothing: [7],
  });
  for (const row of rows) {
    const each = info.functions[row.function];
    expect(row.code).toBeGreaterThan(each?.low ?? Infinity);
    expect(row.code).toBeLessThan(each?.high ?? 0);
  }
  const codes = rows.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
});
