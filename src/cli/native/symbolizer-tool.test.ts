import { describe, expect, it } from 'vitest';
import { parseAddr2line, parseLlvm } from './symbolizer-tool.ts';

const line = (name: string, file: string, number: number, column = 0) => ({
  ...{ function: name, file, line: number, column },
});

describe('what llvm-symbolizer prints', () => {
  const answer = (...symbols: readonly [string, string, number, number][]): string =>
    JSON.stringify({
      Address: '0x1139',
      ModuleName: 'a.out',
      Symbol: symbols.map(([FunctionName, FileName, Line, Column]) => ({ FunctionName, FileName, Line, Column })),
    });

  it('is frames, inlined ones first, one address a line', () => {
    const output = [
      answer(['inner', '/src/a.h', 3, 7], ['outer', '/src/a.c', 20, 5]),
      answer(['main', '/src/a.c', 30, 1]),
    ].join('\n');
    expect(parseLlvm(`${output}\n`)).toEqual([
      [line('inner', '/src/a.h', 3, 7), line('outer', '/src/a.c', 20, 5)],
      [line('main', '/src/a.c', 30, 1)],
    ]);
  });

  it('is nothing where there is no line, or an error, and each answer keeps its place', () => {
    const unknown = answer(['', '', 0, 0]);
    const failed = JSON.stringify({ Address: '0x1', Error: { Message: 'no such file' } });
    expect(parseLlvm([unknown, failed, answer(['f', 'f.c', 1, 0])].join('\n'))).toEqual([
      [],
      [],
      [line('f', 'f.c', 1)],
    ]);
    expect(parseLlvm('')).toEqual([]);
  });

  it('may be one list, as older versions print it', () => {
    expect(parseLlvm(`[${answer(['f', 'f.c', 1, 2])},${answer(['g', 'g.c', 3, 4])}]\n`)).toEqual([
      [line('f', 'f.c', 1, 2)],
      [line('g', 'g.c', 3, 4)],
    ]);
  });
});

describe('what addr2line prints', () => {
  it('is an address, then two lines for each frame', () => {
    const output = `0x0000000000001139
inner
/src/a.h:3
outer
/src/a b:c.c:20 (discriminator 2)
0x000000000000114a
main
/src/a.c:30
`;
    expect(parseAddr2line(output)).toEqual([
      [line('inner', '/src/a.h', 3), line('outer', '/src/a b:c.c', 20)],
      [line('main', '/src/a.c', 30)],
    ]);
  });

  it('is nothing where it knows nothing', () => {
    expect(parseAddr2line('0x1\n??\n??:0\n0x2\nf\n??:?\n0x3\n??\n/a.c:4\n')).toEqual([[], [], [line('', '/a.c', 4)]]);
    expect(parseAddr2line('')).toEqual([]);
  });
});
