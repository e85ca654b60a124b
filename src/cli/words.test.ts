import { describe, expect, it } from 'vitest';
import { cutArguments, splitWords } from './words.ts';

describe('splitWords', () => {
  it('tells files from flags, and knows which flags take the next word', () => {
    const words = [
      'a.c',
      '-D',
      'N=1',
      '-DM',
      'b.c',
      '-I',
      'include',
      '-Iother',
      '-std=c99',
      '-include',
      'pre.h',
      '-O2',
      'c.h',
    ];
    expect(splitWords(words)).toEqual({
      files: ['a.c', 'b.c', 'c.h'],
      flags: ['-D', 'N=1', '-DM', '-I', 'include', '-Iother', '-std=c99', '-include', 'pre.h', '-O2'],
    });
  });

  it('leaves a flag without its value to the compiler', () => {
    expect(splitWords(['a.c', '-D'])).toEqual({ files: ['a.c'], flags: ['-D'] });
  });
});

describe('cutArguments', () => {
  it('cuts at the first --', () => {
    expect(cutArguments(['run', 'a.c', '--', '-x', '--', 'y'])).toEqual({
      command: ['run', 'a.c'],
      program: ['-x', '--', 'y'],
    });
    expect(cutArguments(['run', 'a.c'])).toEqual({ command: ['run', 'a.c'], program: [] });
  });
});
