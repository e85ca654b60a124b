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
  expect(messages('-o', 'program', '-fsanitize=address')).toEqual([
    "warning: '-o' has no effect: the program is run at once, not written to a file",
    "warning: '-fsanitize=address' has no effect: every access is checked anyway",
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
