import { beforeAll, expect, test } from 'vitest';
import { readClangOutput } from './clang-output.ts';
import type { Diagnostic } from './compile.ts';
import type { LocalCompiler } from './compiler.ts';
import { sources, summary, testCompiler } from './testing.node.ts';

let compiler: LocalCompiler;
beforeAll(async () => {
  compiler = await testCompiler();
}, 60_000);

const check = (files: Record<string, string>, flags: string[] = []) => compiler.check({ files: sources(files), flags });

/** The text that a range covers, so that tests read as people see it. */
function covered(text: string, range: Pick<Diagnostic['ranges'][number], 'start' | 'end'>): string {
  expect(range.start.line).toBe(range.end.line);
  return (text.split('\n')[range.start.line - 1] ?? '').slice(range.start.column - 1, range.end.column - 1);
}

test('columns are UTF-16, so that ranges and fix-its cut the right text', async () => {
  const text = 'int main(int a, char **b) {\n  /* é€😀 */ if (a = 2) return **b;\n  return 0\n}';
  const [assignment, semicolon] = await check({ 'a.c': text });
  expect(assignment).toMatchObject({ severity: 'warning', option: '-Wparentheses', line: 2, column: 20 });
  expect(assignment?.ranges.map((range) => covered(text, range))).toEqual(['a = 2']);
  const [around, compare] = assignment?.notes ?? [];
  expect(around?.fixIts.map(({ start, replacement }) => [start.column, replacement])).toEqual([
    [18, '('],
    [23, ')'],
  ]);
  expect(compare?.fixIts.map((fix) => [covered(text, fix), fix.replacement])).toEqual([['=', '==']]);
  expect(semicolon).toMatchObject({ severity: 'error', line: 3, column: 11 });
  expect(semicolon?.fixIts).toEqual([
    { start: { file: 'a.c', line: 3, column: 11 }, end: { file: 'a.c', line: 3, column: 11 }, replacement: ';' },
  ]);
});

test('macros and headers: notes say where', async () => {
  const files = {
    'src/a.c':
      '#include "../x.h"\n#define TIMES(a, b) ((a) * (b))\nint main(void) { int *p = 0; return TIMES(p, 2) + x(1, 2); }',
    'x.h': 'int x(int a);\nstatic inline int unused_here(int b) { return c; }',
  };
  expect(summary(await check(files))).toEqual([
    "x.h:2:47: error: use of undeclared identifier 'c'",
    "x.h:2:35: warning: unused parameter 'b' [-Wunused-parameter]",
    "src/a.c:3:37: error: invalid operands to binary expression ('int *' and 'int')",
    "  src/a.c:2:26: note: expanded from macro 'TIMES'",
    "src/a.c:3:56: error: too many arguments to function call, expected single argument 'a', have 2 arguments",
    "  x.h:1:5: note: 'x' declared here",
  ]);
});

test('-Wall -Wextra by default, and the flags that change it', async () => {
  const files = { 'a.c': 'int main(int a, char **v) { int unused; return **v; }' };
  const options = async (flags: string[]) =>
    (await check(files, flags)).map(({ severity, option }) => [severity, option]);
  expect(await options([])).toEqual([
    ['warning', '-Wunused-variable'],
    ['warning', '-Wunused-parameter'],
  ]);
  expect(await options(['-Wno-unused-variable'])).toEqual([['warning', '-Wunused-parameter']]);
  expect(await options(['-Werror=unused-variable', '-Wno-unused-parameter'])).toEqual([['error', '-Wunused-variable']]);
  expect(await options(['-w'])).toEqual([]);
});

test('a warning in a header that several files include comes once', async () => {
  const files = {
    'a.c': '#include "h.h"\nint main(void) { return 0; }',
    'b.c': '#include "h.h"',
    'h.h': 'static inline int f(void) { int twice; return 0; }',
  };
  expect(summary(await check(files))).toEqual(["h.h:1:33: warning: unused variable 'twice' [-Wunused-variable]"]);
});

test('source text that looks like a diagnostic is not one', async () => {
  const text = 'int main(void) {\n  char *a.c:1:1: error: fake;\n}\n#error b.c:1:1: warning: also fake\n';
  const files = (await check({ 'a.c': text })).map(({ file, line }) => [file, line]);
  expect(new Set(files.map(([file]) => file))).toEqual(new Set(['a.c']));
  expect(files).toContainEqual(['a.c', 4]);
});

test('checking while typing: every prefix of a program gives diagnostics and no crash', async () => {
  const text =
    '#include <stdio.h>\n#define P(x) printf("%d\\n", x)\nint main(void) { int a[3] = {1, 2}; P(a[0]); /* ok */ return 0; }\n';
  for (let length = 1; length < text.length; length += 7) {
    const found = await check({ 'a.c': text.slice(0, length) });
    expect(found.filter(({ severity, message }) => severity === 'fatal' || /crash/.test(message))).toEqual([]);
    for (const { line } of found) expect(line).toBeGreaterThan(0);
  }
  expect(await check({ 'a.c': text })).toEqual([]);
});

test('escapes in fix-its are undone, tabs and byte order marks counted as clang does', () => {
  const stderr = 'a.c:1:3: error: odd [-Werror,-Wodd]\nfix-it:"a.c":{1:3-1:4}:"\\"\\\\\\t\\n\\303\\251"\n';
  const [one] = readClangOutput(stderr, () => new TextEncoder().encode('\ufeff\té=\n'));
  expect(one).toMatchObject({ message: 'odd', option: '-Wodd', line: 1, column: 3 });
  expect(one?.fixIts[0]?.replacement).toBe('"\\\t\né');
});
