/** `heapscope run`. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CompileResult, Diagnostic, SourcePosition } from '../compile/compile.ts';
import { withoutPlace } from '../compile/diagnostic.ts';
import type { LocaleName } from '../i18n/format.ts';
import { diagnosticsText } from '../report/diagnostics.ts';
import type { QuotedSource } from '../report/excerpt.ts';
import { jsonReport } from '../report/json.ts';
import type { Finding } from '../replay/findings.ts';
import { reportMessages } from '../report/messages.ts';
import type { RunNote } from '../trace/run-note.ts';
import { selectFindings, type ReportPolicy, type Selection } from '../report/selection.ts';
import { textReport } from '../report/text.ts';
import { CLOCK_START, DEFAULT_LIMITS } from '../run/request.ts';
import type { Schedule } from '../run/kernel/policy.ts';
import type { RunLimits } from '../run/request.ts';
import { RunClient } from '../run/run-client.ts';
import { nodeWorker } from '../run/node-worker.node.ts';
import { explore, scheduleOf, type Explored } from '../trials/explore.ts';
import { failEach } from '../trials/failing-runs.ts';
import { findingsOf } from '../trials/findings-of.ts';
import type { CheckOptions } from '../trace/check-options.ts';
import type { RecordingMeta } from '../trace/recording.ts';
import { compileWithin } from './compile-in-thread.ts';
import { collectSources } from './collect-sources.ts';
import type { CollectedSources } from './collect-sources.ts';
import { execute, wholeWindow, type Executed, type Execution } from './execute.ts';
import { BAD_INPUT, exitCodeOf } from './exit-code.ts';
import type { FailMalloc } from './flag-values.ts';
import { lossesOf } from './losses.ts';
import { OutputFilter } from './output-filter.ts';
import { RUN_THREAD } from './places.ts';
import { RecordingFile } from './recording-file.ts';
import { CommandInput } from './standard-input.ts';
import { styleFor } from './terminal.ts';
import { reasonOf } from './reason-of.ts';
import { writeJson } from './write-json.ts';
import { commandWords } from './command-messages.ts';

export interface RunOptions {
  readonly files: readonly string[];
  readonly flags: readonly string[];
  readonly arguments: readonly string[];
  readonly stdin?: string;
  readonly record?: string;
  readonly json: boolean;
  readonly errorExitcode?: number;
  readonly policy: ReportPolicy;
  readonly checks: CheckOptions;
  readonly schedule?: Schedule;
  /** So many schedules are tried. */
  readonly explore?: number;
  readonly failMalloc?: FailMalloc;
  readonly stopAtFirst: boolean;
  readonly seed: number;
  readonly limits: Partial<RunLimits>;
  /** What compiling and linking may take. */
  readonly compileSeconds: number;
  /** Names of environment variables to values. */
  readonly environment: Readonly<Record<string, string>>;
  /** Files of the machine's that the program finds in its own file system, under the same names. */
  readonly inputFiles: readonly string[];
  readonly language: LocaleName;
}

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

interface GivenInputs {
  readonly stdin: Uint8Array | undefined;
  readonly files: Readonly<Record<string, Uint8Array>>;
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

interface CompiledRun extends GivenInputs {
  readonly options: RunOptions;
  readonly sources: CollectedSources;
  readonly quoted: readonly QuotedSource[];
  readonly compiled: CompileResult & { kind: 'linked' };
  readonly diagnostics: readonly Diagnostic[];
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
    return await tell(client, result, output, recording, run, explored);
  } finally {
    process.off('SIGINT', onInterrupt);
    process.stdout.off('error', onInterrupt);
    client.close();
    if (stdin instanceof CommandInput) stdin.release();
  }
}

function checksOf({ checks, failMalloc }: RunOptions): CheckOptions {
  return { ...checks, ...(failMalloc && failMalloc.kind !== 'every' && { failing: failMalloc }) };
}

function exploreSchedules(
  client: RunClient,
  execution: Execution,
  most: number,
  { options, compiled, sources }: CompiledRun,
): Promise<Explored> {
  return explore(async (schedule) => {
    const output = new OutputFilter(() => {});
    const silent = { ...execution, schedule, output, recording: undefined, onNote: undefined };
    const result = await execute(client, silent);
    const { findings } = findingsOf(compiled.wasm, result, sources.shown);
    return {
      output: `${output.text(1)}\n${output.text(2)}`,
      end: result.end,
      findings: selectFindings(findings, options.policy).findings,
    };
  }, most);
}

/** Runs the program to its end, or to the first finding that is to be reported. */
async function executeUpTo(client: RunClient, execution: Execution, run: CompiledRun): Promise<Executed> {
  const { stopAtFirst, policy } = run.options;
  if (!stopAtFirst) return execute(client, execution);
  let stopAfter = 1;
  if (policy.suppressions.length > 0) {
    // Only a whole run tells how many findings come before it that nobody wants; nobody sees that run.
    const silent = { ...execution, output: new OutputFilter(() => {}), recording: undefined, onNote: undefined };
    const { findings } = findingsOf(execution.wasm, await execute(client, silent), run.sources.shown);
    const misuse = findings.filter(({ kind }) => kind !== 'leak');
    const first = selectFindings(misuse, policy).findings[0];
    if (!first) return execute(client, execution);
    stopAfter = first.indices[0]! + 1;
  }
  return execute(client, { ...execution, checks: { ...execution.checks, stopAfter } });
}

/** Prints the report. Gives the exit code. */
async function tell(
  client: RunClient,
  result: Executed,
  output: OutputFilter,
  recording: RecordingFile | undefined,
  { options, compiled, quoted, sources, diagnostics }: CompiledRun,
  explored: Explored | undefined,
): Promise<number> {
  const { findings: all, failures, totals, ...found } = findingsOf(compiled.wasm, result, sources.shown);
  const select = (findings: readonly Finding[]): Selection => selectFindings(findings, options.policy);
  const selection = select(all);
  const isLeaking = selection.findings.some((finding) => finding.kind === 'leak' && finding.leak === 'definitely-lost');
  const window = recording || isLeaking ? await wholeWindow(client, result) : undefined;
  recording?.finish(window, result.end);
  const { processes } = found.survey.system;
  const lost =
    window && processes.length === 1
      ? lossesOf(selection.findings, window, { sites: result.sites, ...found })
      : undefined;
  const inTurn =
    options.failMalloc?.kind === 'every'
      ? await failEach(
          (request) => client.run(request).result,
          result.request,
          all,
          (findings) => select(findings).findings,
          sources.shown,
        )
      : undefined;
  const afterFailures = [...(inTurn?.findings.keys() ?? [])];
  const report = {
    ...{ end: result.end, totals, leaks: selection.leaks, suppressed: selection.suppressed },
    findings: [...selection.findings, ...afterFailures],
    failures: inTurn?.failures ?? failures,
    ...(lost && { lost }),
    ...(inTurn && { failedFor: inTurn.findings, isCut: inTurn.isCut }),
  };
  const messages = reportMessages(options.language);
  if (options.json)
    writeJson(
      jsonReport(
        { ...report, processes, stdout: output.text(1), stderr: output.text(2), diagnostics, explored },
        messages,
      ),
    );
  else {
    if (explored) process.stderr.write(`heapscope: ${messages.explored(explored.tried, explored.found)}\n`);
    process.stderr.write(
      textReport({ ...report, processes, sources: quoted }, messages, styleFor(process.stderr, process.env)),
    );
  }
  const hasErrors = selection.hasErrors || select(afterFailures).hasErrors;
  return hasErrors && options.errorExitcode !== undefined ? options.errorExitcode : exitCodeOf(result.end);
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

function quotedSources(sources: CollectedSources): QuotedSource[] {
  const decoder = new TextDecoder();
  return sources.files.map(({ path: file, text }) => ({
    path: sources.shown(file),
    text: typeof text === 'string' ? text : decoder.decode(text),
  }));
}

function shownDiagnostic(diagnostic: Diagnostic, sources: CollectedSources): Diagnostic {
  const shown = <T extends SourcePosition>(at: T): T => ({ ...at, file: at.file === '' ? '' : sources.shown(at.file) });
  return {
    ...shown(diagnostic),
    ranges: diagnostic.ranges.map(({ start, end }) => ({ start: shown(start), end: shown(end) })),
    fixIts: diagnostic.fixIts.map((fix) => ({ ...fix, start: shown(fix.start), end: shown(fix.end) })),
    notes: diagnostic.notes.map((note) => shownDiagnostic(note, sources)),
  };
}
