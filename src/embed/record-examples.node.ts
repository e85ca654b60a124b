/** Records every example, so that the widget shows it before there is a compiler. Takes the folder of the toolchain and that to write to. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import examples from '../../examples/index.json';
import { createCompiler, type LocalCompiler } from '../compile/compiler.ts';
import { nodeLoader } from '../compile/node-loader.node.ts';
import { CLOCK_START, DEFAULT_LIMITS } from '../run/request.ts';
import { runProgram } from '../run/run.ts';
import { writeRecording } from '../trace/write-recording.ts';

/** A recording that is fetched before anything is shown has to be small: of longer runs there is none. */
const MOST_STEPS = 200_000;

type Example = (typeof examples)[number] & { stdin?: string; arguments?: string[]; files?: string[] };

const [toolchain = '', folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const compiler = await createCompiler(nodeLoader(toolchain));
for (const example of examples) {
  const bytes = await record(compiler, example as Example);
  if (bytes) writeFileSync(path.join(folder, `${example.name}.heapscope`), bytes);
}

async function record(compiler: LocalCompiler, example: Example): Promise<Uint8Array | undefined> {
  const place = example.files ? path.join('examples', example.name) : 'examples';
  const sources = (example.files ?? [example.name]).map((file) => ({
    path: file,
    text: readFileSync(path.join(place, file), 'utf8'),
  }));
  const compiled = await compiler.compile({ files: sources, flags: ['-w'] });
  if (compiled.kind === 'failed') throw new Error(`examples/${example.name} does not compile`);
  const program = (sources.find((file) => file.path.endsWith('.c'))?.path ?? 'a.out').replace(/\.c$/, '');
  const inputs = {
    arguments: [program, ...(example.arguments ?? [])],
    environment: {},
    stdin: { bytes: new TextEncoder().encode(example.stdin ?? ''), closed: true },
    files: {},
    seed: 1,
    clockStart: CLOCK_START,
  };
  const request = { wasm: compiled.wasm, inputs, limits: DEFAULT_LIMITS };
  const survey = await runProgram(request);
  if (survey.end.kind === 'needs-input' || survey.end.steps > MOST_STEPS) return undefined;
  const { window, sites } = await runProgram({ ...request, window: { first: 0, end: Math.max(1, survey.end.steps) } });
  const meta = {
    origin: 'wasm' as const,
    program,
    arguments: inputs.arguments.slice(1),
    environment: {},
    flags: [],
    seed: inputs.seed,
    sources,
    recordedAt: '',
  };
  const windows = window ? [{ ...window, sites }] : [];
  return writeRecording(
    { meta, module: compiled.wasm, sites: survey.sites, survey: survey.survey, windows, end: survey.end },
    { deflate: true },
  );
}
