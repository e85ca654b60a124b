import { describe, expect, test } from 'vitest';
import type { DebugInfo } from './debug-info.ts';
import { readVariable } from './read-variable.ts';
import { childrenOf } from './read-value.ts';
import { compileFixture } from './testing/compile-fixture.node.ts';
import { compileRedzoned } from './testing/compile-redzoned.node.ts';
import type { Stop } from './testing/stop-at.node.ts';
import { runWithStops, STOP } from './testing/stop-at.node.ts';
import type { VariableValue } from './read-variable.ts';
import { variablesInScope } from './variables-in-scope.ts';

const SOURCE = `${STOP}
#include <stdbool.h>
struct item { int key; char name[6]; };
struct node { struct node *next; struct item items[2]; unsigned low : 3, high : 9; signed s : 4; union { int i; float f; }; };
enum color { RED, GREEN = 5, BLUE = -1 };
typedef int (*compare)(const char *, const char *);
static int order(const char *a, const char *b) { return *a - *b; }
struct node global = {0, {{1, "one"}, {2, "two"}}, 5, 300, -3, {.f = 1.5f}};
static int calls;
int inner(int depth, const char *text, double ratio) {
  char buf[8] = "abc";
  long long big = -1234567890123LL;
  unsigned char byte = 200;
  _Alignas(32) float wide[3] = {0.1f, -2.5f, 1e10f};
  bool yes = true;
  enum color color = BLUE;
  compare pointer = order;
  struct node node = global;
  int matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
  long double quad = 0.1L;
  double _Complex z = 1.0 - 2.0i;
  short undef;
  node.next = &global;
  calls++;
  for (int i = 7; i < 8; i++) {
    char buf = 'x';
    if (pointer && depth) buf = 'y';
    stop();
  }
  return (int)big + byte + yes + color + (int)wide[0] + matrix[1][1] + buf[0] + (int)quad + (int)__real__ z + undef;
}
int middle(int depth) { char local[40]; local[0] = (char)depth; return inner(depth + local[0], "deep\\n", 0.1); }
int main(int argc, char **argv) {
  int answer = middle(1);
  return answer == 12345;
}
`;

const VLA = `${STOP}
int fill(int n, short m[2][n]) {
  int v[n];
  for (int i = 0; i < n; i++) v[i] = 100 + i;
  for (int i = 0; i < n; i++) { m[0][i] = i; m[1][i] = 10 + i; }
  return v[n - 1];
}
int work(int rows, int n) {
  short m[rows][n];
  int v[n];
  fill(n, m);
  for (int i = 0; i < n; i++) v[i] = 100 + i;
  stop();
  return v[0] + m[1][1];
}
int main(int argc, char **argv) { return work(2, 3) == 0; }
`;

/** The variables of the frame by name (the innermost of that name). */
function readFrame(info: DebugInfo, stop: Stop): Map<string, VariableValue> {
  const values = new Map<string, VariableValue>();
  for (const variable of variablesInScope(info, stop.codeOffset)) {
    if (!variable.shadowed) values.set(variable.name, readVariable(info, variable, stop));
  }
  return values;
}

function texts(info: DebugInfo, from: VariableValue | undefined): Record<string, string> {
  if (!from) return {};
  const children = childrenOf(info, from.value, from.read, from.options);
  return Object.fromEntries(children.map((child) => [child.name, child.value.text]));
}

function checkInner(info: DebugInfo, stop: Stop): void {
  const values = readFrame(info, stop);
  const text = (name: string) => values.get(name)?.value.text;
  const shown = ['depth', 'ratio', 'big', 'byte', 'yes', 'color', 'quad', 'z', 'i', 'buf'];
  expect(Object.fromEntries(shown.map((name) => [name, text(name)]))).toEqual({
    depth: '2',
    ratio: '0.1',
    big: '-1234567890123',
    byte: '200',
    yes: 'true',
    color: 'BLUE',
    quad: '0.1',
    z: '1.0 - 2.0i',
    i: '7',
    buf: "'y'",
  });
  expect(texts(info, values.get('wide'))).toEqual({ '[0]': '0.1', '[1]': '-2.5', '[2]': '10000000000.0' });
  const matrix = values.get('matrix') as VariableValue;
  const rows = childrenOf(info, matrix.value, matrix.read);
  expect(rows.map((row) => childrenOf(info, row.value, matrix.read).map((each) => each.value.text))).toEqual([
    ['1', '2', '3'],
    ['4', '5', '6'],
  ]);
  checkNode(info, values.get('node') as VariableValue);
  expect(values.get('pointer')?.value).toMatchObject({ kind: 'pointer', toFunction: true });
}

function checkNode(info: DebugInfo, node: VariableValue): void {
  expect(texts(info, node)).toMatchObject({ items: '{...}', low: '5', high: '300', s: '-3' });
  const [next, items, , , , union] = childrenOf(info, node.value, node.read);
  const global = info.globals.find(({ name }) => name === 'global');
  expect(next?.value).toMatchObject({ kind: 'pointer', target: (global?.location as { address: number }).address });
  const item = items && childrenOf(info, items.value, node.read)[1];
  expect(item && childrenOf(info, item.value, node.read).map((each) => [each.path, each.value.text])).toEqual([
    ['.key', '2'],
    ['.name', '"two"'],
  ]);
  expect(union && childrenOf(info, union.value, node.read).map((each) => each.value.text)).toEqual([
    String(0x3fc00000),
    '1.5',
  ]);
}

describe.each([
  ['DWARF 4', [], 'plain'],
  ['DWARF 5', ['-gdwarf-5'], 'plain'],
  ['DWARF 4', [], 'with redzones'],
  ['DWARF 5', ['-gdwarf-5'], 'with redzones'],
] as const)('%s %s, %s', (_name, flags, build) => {
  test('variable-length arrays are read with their counts', async () => {
    const compile = build === 'plain' ? compileFixture : compileRedzoned;
    const { wasm, info } = await compile(VLA, flags);
    let shown: unknown;
    runWithStops(wasm, info, VLA, (stop) => {
      const values = readFrame(info, stop);
      const m = values.get('m') as VariableValue;
      const rows = childrenOf(info, m.value, m.read, m.options);
      const cells = rows.map((row) => childrenOf(info, row.value, m.read, m.options).map((each) => each.value.text));
      shown = { v: texts(info, values.get('v')), cells };
    });
    expect(shown).toEqual({
      v: { '[0]': '100', '[1]': '101', '[2]': '102' },
      cells: [
        ['0', '1', '2'],
        ['10', '11', '12'],
      ],
    });
  });

  test('a running program is read from its memory', async () => {
    const compile = build === 'plain' ? compileFixture : compileRedzoned;
    const { wasm, info } = await compile(SOURCE, flags);
    expect(info.problems).toEqual([]);
    const seen: string[] = [];
    runWithStops(wasm, info, SOURCE, (stop) => {
      seen.push(stop.functionName);
      checkInner(info, stop);
    });
    expect(seen).toEqual(['inner']);
  });
});
