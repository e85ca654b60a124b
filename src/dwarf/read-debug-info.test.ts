import { expect, test } from 'vitest';
import type { EvaluationContext } from './evaluation.ts';
import { readDebugInfo } from './read-debug-info.ts';
import { readVariable } from './read-variable.ts';
import { bytesReader, childrenOf, readValue } from './read-value.ts';
import { statementRows } from './statement-rows.ts';
import { compileFixture } from './testing/compile-fixture.node.ts';
import { EVERYTHING } from './testing/everything.ts';
import { variablesInScope } from './variables-in-scope.ts';
import { wasmLocalsOf } from './wasm-locals.ts';

test.each([['-gdwarf-4'], ['-gdwarf-5']])('files, globals, statics and literals of two units (%s)', async (flag) => {
  const { info } = await compileFixture(EVERYTHING, [flag]);
  expect(info.problems).toEqual([]);
  expect(info.files).toEqual(expect.arrayContaining(['main.c', 'lib/list.c', 'lib/list.h']));
  expect(info.globals.map(({ name, inFunction }) => (inFunction ? `${inFunction}: ${name}` : name)).sort()).toEqual([
    'global',
    'helper: calls',
    'per_thread',
    'table',
  ]);
  expect(info.globals.every(({ location, isStatic }) => location.kind === 'address' && isStatic)).toBe(true);
  expect(info.literals).toHaveLength(3);
  const helper = info.functions.find(({ name }) => name === 'helper');
  expect(helper).toMatchObject({ isStatic: true, isVariadic: false, line: 11 });
  expect(info.files[helper?.file ?? -1]).toBe('main.c');
  expect(info.functions.find(({ name }) => name === 'is_empty')).toBeDefined();
});

test('variables of the scopes around a place, the innermost first', async () => {
  const { info } = await compileFixture(EVERYTHING);
  const inside = statementRows(info).find(
    ({ line, function: index }) => line === 24 && info.functions[index]?.name === 'main',
  );
  const variables = variablesInScope(info, inside?.code ?? 0);
  expect(variables.map(({ name, inlineDepth }) => `${inlineDepth} ${name}`)).toEqual([
    '0 x',
    '0 result',
    '1 a',
    '1 b',
    '1 first',
    '2 both',
    '2 i',
    '2 argc',
    '2 argv',
    '2 buffer',
    '2 total',
    '2 matrix',
    '2 list',
  ]);
});

test('debug information survives a trip to another thread', async () => {
  const { wasm, info } = await compileFixture(EVERYTHING, ['-O1']);
  expect(structuredClone(info)).toEqual(info);
  expect(readDebugInfo(Buffer.from(wasm))).toEqual(info);
});

test('what the linker dropped is not there', async () => {
  const source = `int unused_data[100] = {1};
    int unused(void) { static int hidden = 5; return hidden++ + unused_data[3]; }
    int used = 1;
    int main(int argc, char **argv) { return used; }`;
  for (const flag of ['-gdwarf-4', '-gdwarf-5']) {
    const { info } = await compileFixture(source, [flag]);
    expect(info.functions.map(({ name }) => name)).toEqual(['main']);
    expect(info.globals.map(({ name }) => name)).toEqual(['used']);
    expect(statementRows(info).map(({ line }) => line)).toEqual([4]);
  }
});

test.each([['-gdwarf-4'], ['-gdwarf-5']])('optimised code: constants, pieces, values in locals (%s)', async (flag) => {
  const source = `volatile int sink;
    struct pair { int a, b; };
    static int twice(struct pair p) { int both = p.a + p.b; sink = both; return both * 2; }
    int main(int argc, char **argv) {
      const int fixed = 42;
      struct pair pair = {argc, 7};
      sink = fixed;
      int result = twice(pair);
      sink = result;
      return argc;
    }`;
  const { info } = await compileFixture(source, [flag, '-O1']);
  const rows = statementRows(info).filter(({ line }) => line === 9 || line === 10);
  const code = rows.at(-1)?.code ?? 0;
  const context: EvaluationContext = {
    codeOffset: code,
    readMemory: bytesReader(new Uint8Array(0)),
    wasmLocal: () => 5n,
  };
  const variables = variablesInScope(info, code);
  const read = (name: string) => {
    const variable = variables.find((each) => each.name === name);
    return variable && readVariable(info, variable, context);
  };
  expect(read('fixed')?.value.text).toBe('42');
  expect(read('argc')?.value.text).toBe('5');
  const pair = read('pair');
  expect(pair && childrenOf(info, pair.value, pair.read).map(({ path, value }) => [path, value.text])).toEqual([
    ['.a', '5'],
    ['.b', '7'],
  ]);
});

test('structs passed by value are behind a pointer in a local; without it they are not recorded', async () => {
  const source = `struct big { int a[20]; };
    int take(struct big b) { return b.a[1]; }
    struct big make(int n) { struct big made = {{n, 7}}; return made; }
    int main(int argc, char **argv) { return take(make(argc)); }`;
  const { info } = await compileFixture(source);
  for (const [name, line] of [
    ['b', 2],
    ['made', 3],
  ] as const) {
    const code = statementRows(info).find((row) => row.line === line)?.code ?? 0;
    const variable = variablesInScope(info, code).find((each) => each.name === name);
    if (!variable) throw new Error(`${name} is not in scope`);
    const function_ = info.functions.find(({ low, high }) => low <= code && code < high);
    expect(function_ && wasmLocalsOf(function_)).toEqual([0]);
    const bytes = new Uint8Array(0x100).fill(3);
    const context: EvaluationContext = { codeOffset: code, readMemory: bytesReader(bytes) };
    expect(readVariable(info, variable, context).value).toMatchObject({ kind: 'unreadable', reason: 'not-recorded' });
    const { value } = readVariable(info, variable, {
      ...context,
      wasmLocal: (index) => (index === 0 ? 0x40n : undefined),
    });
    expect(value).toMatchObject({ kind: 'struct', address: 0x40, size: 80 });
  }
});

test('values: enumerators, definedness, extents of flexible arrays, limits', async () => {
  const source = `enum color { RED, GREEN = 5, BLUE = -1 } color = GREEN;
    enum access { READ = 1, WRITE = 2, RUN = 4 } access = READ;
    struct buffer { int n; char data[]; } *buffer;
    unsigned char bytes[300];
    _Bool flag = 1;
    __int128 huge;
    int main(int argc, char **argv) { return color + access + (buffer != 0) + bytes[3] + flag + (int)huge; }`;
  const { info } = await compileFixture(source);
  const type = (name: string) => info.globals.find((each) => each.name === name)?.type ?? -1;
  const value = (name: string, ...bytes: number[]) =>
    readValue(info, type(name), bytesReader(Uint8Array.from(bytes)), 0).text;
  expect(value('color', 5)).toBe('GREEN');
  expect(value('color', 255, 255, 255, 255)).toBe('BLUE');
  expect(value('color', 7)).toBe('7');
  expect(value('access', 5)).toBe('READ | RUN');
  expect(value('access', 9)).toBe('9');
  expect(value('flag', 1)).toBe('true');
  expect(value('flag', 77)).toBe('77');
  expect(value('buffer', 0x34, 0x12)).toBe('0x1234');
  expect(value('buffer')).toBe('NULL');
  expect(value('huge', ...Array<number>(15).fill(0), 0x80)).toBe((-(2n ** 127n)).toString());

  const pointer = info.types[type('buffer')];
  const target = pointer?.kind === 'pointer' ? pointer.target : -1;
  const heap = bytesReader(Uint8Array.from([3, 0, 0, 0, 97, 98, 99, 0, 0]));
  const options = { extent: 8, definedness: (address: number) => (address < 4 ? 'all' : 'none') as 'all' | 'none' };
  const children = childrenOf(info, readValue(info, target, heap, 0, options), heap, options);
  expect(children.map(({ value: each }) => [each.text, each.defined])).toEqual([
    ['3', 'all'],
    ['"abc"', 'none'],
  ]);
  expect(children[1]?.value).toMatchObject({ kind: 'array', count: 4 });

  const counting = bytesReader(Uint8Array.from({ length: 300 }, (_, i) => i));
  const array = readValue(info, type('bytes'), counting, 0);
  expect(childrenOf(info, array, counting)).toHaveLength(100);
  const part = childrenOf(info, array, counting, {}, { from: 298, limit: 50 });
  expect(part.map(({ name, value: each }) => `${name} ${each.text}`)).toEqual(['[298] 42', '[299] 43']);
});
