/** Runs a program of the corpus as `heapscope run` does, in this process. */
import { findingsOf } from '../../src/trials/findings-of.ts';
import { OutputFilter } from '../../src/cli/output-filter.ts';
import type { LocalCompiler } from '../../src/compile/compiler.ts';
import { runWith } from '../../src/run/run-program.fixture.ts';
import type { RunEnd } from '../../src/trace/recording.ts';
import type { CorpusProgram, Found } from './programs.mjs';

export interface Checked {
  readonly found: readonly Found[];
  readonly end: RunEnd;
  readonly stdout: string;
}

export async function checkProgram(compiler: LocalCompiler, program: CorpusProgram): Promise<Checked> {
  const files = [{ path: program.name, text: program.text }];
  const compiled = await compiler.compile({ files, flags: ['-w'] });
  if (compiled.kind === 'failed') throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'));
  const given = { arguments: ['program', ...program.arguments], stdin: program.stdin };
  const { end, sites, survey } = await runWith(compiled.wasm, given);
  if (end.kind === 'needs-input') throw new Error('the program asked for input that is closed');
  const output = new OutputFilter(() => {});
  survey.forEach((chunk) => output.take(chunk));
  const recorded = findingsOf(compiled.wasm, { sites, survey, end }, (path) => path);
  const found = recorded.findings.map((finding) => ({
    kind: finding.kind === 'leak' ? `leak:${finding.leak}` : finding.kind,
    line: finding.stack.find((line) => !line.libc && line.line > 0)?.line ?? 0,
  }));
  return { found, end, stdout: output.text(1) };
}
