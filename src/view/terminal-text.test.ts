import { expect, test } from 'vitest';
import { terminalRuns } from './terminal-text.ts';

const texts = (line: string): string[] => terminalRuns(line).map(({ text }) => text);

test('colours and bold of a terminal are shown, in colours that can be read', () => {
  expect(terminalRuns('a \u001b[1;31mred\u001b[0m z')).toEqual([
    { text: 'a ', isBold: false, colour: undefined },
    { text: 'red', isBold: true, colour: 'error' },
    { text: ' z', isBold: false, colour: undefined },
  ]);
  expect(terminalRuns('\u001b[94mblue\u001b[39m.\u001b[38;5;208morange').map(({ colour }) => colour)).toEqual([
    'stack',
    undefined,
    undefined,
  ]);
});

test('a line without control characters stays one piece', () => {
  expect(texts('a\tb')).toEqual(['a\tb']);
});

test('what moves a cursor is left out, other control characters are seen', () => {
  expect(texts('\u001b[2J\u001b[Hbell\u0007')).toEqual(['bell^G']);
  expect(texts('\u001b]0;title\u0007text')).toEqual(['text']);
});

test('a carriage return begins the line anew', () => {
  expect(texts('10%\r100%')).toEqual(['100%']);
  expect(texts('longer\rshort')).toEqual(['shortr']);
  expect(texts('from Windows\r')).toEqual(['from Windows']);
});
