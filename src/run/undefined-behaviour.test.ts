/** -fsanitize=undefined: what each check says, and where. */
import { describe, expect, it } from 'vitest';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import { reportMessages } from '../report/messages.ts';
import { compileProgram, findingsIn, runWith, type Given } from './run-program.fixture.ts';

async function saidOf(text: string, given: Given = {}, ...flags: string[]): Promise<string[]> {
  const wasm = await compileProgram(text, ...(flags.length > 0 ? flags : ['-fsanitize=undefined']));
  return findingsIn(wasm, await runWith(wasm, given))
    .filter(({ kind }) => kind === 'undefined-behaviour')
    .map((finding) => {
      const own = finding.stack.find(({ libc }) => !libc);
      return `${own?.line}:${own?.column} ${reportMessages('en').title(finding)}`;
    });
}

/** Statements of a main whose first argument is 1, each on a line of its own from line 3 on. */
const inMain = (statements: readonly string[], ...flags: string[]): Promise<string[]> =>
  saidOf(`#include <limits.h>\nint main(int one, char **argv) {\n${statements.join('\n')}\n}`, {}, ...flags);

describe('-fsanitize=undefined', () => {
  it('words overflows and shifts as clang does, at their line and column', async () => {
    expect(
      await inMain([
        'int a = INT_MAX; a = a + one;',
        'long long b = LLONG_MIN; b = b - one;',
        'long long c = LLONG_MAX; c *= 2 * one;',
        'int d = INT_MIN; d = -d;',
        'int e = 1 << (31 + one);',
        'int f = 1 << -one;',
        'int g = -one << 2;',
        'int h = INT_MAX << one;',
        'int i = INT_MIN / -one;',
      ]),
    ).toEqual([
      "3:24 signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'",
      "4:32 signed integer overflow: -9223372036854775808 - 1 cannot be represented in type 'long long'",
      "5:28 signed integer overflow: 9223372036854775807 * 2 cannot be represented in type 'long long'",
      "6:22 negation of -2147483648 cannot be represented in type 'int'; cast to an unsigned type to negate this value to itself",
      "7:11 shift exponent 32 is too large for 32-bit type 'int'",
      '8:11 shift exponent -1 is negative',
      '9:14 left shift of negative value -1',
      "10:17 left shift of 2147483647 by 1 places cannot be represented in type 'int'",
      "11:17 division of -2147483648 by -1 cannot be represented in type 'int'",
    ]);
  });

  it('knows arrays, pointers and values that a type does not have', async () => {
    const said = await inMain([
      'int a[4] = {0}; int i = 3 + one; if (one) a[i - 4 * one] = a[i % 4]; volatile int v = one ? a[3] : a[i];',
      'int whole[3] = {0}; int *m = (int *)((char *)whole + one); int w = *m;',
      'unsigned char raw = 7; _Bool b = *(_Bool *)&raw;',
      'char *n = 0; n += one;',
      'int size = -one; if (one == 1) { char vla[size]; (void)vla; }',
    ]);
    expect(said.map((text) => text.replace(/0x\w+/, '0x...'))).toEqual([
      "4:68 load of misaligned address 0x... for type 'int', which requires 4 byte alignment",
      "5:34 load of value 7, which is not a valid value for type '_Bool'",
      '6:16 applying non-zero offset 1 to null pointer',
      '7:34 variable length array bound evaluates to non-positive value -1',
    ]);
    expect(await inMain(['int table[4] = {0}; int i = 3 + one; table[i] = 1;'])).toEqual([
      "3:47 index 4 out of bounds for type 'int[4]'",
    ]);
  });

  it('counts what happens again', async () => {
    expect(await inMain(['int a = INT_MAX; for (int i = 0; i < 1000; i++) { a = INT_MAX; a += one; }'])).toEqual([
      "3:66 signed integer overflow: 2147483647 + 1 cannot be represented in type 'int' (1,000 times)",
    ]);
  });

  it('is off unless asked for, and each check can be had alone or left out', async () => {
    const both = ['int a = INT_MAX; a += one;', 'int b = 1 << (31 + one);'];
    expect(await inMain(both, '-O0')).toEqual([]);
    expect(await inMain(both, '-fsanitize=shift')).toEqual([
      "4:11 shift exponent 32 is too large for 32-bit type 'int'",
    ]);
    expect(await inMain(both, '-fsanitize=undefined', '-fno-sanitize=shift')).toHaveLength(1);
    expect(await inMain(['double d = 1e20; int i = (int)d;'], '-fsanitize=float-cast-overflow')).toEqual([
      "3:26 1e+20 is outside the range of representable values of type 'int'",
    ]);
  });

  it('ends the program where it may not go on', async () => {
    const text =
      '#include <limits.h>\nint main(int one, char **argv) {\nint a = INT_MAX; a += one;\na = INT_MAX; a += one; }';
    expect(await saidOf(text, {}, '-fsanitize=undefined', '-fno-sanitize-recover=undefined')).toHaveLength(1);
    const wasm = await compileProgram('int main(void) { __builtin_unreachable(); }', '-fsanitize=unreachable');
    const result = await runWith(wasm);
    expect(result.end).toMatchObject({ kind: 'trap', reason: 'abort' });
    expect(findingsIn(wasm, result).map(reportMessages('en').title)).toEqual([
      'execution reached an unreachable program point',
    ]);
  });
});

it('a division by a constant zero ends the program without any flag, as one by a variable does', async () => {
  const text = 'int main(void) {\n  int a = 1;\n  a += 10 / 0;\n  return a;\n}';
  const compiled = (await testCompiler()).compile({ files: sources({ 'program.c': text }), flags: [] });
  const wasm = linked(compiled);
  const result = await runWith(wasm);
  expect(result.end).toMatchObject({ kind: 'trap', reason: 'division-by-zero' });
  const found = findingsIn(wasm, result).map(({ kind, stack }) => [kind, stack.find(({ libc }) => !libc)?.line]);
  expect(found).toEqual([['division-by-zero', 3]]);
  expect(compiled.diagnostics.map(({ option }) => option)).toEqual(['-Wdivision-by-zero']);
});
