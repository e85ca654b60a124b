import { describe, expect, it } from 'vitest';
import type { StackLine } from '../replay/timeline.ts';
import { libraryCall } from './library-call.ts';

const line = (name: string, libc: boolean): StackLine => ({ function: name, file: '', line: 0, column: 0, libc });

describe('the function of the library that was called', () => {
  it('is the one next to the program, not what that one uses', () => {
    expect(libraryCall([line('__stpcpy', true), line('strcpy', true), line('main', false)])).toBe('strcpy');
  });

  it('is none where the program itself was running, or nobody knows', () => {
    expect(libraryCall([line('main', false), line('_start', true)])).toBeUndefined();
    expect(libraryCall([line('_start', true)])).toBeUndefined();
    expect(libraryCall([])).toBeUndefined();
  });
});
