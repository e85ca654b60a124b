import { expect, test } from 'vitest';
import type { DebugInfo } from './debug-info.ts';
import { pathInType } from './path-in-type.ts';
import { localAtAddress, variableAtAddress } from './variable-at-address.ts';
import { compileFixture } from './testing/compile-fixture.node.ts';
import { declareDimensions, typeName } from './type-name.ts';
import { statementRows } from './statement-rows.ts';

const SOURCE = `struct item { int x; char name[5]; short last; };
struct node {
  struct node *next;
  struct item items[3];
  unsigned low : 3, high : 20;
  union { int i; double d; struct { char a, b; } pair; };
  int matrix[2][3];
  int flexible[];
};
typedef const struct node Node;
struct item table[4];
struct node single;
Node *pointer;
int f(int n) {
  static short counter[3];
  struct item local[2];
  local[1].x = n;
  { int n = counter[1]++; local[0].x = n; }
  return local[1].x;
}
int main(int argc, char **argv) {
  const char *text = "literal";
  return f(3) + text[0] + table[1].x + single.low + (pointer != 0);
}
`;

function globalNamed(info: DebugInfo, name: string): { type: number; address: number } {
  const variable = info.globals.find((each) => each.name === name);
  if (variable?.location.kind !== 'address') throw new Error(`${name} has no address`);
  return { type: variable.type, address: variable.location.address };
}

test('bytes of an object are named', async () => {
  const { info } = await compileFixture(SOURCE);
  const { type } = globalNamed(info, 'single');
  const path = (offset: number) => {
    const { path: text, rest, isPadding } = pathInType(info, type, offset);
    return `${text}${rest ? `+${rest}` : ''}${isPadding ? ' padding' : ''}`;
  };
  // next 0, items 4 (12 each: x 0, name 4, last 10), bits 40, union 48 (double), matrix 56, flexible 80
  expect([0, 3, 4, 7, 8, 14, 16, 20, 26].map(path)).toEqual([
    '.next',
    '.next+3',
    '.items[0].x',
    '.items[0].x+3',
    '.items[0].name[0]',
    '.items[0].last',
    '.items[1].x',
    '.items[1].name[0]',
    '.items[1].last',
  ]);
  expect([13, 40, 41, 43, 48, 52, 56, 72, 79, 84].map(path)).toEqual([
    '.items[0]+9 padding',
    '.low',
    '.high+1',
    '+43 padding',
    '.i',
    '.d+4',
    '.matrix[0][0]',
    '.matrix[1][1]',
    '.matrix[1][2]+3',
    '.flexible[1]',
  ]);
});

test('an address is in a global, a static, a literal, or in none of them', async () => {
  const { info } = await compileFixture(SOURCE);
  const describe = (address: number) => {
    const found = variableAtAddress(info, address);
    return found && `${found.variable.name}${found.inside.path}`;
  };
  const table = globalNamed(info, 'table').address;
  const counter = globalNamed(info, 'counter').address;
  expect(describe(table)).toBe('table[0].x');
  expect(describe(table + 3 * 12 + 4)).toBe('table[3].name[0]');
  expect(describe(table + 4 * 12 - 1)).toBe('table[3].last');
  expect(describe(counter + 2)).toBe('counter[1]');
  expect(variableAtAddress(info, counter)?.variable.inFunction).toBe('f');
  const literal = info.literals[0];
  const at = literal?.location.kind === 'address' ? literal.location.address : 0;
  expect(typeName(info, literal?.type ?? 0)).toBe('char[8]');
  expect(describe(at + 3)).toBe('[3]');
  expect(describe(8)).toBeUndefined();
  for (let address = table - 64; address < table + 128; address++) {
    const slow = [...info.globals, ...info.literals].find(
      ({ location, type }) =>
        location.kind === 'address' &&
        address >= location.address &&
        pathInside(info, type, address - location.address),
    );
    expect(variableAtAddress(info, address)?.variable).toBe(slow);
  }
});

/** Whether an offset lies in an object, by the size that its type's own declaration says. */
function pathInside(info: DebugInfo, type: number, offset: number): boolean {
  const sizes: Record<string, number> = {
    'struct item[4]': 48,
    'struct node': 80,
    'Node *': 4,
    'short[3]': 6,
    'char[8]': 8,
  };
  return offset < (sizes[typeName(info, type)] ?? NaN);
}

test('an address is in a local of a frame', async () => {
  const { info } = await compileFixture(SOURCE);
  const f = info.functions.findIndex(({ name }) => name === 'f');
  const row = statementRows(info).find((each) => each.function === f && each.line === 18);
  const code = row?.code ?? 0;
  const scopes = [info.functions[f]?.body, info.functions[f]?.body.scopes[0]];
  const offsetOf = (scope: number, name: string) => {
    const location = scopes[scope]?.variables.find((each) => each.name === name)?.location;
    return location?.kind === 'frame' ? location.offset : NaN;
  };
  const base = 0x10000;
  const local = localAtAddress(info, code, base, base + offsetOf(0, 'local') + 12 + 4);
  expect(`${local?.variable.name}${local?.inside.path}`).toBe('local[1].name[0]');
  expect(localAtAddress(info, code, base, base + offsetOf(0, 'n'))?.variable).toMatchObject({
    name: 'n',
    shadowed: true,
  });
  expect(localAtAddress(info, code, base, base + offsetOf(1, 'n'))?.variable).toMatchObject({
    name: 'n',
    shadowed: false,
  });
  expect(localAtAddress(info, code, base, base + 4000)).toBeUndefined();
});

test('rows of a matrix have types of their own', async () => {
  const { info } = await compileFixture(SOURCE);
  const matrix = info.types.findIndex((type) => type.kind === 'array' && type.dimensions.length === 2);
  expect(declareDimensions(info, matrix, 1, 'row')).toBe('int row[3]');
});
