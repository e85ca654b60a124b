/** What `heapscope run` finds in the examples is what must be found; the whole reports are in `golden/`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../src/trials/findings-of.ts';
import { OutputFilter } from '../src/cli/output-filter.ts';
import type { LocalCompiler } from '../src/compile/compiler.ts';
import { createCompiler } from '../src/compile/compiler.ts';
import { nodeLoader } from '../src/compile/node-loader.node.ts';
import type { Finding } from '../src/replay/findings.ts';
import { reportMessages } from '../src/report/messages.ts';
import { PLAIN } from '../src/report/style.ts';
import { textReport } from '../src/report/text.ts';
import { DEFAULT_LIMITS } from '../src/run/request.ts';
import { runProgram } from '../src/run/run.ts';
import { checksOf, readOptions } from '../src/session/run-options.ts';
import type { RunEnd } from '../src/trace/recording.ts';
import { EXAMPLES } from './catalogue.ts';
import type { Example, ExpectedFinding } from './catalogue.ts';
import knownGaps from './known-gaps.json';

const HERE = import.meta.dirname;
let compiler: LocalCompiler;

interface Outcome {
  readonly findings: readonly Finding[];
  readonly end: RunEnd;
  /** Output and report, as a person sees them; addresses left out, since they move with every compiler. */
  readonly text: string;
}

async function run(example: Example): Promise<Outcome> {
  const names = example.files ?? [example.name];
  const folder = example.files === undefined ? HERE : join(HERE, example.name);
  const files = names.map((name) => ({ path: name, text: readFileSync(join(folder, name), 'utf8') }));
  const compiled = await compiler.compile({ files, flags: ['-w'] });
  if (compiled.kind === 'failed') throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'));
  let output = '';
  const filter = new OutputFilter((_, bytes) => (output += new TextDecoder().decode(bytes)));
  const inputs = {
    arguments: ['program', ...(example.arguments ?? [])],
    environment: {},
    stdin: { bytes: new TextEncoder().encode(example.stdin ?? ''), closed: true },
    files: {},
    seed: 1,
    clockStart: 0n,
  };
  const checks = checksOf(readOptions(example.options));
  const { end, sites, survey } = await runProgram({ wasm: compiled.wasm, inputs, limits: DEFAULT_LIMITS, checks });
  if (end.kind === 'needs-input') throw new Error('the program asked for input that is closed');
  survey.forEach((chunk) => filter.take(chunk));
  const { findings, totals } = findingsOf(compiled.wasm, { sites, survey, end }, (path) => path);
  const sources = files.map(({ path, text }) => ({ path, text }));
  const report = textReport({ findings, end, totals, sources }, reportMessages('en'), PLAIN);
  return { findings, end, text: `${output}${report}`.replaceAll(/0x[0-9a-f]+/g, '0x…') };
}

/** What the expectation asks for, taken from what was found. */
function pick(finding: Finding, like: ExpectedFinding | undefined): Record<string, unknown> {
  const own = finding.stack.find((line) => !line.libc && line.line > 0);
  const flat: Record<string, unknown> = { ...finding, function: own?.function, line: own?.line, file: own?.file };
  const keys = like === undefined ? ['kind', 'function', 'line'] : Object.keys(like);
  return Object.fromEntries(keys.filter((key) => key !== 'nativeBytes').map((key) => [key, flat[key]]));
}

describe('the examples under heapscope', () => {
  beforeAll(async () => {
    compiler = await createCompiler(nodeLoader(join(HERE, '../build/toolchain')));
  });

  for (const example of EXAMPLES) {
    const gap: string | undefined = (knownGaps as Record<string, string>)[example.name];
    // A gap that has been closed fails here: take it off the list.
    const test = gap === undefined ? it : it.fails;
    test(gap === undefined ? example.name : `${example.name}: ${gap}`, async () => {
      const { findings, end, text } = await run(example);
      const wanted = example.findings.map(({ nativeBytes: _, ...rest }) => rest);
      expect(findings.map((finding, i) => pick(finding, example.findings[i]))).toEqual(wanted);
      if (example.exit !== undefined) expect(end).toMatchObject(example.exit);
      // How deep an endless recursion gets is the engine's: it differs by a call or so between runs.
      const steady = text.replace(/[\d,]+(?= (?:calls deep|more calls of))/g, 'N');
      await expect(steady).toMatchFileSnapshot(`golden/${example.name}.txt`);
    });
  }
});
