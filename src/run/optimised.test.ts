/** Clean programs stay clean, and say the same, however clang arranges them. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../examples/catalogue.ts';
import type { LocalCompiler } from '../compile/compiler.ts';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import { findingsIn, inputsOf, outputOf, summaryOf } from './run-program.fixture.ts';
import { DEFAULT_LIMITS } from './request.ts';
import { runProgram } from './run.ts';

let compiler: LocalCompiler;
beforeAll(async () => {
  compiler = await testCompiler();
});

async function outcome(example: (typeof EXAMPLES)[number], level: string) {
  const folder = new URL(`../../examples/${example.files ? `${example.name}/` : ''}`, import.meta.url);
  const names = example.files ?? [example.name];
  const files = sources(Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])));
  const wasm = linked(compiler.compile({ files, flags: ['-w', level] }));
  const inputs = inputsOf({ arguments: ['program', ...(example.arguments ?? [])], stdin: example.stdin ?? '' });
  const result = await runProgram({ wasm, inputs, limits: DEFAULT_LIMITS });
  const { end } = result;
  return {
    findings: findingsIn(wasm, result).map(summaryOf),
    output: outputOf(result.survey),
    end: end.kind === 'exit' ? end.code : end.kind,
  };
}

describe('clean examples', () => {
  const clean = EXAMPLES.filter(({ findings }) => findings.length === 0);
  for (const example of clean)
    it(`${example.name}: -O2 as -O0`, async () => {
      const [plain, optimised] = [await outcome(example, '-O0'), await outcome(example, '-O2')];
      expect(optimised).toEqual(plain);
      expect(plain.findings).toEqual([]);
      expect(plain.output.length).toBeGreaterThan(0);
    });
});
