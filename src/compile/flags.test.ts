import { expect, test } from 'vitest';
import { understandFlags } from './flags.ts';

const messages = (...flags: string[]) =>
  understandFlags(flags).diagnostics.map(({ severity, message }) => `${severity}: ${message}`);
const passed = (...flags: string[]) => understandFlags(flags).arguments.slice(2);

test('-Wall -Wextra come first', () => {
  expect(understandFlags(['-Wno-all']).arguments).toEqual(['-Wall', '-Wextra', '-Wno-all']);
});

test('values may be joined or the next word', () => {
  expect(passed('-DA=1', '-D', 'B', '-Iinc', '-I', 'more', '-include', 'x.h')).toEqual([
    '-D',
    'A=1',
    '-D',
    'B',
    '-I',
    'inc',
    '-I',
    'more',
    '-include',
    'x.h',
  ]);
  expect(messages('-I')).toEqual(["error: argument to '-I' is missing (expected 1 value)"]);
});

test('the last -O counts, as for clang', () => {
  expect(understandFlags([]).optimize).toBe('0');
  expect(understandFlags(['-O2', '-O']).optimize).toBe('1');
  expect(understandFlags(['-O0', '-Os']).optimize).toBe('s');
});

test('what a makefile for Linux says is accepted', () => {
  expect(
    messages(
      '-g',
      '-ggdb3',
      '-c',
      '-pthread',
      '-lm',
      '-l',
      'pthread',
      '-L/usr/lib',
      '-fPIC',
      '-std=gnu11',
      '-fno-common',
    ),
  ).toEqual([]);
});

test('what has no effect is said, with its value taken along', () => {
  expect(messages('-o', 'program', '-fsanitize=address,leak')).toEqual([
    "warning: '-o' has no effect: the program is run at once, not written to a file",
  ]);
});

test.each([
  ['-foo', "unknown argument: '-foo'"],
  ['--help', "unknown argument: '--help'"],
  ['-lcurl', "unable to find library -lcurl: only the C library is there; add the library's C files instead"],
  ['-Wl,-Map=x', "unsupported argument '-Wl,-Map=x': assembler, preprocessor and linker run with fixed options"],
  ['-mavx2', "unsupported option '-mavx2' for target 'wasm32-unknown-wasip1'"],
  ['-E', "'-E' is not supported: the program is always linked and run"],
  ['x.o', "no such file or directory: 'x.o'"],
])('%s is refused', (flag, message) => {
  expect(messages(flag)).toEqual([`error: ${message}`]);
});

const sanitizers = (...flags: string[]): string[] => [...understandFlags(flags).sanitizers];

test('checks of undefined behaviour are given one by one, as a later flag may undo an earlier', () => {
  expect(sanitizers()).toEqual([]);
  expect(sanitizers('-fsanitize=address')).toEqual([]);
  expect(sanitizers('-fsanitize=shift,null')).toEqual([
    '-fsanitize=shift-base,shift-exponent,null',
    '-fsanitize-recover=shift-base,shift-exponent,null',
  ]);
  const all = sanitizers('-fsanitize=undefined,address')[0]?.split(/[=,]/) ?? [];
  expect(all).toContain('signed-integer-overflow');
  expect(all).not.toContain('address');
  expect(sanitizers('-fsanitize=bounds', '-fno-sanitize=bounds')).toEqual([]);
  expect(sanitizers('-fsanitize=null', '-fno-sanitize-recover=undefined')).toEqual(['-fsanitize=null']);
  expect(sanitizers('-fsanitize=null', '-fsanitize-trap')).toContain('-fsanitize-trap=null');
  expect(messages('-fsanitize=nonsense')).toEqual(["error: unsupported argument 'nonsense' to option '-fsanitize='"]);
  expect(messages('-fsanitize=thread')).toEqual(["error: unsupported argument 'thread' to option '-fsanitize='"]);
});
