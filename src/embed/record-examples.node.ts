/** Records every example, so that the widget shows it before there is a compiler. Takes the folder of the toolchain and that to write to. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import examples from '../../examples/index.json';
import { createCompiler } from '../compile/compiler.ts';
import { nodeLoader } from '../compile/node-loader.node.ts';
import { analyseRecording } from '../session/analyse-recording.ts';
import { makeReady, packReady } from '../session/make-ready.ts';
import { ProgramAnalyst } from '../session/program-analyst.ts';
import { checksOf, readOptions } from '../session/run-options.ts';
import { recordProgram, type RecordableProgram } from '../session/record-program.ts';

type Example = (typeof examples)[number] & { stdin?: string; arguments?: string[]; files?: string[]; options?: object };

const [toolchain = '', folder = ''] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const compiler = await createCompiler(nodeLoader(toolchain));
for (const example of examples) {
  const made = await recordProgram(compiler, programOf(example));
  if (made.kind === 'not-compiled') throw new Error(`examples/${example.name} does not compile: ${made.message}`);
  if (made.kind !== 'recorded') continue;
  const recorded = await analyseRecording(new ProgramAnalyst(), made.recording);
  writeFileSync(path.join(folder, `${example.name}.ready`), packReady(makeReady(made.recording, recorded)));
}

function programOf(example: Example): RecordableProgram {
  const place = example.files ? path.join('examples', example.name) : 'examples';
  const files = (example.files ?? [example.name]).map((file) => ({
    path: file,
    text: readFileSync(path.join(place, file), 'utf8'),
  }));
  return {
    ...{ files, flags: [], arguments: example.arguments ?? [], stdin: example.stdin ?? '', environment: {} },
    checks: checksOf(readOptions(example.options)),
  };
}
