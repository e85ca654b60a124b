import { describe, expect, test } from 'vitest';
import { FileTree, normalizePath } from './file-tree.ts';
import { readTar, writeTar } from './tar.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('paths', () => {
  expect(['/a//b/./c', 'a/../b', '../../a', '', '/', 'a/b/..'].map(normalizePath)).toEqual([
    'a/b/c',
    'b',
    'a',
    '',
    '',
    'a',
  ]);
});

describe('a layer over a shared tree', () => {
  const below = new FileTree();
  below.put('usr/include/stdio.h', bytes('stdio'));
  const names = (tree: FileTree, path: string) => {
    const entry = tree.find(path);
    return entry?.kind === 'directory' ? [...entry.names].sort() : undefined;
  };

  test('shows both, and leaves the shared one alone', () => {
    const tree = new FileTree(below);
    tree.put('usr/include/own.h', bytes('own'));
    tree.put('usr/include/stdio.h', bytes('mine'));
    expect(names(tree, 'usr/include')).toEqual(['own.h', 'stdio.h']);
    expect(new TextDecoder().decode(tree.read('usr/include/stdio.h'))).toBe('mine');
    expect(names(below, 'usr/include')).toEqual(['stdio.h']);
    expect(new TextDecoder().decode(below.read('usr/include/stdio.h'))).toBe('stdio');
  });

  test('inodes tell all files apart', () => {
    const tree = new FileTree(below);
    tree.put('a.c', bytes(''));
    tree.put('b/c.c', bytes(''));
    const paths = ['', 'usr', 'usr/include', 'usr/include/stdio.h', 'a.c', 'b', 'b/c.c'];
    expect(new Set(paths.map((path) => tree.find(path)?.inode)).size).toBe(paths.length);
  });

  test('remove and rename', () => {
    const tree = new FileTree(below);
    tree.put('a.tmp', bytes('x'));
    expect(tree.rename('a.tmp', 'out/a.o')).toBe(true);
    expect(tree.read('a.tmp')).toBeUndefined();
    expect(names(tree, '')).toEqual(['out', 'usr']);
    expect(tree.remove('out/a.o')).toBe(true);
    expect(tree.remove('out/a.o')).toBe(false);
    expect(tree.rename('usr/include/stdio.h', 'x')).toBe(false);
  });
});

describe('tar', () => {
  const files = [
    { path: 'empty', bytes: bytes('') },
    { path: 'dir/exact', bytes: new Uint8Array(512).fill(7) },
    { path: 'dir/odd', bytes: bytes('hello') },
  ];

  test('what is written is read', () => {
    expect([...readTar(writeTar(files))]).toEqual(files);
  });

  test('an archive cut short is refused or ends early, wherever it is cut', () => {
    const archive = writeTar(files);
    for (let length = 0; length < archive.length; length += 100) {
      let read = 0;
      try {
        for (const file of readTar(archive.subarray(0, length))) expect(file).toEqual(files[read++]);
      } catch (error) {
        expect(String(error)).toContain('cut short');
      }
    }
  });
});
