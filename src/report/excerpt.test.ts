import { describe, expect, it } from 'vitest';
import { diagnosticsText } from './diagnostics.ts';
import { excerpt } from './excerpt.ts';
import { reportMessages } from './messages.ts';
import { PLAIN } from './style.ts';

const quote = (text: string, column: number, endColumn?: number): string[] =>
  excerpt([{ path: 'a.c', text }], { file: 'a.c', line: 1, column, ...(endColumn && { endColumn }) }, PLAIN);

describe('excerpt', () => {
  it('puts the caret below the column, which counts bytes', () => {
    expect(quote('ab = c;', 4)).toEqual(['    1 | ab = c;', '      |    ^']);
    expect(quote('"größe" x', 11)).toEqual(['    1 | "größe" x', '      |         ^']);
    expect(quote('"内存" x', 10)).toEqual(['    1 | "内存" x', '      |        ^']);
    expect(quote('\tx', 2)[1]).toBe('      |         ^');
  });

  it('draws ranges', () => {
    expect(quote('abc def', 1, 4)[1]).toBe('      | ^~~');
  });

  it('cuts long lines around the caret', () => {
    const [line, caret] = quote('x'.repeat(500) + 'Y' + 'z'.repeat(500), 501);
    expect(line!.length).toBeLessThan(125);
    expect(line![caret!.indexOf('^')]).toBe('Y');
  });

  it('lets no control character of a source reach the terminal', () => {
    expect(quote('a\x1b[31mb\u202ec', 1)[0]).toBe('    1 | a\ufffd[31mb\ufffdc');
  });

  it('gives nothing for a line that is not there', () => {
    expect(quote('one line', 0)).toEqual(['    1 | one line']);
    expect(excerpt([{ path: 'a.c', text: 'x' }], { file: 'a.c', line: 2, column: 1 }, PLAIN)).toEqual([]);
    expect(excerpt([], { file: 'a.c', line: 1, column: 1 }, PLAIN)).toEqual([]);
  });
});

describe('diagnosticsText', () => {
  it('reads as clang prints', () => {
    const at = (line: number, column: number) => ({ file: 'a.c', line, column });
    const note = {
      severity: 'note',
      message: 'declared here',
      option: undefined,
      ranges: [],
      notes: [],
      fixIts: [],
    } as const;
    const text = diagnosticsText(
      [
        {
          ...at(2, 5),
          severity: 'error',
          message: "use of undeclared identifier 'coutn'",
          option: '-Wexample',
          ranges: [{ start: at(2, 5), end: at(2, 10) }],
          fixIts: [{ start: at(2, 5), end: at(2, 10), replacement: 'count' }],
          notes: [{ ...note, ...at(1, 5) }],
        },
        { ...note, file: '', line: 0, column: 0, severity: 'fatal', message: 'no main' },
      ],
      [{ path: 'a.c', text: 'int count;\n    coutn++;' }],
      reportMessages('en'),
      PLAIN,
    );
    expect(text).toBe(
      [
        "a.c:2:5: error: use of undeclared identifier 'coutn' [-Wexample]",
        '    2 |     coutn++;',
        '      |     ^~~~~',
        '      |     count',
        'a.c:1:5: note: declared here',
        '    1 | int count;',
        '      |     ^',
        'heapscope: error: no main',
        '',
      ].join('\n'),
    );
  });
});
