import { expect, test } from 'vitest';
import { fileTree, hexRows, textOf } from './file-tree.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test('files are rows of a tree, folders before what lies in them', () => {
  const paths = ['mem/b', 'notes.txt', 'mem/a', 'mem.log', 'mem/deep/er/c'];
  const rows = fileTree(paths.map((path) => ({ path, size: path.length })));
  expect(rows.map(({ depth, name, size }) => `${'  '.repeat(depth)}${name}${size === undefined ? '/' : ''}`)).toEqual([
    'mem/',
    '  a',
    '  b',
    '  deep/',
    '    er/',
    '      c',
    'mem.log',
    'notes.txt',
  ]);
});

test('bytes that are no text are told from those that are', () => {
  expect(textOf(new TextEncoder().encode('漢字\n\ttab'))).toBe('漢字\n\ttab');
  expect(textOf(bytes(0x61, 0))).toBeUndefined();
  expect(textOf(bytes(0xff, 0xfe))).toBeUndefined();
});

test('bytes are laid out as hexdump -C does', () => {
  const rows = hexRows(Uint8Array.from({ length: 18 }, (_, i) => 0x40 + i));
  expect(rows).toEqual([
    '00000000  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO',
    `00000010  50 51${' '.repeat(42)}  PQ`,
  ]);
});
