import { describe, expect, it } from 'vitest';
import { ALL_LEAK_KINDS } from '../report/selection.ts';
import { addSuppressions, failMalloc, leakKinds, numberBetween, schedule, sizeUpTo } from './flag-values.ts';

describe('values of options', () => {
  it('are numbers in bounds', () => {
    expect(numberBetween(16, 64)('16')).toBe(16);
    for (const wrong of ['15', '65', '', '2.5', '20x']) expect(() => numberBetween(16, 64)(wrong)).toThrow(/16 to 64/);
  });

  it('are sizes with units', () => {
    const size = sizeUpTo(2 ** 30);
    expect(['0', '512', '64K', '2M', '1GiB', '3 kb'].map(size)).toEqual([0, 512, 65536, 2 ** 21, 2 ** 30, 3072]);
    for (const wrong of ['2G', '-1', 'x', '', '1T', '1.5M']) expect(() => size(wrong)).toThrow(/Not a size/);
  });

  it('say which allocations fail', () => {
    expect(failMalloc('3')).toEqual({ kind: 'nth', n: 3 });
    expect(failMalloc('every')).toEqual({ kind: 'every' });
    expect(failMalloc('random:0')).toEqual({ kind: 'random', seed: 0 });
    for (const wrong of ['0', '-1', 'random', 'random:', 'random:x', 'all', '99999999999', ''])
      expect(() => failMalloc(wrong)).toThrow(/random:SEED/);
  });

  it('say who runs when, by the names that tasks have everywhere', () => {
    expect(schedule('round-robin')).toEqual({ kind: 'round-robin' });
    expect(schedule('random:7')).toEqual({ kind: 'random', seed: 7 });
    expect(schedule('ABA')).toEqual(schedule('A,B,A'));
    const tasks = [
      { process: 0 },
      { process: 1, thread: 1 },
      { process: 25 },
      { process: 26 },
      { process: 27, thread: 0 },
    ];
    expect(schedule('A,B.2,Z,A2,B2.1')).toEqual({ kind: 'list', tasks });
    expect(schedule('AB.2ZA2B2.1')).toEqual({ kind: 'list', tasks });
    for (const wrong of [
      '',
      'a',
      'A,',
      ',A',
      'A,,B',
      'A1',
      'A0',
      'A.0',
      'A.',
      'A..2',
      'A.2.3',
      'random',
      'random:x',
      '1',
    ])
      expect(() => schedule(wrong)).toThrow(/A,B,A\.2/);
  });

  it('name kinds of leaks as valgrind does', () => {
    expect([...leakKinds('definite,reachable')]).toEqual(['definitely-lost', 'still-reachable']);
    expect(leakKinds('none').size).toBe(0);
    expect(leakKinds('all')).toEqual(ALL_LEAK_KINDS);
    for (const wrong of ['definit', '', 'definite,']) expect(() => leakKinds(wrong)).toThrow(/with commas/);
  });

  it('are rules, or files that have them', () => {
    expect(addSuppressions('leak:f', []).map(({ text }) => text)).toEqual(['leak:f']);
    expect(() => addSuppressions('no-such-file', [])).toThrow(/no such file/);
    expect(() => addSuppressions(import.meta.filename, [])).toThrow(/Line 1 names no kind/);
  });
});
