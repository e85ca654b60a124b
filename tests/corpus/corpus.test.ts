/** What is found in the programs of the corpus is what must be found: every kind at its line, and nothing else. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalCompiler } from '../../src/compile/compiler.ts';
import { createCompiler } from '../../src/compile/compiler.ts';
import { nodeLoader } from '../../src/compile/node-loader.node.ts';
import { checkProgram } from './check-program.ts';
import { expectationText, parseProgram, readCorpus, summarise } from './programs.mjs';

/** Programs whose findings are still wrong, and how. One that has become right fails here: take it off the list. */
const PENDING: Readonly<Record<string, string>> = {};

const corpus = readCorpus();
let compiler: LocalCompiler;

describe('the corpus', () => {
  beforeAll(async () => {
    compiler = await createCompiler(nodeLoader(join(import.meta.dirname, '../../build/toolchain')));
  });

  for (const program of corpus) {
    const pending = PENDING[program.name];
    const test = pending === undefined ? it : it.fails;
    test(pending === undefined ? program.name : `${program.name}: ${pending}`, async () => {
      const { found, end } = await checkProgram(compiler, program);
      const expected = program.expected.map(expectationText).sort();
      expect(summarise(found, program.expected)).toEqual(expected);
      if (program.expected.length === 0) expect(end).toMatchObject({ kind: 'exit', code: 0 });
    });
  }

  it('is half clean programs, and all names in PENDING exist', () => {
    const clean = corpus.filter(({ expected }) => expected.length === 0).length;
    expect(corpus.length).toBeGreaterThanOrEqual(120);
    expect(clean).toBeGreaterThanOrEqual(60);
    expect(corpus.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(PENDING)));
  });
});

describe('the first lines of a program', () => {
  it('give findings, input and arguments', () => {
    const header =
      '/* expect: leak:definitely-lost 4, stack-overflow 6-9 */\n/* stdin: "1\\n" */\n/* arguments: ["a"] */\n';
    expect(parseProgram('x.c', `${header}int main;\n`)).toMatchObject({
      expected: [
        { kind: 'leak:definitely-lost', firstLine: 4, lastLine: 4 },
        { kind: 'stack-overflow', firstLine: 6, lastLine: 9 },
      ],
      stdin: '1\n',
      arguments: ['a'],
      notJudged: undefined,
    });
  });

  it('are refused where nothing is expected or the expectation has no line', () => {
    expect(() => parseProgram('x.c', 'int main;')).toThrow('x.c');
    expect(() => parseProgram('x.c', '/* expect: double-free */\n')).toThrow('"double-free"');
  });
});

describe('a summary of findings', () => {
  const expected = [{ kind: 'stack-overflow', firstLine: 6, lastLine: 9 }];

  it('shows lines in an expected range as the range, others as they are, each once', () => {
    const found = [10, 7, 8, 7, 10].map((line) => ({ kind: 'stack-overflow', line }));
    expect(summarise(found, expected)).toEqual(['stack-overflow 10', 'stack-overflow 6-9']);
  });
});
