/** Compound literals and their blocks, as lines and columns. */
import { describe, expect, it } from 'vitest';
import type { SourceStretch } from '../wasm-binary/literal-blocks.ts';
import { readLiteralBlocks, withLiteralBlocks } from '../wasm-binary/literal-blocks.ts';
import { readSections } from '../wasm-binary/sections.ts';
import { findLiteralBlocks } from './literal-blocks.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const found = (text: string) => findLiteralBlocks([{ path: 'a.c', bytes: bytesOf(text) }]);

/** Each literal of one line of code in a function, with the text of its block. */
function blocksIn(code: string, before = ''): string[] {
  const text = `${before}int f(int n, int *p)\n{\n${code}\n}\n`;
  const lines = text.split('\n');
  const cut = ({ start, end }: SourceStretch): string => lines[start.line - 1]!.slice(start.column - 1, end.column - 1);
  return found(text).flatMap(({ literals }) =>
    literals.map(({ literal, block }) => `${cut(literal)} in ${cut(block)}`),
  );
}

describe('the block of a compound literal', () => {
  it.each([
    ['if (n) { p = (int[]){1, 2}; }', ['(int[]){1, 2} in { p = (int[]){1, 2}; }']],
    ['if (n) p = (int[]){1}; else p = (int[]){2};', ['(int[]){1} in p = (int[]){1};', '(int[]){2} in p = (int[]){2};']],
    ['for (p = (int[]){1}; *p; p++) ;', ['(int[]){1} in for (p = (int[]){1}; *p; p++) ;']],
    ['while (n) if (n--) p = (int[]){n};', ['(int[]){n} in p = (int[]){n};']],
    ['do p = (int[1]){0}; while (0);', ['(int[1]){0} in p = (int[1]){0};']],
    ['switch (n) case 1: default: p = (int[]){n};', ['(int[]){n} in case 1: default: p = (int[]){n};']],
    ['EACH(p, n) { g((int[]){ *p }); }', ['(int[]){ *p } in { g((int[]){ *p }); }']],
    ['p = ({ int *q = (int[]){1}; q; });', ['(int[]){1} in { int *q = (int[]){1}; q; }']],
    [
      '{ /* ( { */ char c = \'{\'; p = (int[]){")"[0], c}; }',
      ['(int[]){")"[0], c} in { /* ( { */ char c = \'{\'; p = (int[]){")"[0], c}; }'],
    ],
  ])('%s', (code, expected) => expect(blocksIn(code)).toEqual(expected));

  it("is not told where it is a function's body, and not of what only looks like a literal", () => {
    expect(blocksIn('p = (int[]){1};')).toEqual([]);
    expect(
      blocksIn('struct s { int a[2]; } s = {{1}}; if ((n)) { n = (n); } while (n) { n--; } return sizeof(int) ;'),
    ).toEqual([]);
  });

  it('is found where a macro makes the literal, through another too', () => {
    const macros = '#define ONE(a) ((int[]){ \\\n a })\n#define TWO(a) ONE((a) + 1)\n';
    expect(blocksIn('{ p = TWO(n); }', macros)).toEqual(['TWO(n) in { p = TWO(n); }']);
  });

  it('is left open in a file whose braces macros or conditions hide', () => {
    expect(blocksIn('{ p = (int[]){1}; }', '#define BEGIN {\n')).toEqual([]);
    expect(found('int *f(int *p) {\n#if A\nif (p) {\n#else\n{\n#endif\np = (int[]){1}; } return p; }')).toEqual([]);
  });

  it('has columns in bytes', () => {
    const [file] = found('int *f(int *p) { { /* ä */ p = (int[]){1}; } return p; }');
    expect(file?.literals[0]?.literal.start).toEqual({ line: 1, column: 33 });
  });
});

it('the section of blocks comes back as it was written', () => {
  const files = found('int *f(int *p) {\n  for (;;)\n    p = (int[]){1};\n}');
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const wasm = withLiteralBlocks(empty, files);
  expect(files).toHaveLength(1);
  expect(readLiteralBlocks(wasm, readSections(wasm))).toEqual(files);
  expect(readLiteralBlocks(empty, readSections(empty))).toEqual([]);
});
