import { describe, expect, test } from 'vitest';
import type { Atom, CellAnswer } from './answer.ts';
import { judgeCell } from './judge-cell.ts';

const value = (...atoms: Atom[]): CellAnswer => ({ kind: 'value', text: '', atoms });
const integer = (n: number, bits = 32): Atom => ({ kind: 'integer', value: String(n), bits });
const verdict = (answer: CellAnswer, given: string | number[]): string => {
  const { verdict, note } = judgeCell(answer, given);
  return note ? `${verdict} ${note}` : verdict;
};

describe('numbers', () => {
  test.each(['42', ' 42 ', '+42', '0x2a', '0X2A', '0b101010', '052', '0o52', "'*'", '42u', '42UL', '4 2'])(
    '42 can be written %s',
    (typed) => expect(verdict(value(integer(42)), typed)).toBe('right'),
  );

  test.each([
    ['41', 'wrong'],
    ['-42', 'wrong sign'],
    ['forty-two', 'wrong not-a-number'],
    ['42.', 'wrong not-a-number'],
    ['?', 'wrong written'],
    ['', 'empty'],
    ['  ', 'empty'],
  ])('%j is not', (typed, expected) => expect(verdict(value(integer(42)), typed)).toBe(expected));

  test('negative ones, also as their bits', () => {
    expect(verdict(value(integer(-1)), '-1')).toBe('right');
    expect(verdict(value(integer(-1)), '−1')).toBe('right');
    expect(verdict(value(integer(-1)), '0xffffffff')).toBe('right');
    expect(verdict(value(integer(-1, 8)), '0xff')).toBe('right');
    expect(verdict(value(integer(-1, 8)), '0xffffffff')).toBe('wrong');
    expect(verdict(value(integer(1_000_000)), '1,000,000')).toBe('right');
    expect(verdict(value({ kind: 'integer', value: '18446744073709551615', bits: 64 }), '0xFFFFFFFFFFFFFFFF')).toBe(
      'right',
    );
  });

  test('characters with quotes, without, and as numbers', () => {
    const seven: Atom = { kind: 'integer', value: '55', bits: 8, character: '7' };
    for (const typed of ["'7'", '7', '"7"', '55', '0x37']) expect(verdict(value(seven), typed)).toBe('right');
    const newline: Atom = { kind: 'integer', value: '10', bits: 8, character: '\\n' };
    for (const typed of ["'\\n'", '\\n', '10']) expect(verdict(value(newline), typed)).toBe('right');
    const question: Atom = { kind: 'integer', value: '63', bits: 8, character: '?' };
    expect(verdict(value(question), '?')).toBe('right');
    expect(verdict(value({ kind: 'integer', value: '97', bits: 8, character: 'a' }), "'A'")).toBe('wrong');
  });

  test('fractions', () => {
    const third: Atom = { kind: 'float', value: Math.fround(1 / 3) };
    for (const typed of ['0.3333333', '.33333334f', '3.3333333e-1']) expect(verdict(value(third), typed)).toBe('right');
    expect(verdict(value(third), '0.33')).toBe('wrong');
    expect(verdict(value({ kind: 'float', value: NaN }), 'NaN')).toBe('right');
    expect(verdict(value({ kind: 'float', value: -Infinity }), '-inf')).toBe('right');
  });

  test('truth and names', () => {
    for (const typed of ['true', 'TRUE', '1', '真'])
      expect(verdict(value({ kind: 'boolean', value: 1 }), typed)).toBe('right');
    expect(verdict(value({ kind: 'boolean', value: 1 }), 'false')).toBe('wrong');
    const red: Atom = { kind: 'enum', value: '2', bits: 32, name: 'RED' };
    expect(verdict(value(red), 'RED')).toBe('right');
    expect(verdict(value(red), 'red')).toBe('close case');
    expect(verdict(value(red), '2')).toBe('right');
    expect(verdict(value(red), 'BLUE')).toBe('wrong not-a-number');
  });
});

test('pointers and strings', () => {
  const nowhere: Atom = { kind: 'pointer', target: 0 };
  for (const typed of ['NULL', 'null', 'nullptr', '0', '0x0', '(nil)', '空'])
    expect(verdict(value(nowhere), typed)).toBe('right');
  const somewhere: Atom = { kind: 'pointer', target: 0x11a40 };
  for (const typed of ['0x11a40', '11A40', '0x00011a40', '72256'])
    expect(verdict(value(somewhere), typed)).toBe('right');
  expect(verdict(value(somewhere), 'NULL')).toBe('wrong');
  const named: Atom = { kind: 'pointer', target: 1024, text: 'a\\nb' };
  expect(verdict(value(named), '"a\\nb"')).toBe('right');
  expect(verdict(value(named), 'a\nb')).toBe('right');
  const string: Atom = { kind: 'string', text: 'Ada' };
  for (const typed of ['Ada', '"Ada"', "'Ada'", '“Ada”']) expect(verdict(value(string), typed)).toBe('right');
  expect(verdict(value(string), 'ada')).toBe('close case');
  expect(verdict(value(string), 'Adam')).toBe('wrong');
});

test('what nobody wrote has no value', () => {
  for (const typed of ['?', 'garbage', 'Undefined', '不确定'])
    expect(verdict(value({ kind: 'unwritten' }), typed)).toBe('right');
  expect(verdict(value({ kind: 'unwritten' }), '0')).toBe('wrong nothing-written');
});

test('arrays and structs: any brackets and separators, part by part', () => {
  const three = value(integer(5), integer(3), integer(9));
  for (const typed of ['{5, 3, 9}', '5 3 9', '5,3,9', '{ .a = 5, .b=0x3, .c =9 }'])
    expect(verdict(three, typed)).toBe('right');
  expect(verdict(three, '5 3')).toBe('wrong missing');
  expect(verdict(three, '5 3 9 1')).toBe('wrong too-many');
  expect(verdict(three, '5 3 x')).toBe('wrong not-a-number');
  expect(verdict(value({ kind: 'string', text: 'a b' }, integer(1)), '"a b" 1')).toBe('right');
});

test('output: blanks and line ends are forgiven, case is remarked on', () => {
  const output: CellAnswer = { kind: 'output', text: 'Total:  12\ndone\n' };
  for (const typed of ['Total:  12\ndone\n', 'Total: 12 \r\n  done\n\n']) expect(verdict(output, typed)).toBe('right');
  expect(verdict(output, 'total: 12\nDone')).toBe('close case');
  expect(verdict(output, 'Total: 12 done')).toBe('close blanks');
  expect(verdict(output, 'Total: 13\ndone')).toBe('wrong');
  expect(verdict({ kind: 'output', text: '' }, '')).toBe('right');
  expect(verdict(output, '')).toBe('empty');
});

test('choices', () => {
  const arrow: CellAnswer = { kind: 'points-to', right: 'block:2', targets: [] };
  expect([verdict(arrow, 'block:2'), verdict(arrow, 'null'), verdict(arrow, '')]).toEqual(['right', 'wrong', 'empty']);
  const leaks: CellAnswer = { kind: 'leaks', right: [1, 3], blocks: [] };
  expect(verdict(leaks, [3, 1])).toBe('right');
  expect(verdict(leaks, [1])).toBe('wrong missing');
  expect(verdict(leaks, [1, 2, 3])).toBe('wrong too-many');
  expect(verdict(leaks, [1, 2])).toBe('wrong');
  expect(verdict({ kind: 'leaks', right: [], blocks: [] }, [])).toBe('right');
  expect(verdict({ kind: 'finding-kind', right: 'leak' }, 'leak')).toBe('right');
  expect(verdict({ kind: 'visits', right: 3 }, '0b11')).toBe('right');
  expect(verdict({ kind: 'finding-line', right: 12 }, '13')).toBe('wrong');
});
