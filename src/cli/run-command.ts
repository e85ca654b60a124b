/** `heapscope run`. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../compile/compile.ts';
import { withoutPlace } from '../compile/diagnostic.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import type { QuotedSource } from '../report/excerpt.ts';
import { jsonReport } from '../report/json.ts';
import { reportMessages } from '../report/messages.ts';
import { nodeWorker } from '../run/node-worker.node.ts';
import { CLOCK_START, DEFAULT_LIMITS } from '../run/request.ts';
import { RunClient } from '../run/run-client.ts';
import type { CheckOptions } from '../trace/check-options.ts';
import type { RecordingMeta } from '../trace/recording.ts';
import type { RunNote } from '../trace/run-note.ts';
import { scheduleOf } from '../trials/explore.ts';
import { collectSources } from './collect-sources.ts';
import { commandWords } from './command-messages.ts';
import { compileWithin } from './compile-in-thread.ts';
import type { CompiledRun, GivenInputs, RunOptions } from './compiled-run.ts';
import { BAD_INPUT } from './exit-code.ts';
import { OutputFilter } from './output-filter.ts';
import { RUN_THREAD } from './places.ts';
import { reasonOf } from './reason-of.ts';
import { RecordingFile } from './recording-file.ts';
import { reportRun } from './report-run.ts';
import { quotedSources, shownDiagnostic } from './shown-sources.ts';
import { executeUpTo, exploreSchedules } from './silent-runs.ts';
import { CommandInput } from './standard-input.ts';
import { styleFor } from './terminal.ts';
import { writeJson } from './write-json.ts';

/** Gives the command's exit code. */
export async function runCommand(options: RunOptions): Promise<number> {
  const sources = collectSources(options.files, options.flags, process.cwd(), {
    read: (file) => readFileSync(file),
    isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false,
  });
  const given = readInputs(options);
  const problems = [...sources.diagnostics, ...given.diagnostics];
  if (problems.length > 0) return refuse(problems, [], options);

  const { files, units, flags } = sources;
  const compiled = await compileWithin(options.compileSeconds, { files, units, flags });
  const diagnostics = compiled.diagnostics.map((diagnostic) => shownDiagnostic(diagnostic, sources));
  const quoted = quotedSources(sources);
  if (compiled.kind === 'failed') return refuse(diagnostics, quoted, options);
  if (!options.json) writeDiagnostics(diagnostics, quoted, options);
  return runCompiled({ ...given, options, sources, quoted, compiled, diagnostics });
}

function readInputs(options: RunOptions): GivenInputs & { readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const read = (file: string): Uint8Array => {
    try {
      return readFileSync(file);
    } catch (error) {
      diagnostics.push(withoutPlace('error', commandWords().files.unreadable(file, reasonOf(error))));
      return new Uint8Array(0);
    }
  };
  const stdin = options.stdin === undefined ? undefined : read(options.stdin);
  const names = options.inputFiles.map((file) => [path.isAbsolute(file) ? path.basename(file) : file, read(file)]);
  return { stdin, files: Object.fromEntries(names) as Record<string, Uint8Array>, diagnostics };
}

async function runCompiled(run: CompiledRun): Promise<number> {
  const { options, compiled } = run;
  const program = (options.files.find((file) => file.endsWith('.c')) ?? 'a.out').replace(/\.c$/, '');
  const inputs = {
    arguments: [program, ...options.arguments],
    environment: options.environment,
    files: run.files,
    seed: options.seed,
    clockStart: CLOCK_START,
  };
  let recording: RecordingFile | undefined;
  try {
    if (options.record !== undefined)
      recording = new RecordingFile(options.record, metaOf(run, program), compiled.wasm);
  } catch (error) {
    const why = commandWords().files.unwritable(options.record ?? '', reasonOf(error));
    return refuse([withoutPlace('error', why)], [], options);
  }
  const stdin = run.stdin ?? new CommandInput(process.stdin);
  const output = new OutputFilter((stream, bytes) => {
    if (!options.json) (stream === 1 ? process.stdout : process.stderr).write(bytes);
  });
  const client = new RunClient(() => nodeWorker(RUN_THREAD));
  let stop = (): void => {};
  const onInterrupt = (): void => stop();
  process.on('SIGINT', onInterrupt);
  // Nobody reads the output any more (`| head`): on a machine of its own the program would get SIGPIPE.
  process.stdout.once('error', onInterrupt);
  try {
    const messages = reportMessages(options.language);
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const execution = {
      ...{ wasm: compiled.wasm, inputs, limits, checks: checksOf(options), stdin, output, recording },
      schedule: options.schedule,
      onStart: (stopRun: () => void) => (stop = stopRun),
      ...(!options.json && {
        onNote: (note: RunNote) => void process.stderr.write(`heapscope: ${messages.told(note)}\n`),
      }),
    };
    const explored = options.explore ? await exploreSchedules(client, execution, options.explore, run) : undefined;
    const schedule = explored?.found ? scheduleOf(explored.found.seed) : options.schedule;
    const result = await executeUpTo(client, { ...execution, schedule }, run);
    return await reportRun(run, { client, result, output, recording, explored });
  } finally {
    process.off('SIGINT', onInterrupt);
    process.stdout.off('error', onInterrupt);
    client.close();
    if (stdin instanceof CommandInput) stdin.release();
  }
}

function metaOf({ options, sources, quoted }: CompiledRun, program: string): RecordingMeta {
  const inTree = sources.files.map(({ path: file }, i) => ({ path: file, text: quoted[i]?.text ?? '' }));
  return {
    origin: 'wasm',
    program,
    arguments: options.arguments,
    environment: options.environment,
    flags: options.flags,
    seed: options.seed,
    checks: checksOf(options),
    sources: inTree,
    recordedAt: new Date().toISOString(),
  };
}

/** Says why there is no run. */
function refuse(diagnostics: readonly Diagnostic[], quoted: readonly QuotedSource[], options: RunOptions): number {
  if (options.json) {
    const nothing = { end: undefined, stdout: '', stderr: '', totals: undefined, findings: [] };
    writeJson(jsonReport({ ...nothing, diagnostics }, reportMessages(options.language)));
  } else writeDiagnostics(diagnostics, quoted, options);
  return BAD_INPUT;
}

function writeDiagnostics(
  diagnostics: readonly Diagnostic[],
  quoted: readonly QuotedSource[],
  options: RunOptions,
): void {
  const style = styleFor(process.stderr, process.env);
  process.stderr.write(diagnosticsText(diagnostics, quoted, reportMessages(options.language), style));
}

function checksOf({ checks, failMalloc }: RunOptions): CheckOptions {
  return { ...checks, ...(failMalloc && failMalloc.kind !== 'every' && { failing: failMalloc }) };
}
