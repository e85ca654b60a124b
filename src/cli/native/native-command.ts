/** `heapscope native`. */
import { arch } from 'node:os';
import path from 'node:path';
import { withoutPlace } from '../../compile/diagnostic.ts';
import type { LocaleName } from '../../i18n/format.ts';
import { buildLibrary } from '../../native/build-library.node.ts';
import { ControlOption, Loss } from '../../native/stream.ts';
import { resolveFindings } from '../../replay/findings.ts';
import type { RunSurvey } from '../../replay/read-survey.ts';
import { jsonReport } from '../../report/json.ts';
import { reportMessages } from '../../report/messages.ts';
import { nativeMessages, type NativeLoss, type NativeRefusal } from '../../report/native-messages.ts';
import { selectFindings, type ReportPolicy } from '../../report/selection.ts';
import { textReport } from '../../report/text.ts';
import type { RecordingMeta } from '../../trace/recording.ts';
import type { SymbolTable } from '../../trace/symbols.ts';
import { reasonOf } from '../collect-sources.ts';
import { BAD_INPUT, exitCodeOf } from '../exit-code.ts';
import { writeJson } from '../run-command.ts';
import { styleFor } from '../terminal.ts';
import { NativeRecording } from './native-recording.ts';
import { NativeRun, type NativeEnd } from './native-run.ts';
import { readSources, shownFrom } from './native-sources.ts';
import { NativeSurvey } from './native-survey.ts';
import { definesMalloc, findProgram, type FoundProgram } from './program-file.ts';
import { ROOT } from './root.ts';
import { StreamsDirectory } from './streams-directory.ts';
import { findTool } from './symbolizer-tool.ts';
import { symbolize } from './symbolize.ts';

export interface NativeOptions {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly record?: string;
  readonly json: boolean;
  readonly errorExitcode?: number;
  readonly policy: ReportPolicy;
  /** A free that is none is left out, and the program goes on. */
  readonly continue: boolean;
  readonly scan: boolean;
  /** Bytes of each live block that are kept at exit. */
  readonly contents: number;
  readonly followExec: boolean;
  readonly language: LocaleName;
}

/** Gives the command's exit code. */
export async function nativeCommand(options: NativeOptions): Promise<number> {
  const prepared = prepare(options);
  if ('reason' in prepared) return refuse(prepared, options);
  const { streams, recording, found, library } = prepared;
  const survey = new NativeSurvey();
  const run = new NativeRun(streams, (chunk) => {
    survey.add(chunk);
    recording?.add(chunk);
  });
  try {
    const { program: name, arguments: words, json: captures } = options;
    const ended = await run.run({ file: found.file, name, arguments: words, library, captures });
    return report(run, ended, survey, prepared, options);
  } catch (error) {
    return refuse({ reason: 'unwritable', file: found.file, why: reasonOf(error) }, options);
  } finally {
    streams.remove();
  }
}

interface Prepared {
  readonly found: FoundProgram;
  readonly library: string;
  readonly streams: StreamsDirectory;
  readonly recording: NativeRecording | undefined;
}

/** All that may go wrong before the program runs. */
function prepare(options: NativeOptions): Prepared | NativeRefusal {
  const search = process.env['PATH'] ?? '';
  const machine = { arch: arch(), uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  const found = findProgram(options.program, search, machine);
  if (found.kind === 'refused') return found.refusal;
  const built = buildLibrary(path.join(ROOT, 'native'), path.join(ROOT, 'build', 'native'));
  if (built.type === 'noCompiler') return { reason: 'no-compiler', file: '' };
  if (built.type === 'failed') return { reason: 'compiler-failed', compiler: built.compiler, output: built.output };
  let recording: NativeRecording | undefined;
  try {
    if (options.record !== undefined) recording = new NativeRecording(options.record, metaOf(options));
  } catch (error) {
    return { reason: 'unwritable', file: options.record ?? '', why: reasonOf(error) };
  }
  try {
    const streams = new StreamsDirectory();
    const { continue: skip, scan, followExec, contents } = options;
    streams.tell(
      'options',
      (skip ? ControlOption.continue : 0) |
        (scan ? 0 : ControlOption.noScan) |
        (followExec ? ControlOption.followExec : 0),
    );
    streams.tell('contents', contents);
    return { found, library: built.library, streams, recording };
  } catch (error) {
    return { reason: 'unwritable', file: 'control', why: reasonOf(error) };
  }
}

/** Prints the report. Gives the exit code. */
function report(
  { recorder }: NativeRun,
  { end, stdout, stderr }: NativeEnd,
  surveyed: NativeSurvey,
  { recording, found }: Prepared,
  options: NativeOptions,
): number {
  const cwd = process.cwd();
  const tool = findTool(process.env['PATH'] ?? '');
  const programs = new Set([found.binary, ...recorder.images.map((image) => image.path)]);
  const symbolized = symbolize(recorder.places.all, { tool, programs, shown: shownFrom(cwd) });
  const symbols = { ...symbolized.table, sources: readSources(symbolized.table.lines, cwd) };
  recording?.finish(symbols, end);
  const survey = surveyed.survey(symbols, end.steps);
  const { findings, leaks, suppressed, hasErrors } = selectFindings(resolveFindings(survey), options.policy);
  const { totals } = survey;
  const messages = reportMessages(options.language);
  if (options.json) {
    writeJson(
      jsonReport({ ...{ end, stdout, stderr, totals, findings, leaks, suppressed }, diagnostics: [] }, messages),
    );
  } else {
    const { processes } = survey.system;
    const input = { ...{ end, totals, findings, leaks, suppressed }, sources: symbols.sources, processes };
    process.stderr.write(textReport(input, messages, styleFor(process.stderr, process.env)));
  }
  for (const note of notes(
    { recorder, survey, symbols, recording, found, hasTool: tool !== undefined, ...symbolized },
    options,
  ))
    process.stderr.write(`heapscope: ${note}\n`);
  return hasErrors && options.errorExitcode !== undefined ? options.errorExitcode : exitCodeOf(end);
}

interface Noted {
  readonly recorder: NativeRun['recorder'];
  readonly survey: RunSurvey;
  readonly symbols: SymbolTable;
  readonly recording: NativeRecording | undefined;
  readonly found: FoundProgram;
  readonly hasTool: boolean;
  readonly withoutLines: readonly string[];
}

const LOSSES: Readonly<Record<Loss, NativeLoss>> = {
  [Loss.noDrainer]: 'no-drainer',
  [Loss.diskFull]: 'disk-full',
  [Loss.noMemory]: 'no-memory',
  [Loss.stopped]: 'stopped',
  [Loss.nested]: 'nested',
  [Loss.deepStack]: 'deep-stack',
};

function notes(of: Noted, { language, record = '' }: NativeOptions): string[] {
  const messages = nativeMessages(language);
  const { recorder, recording, found } = of;
  const hasEvents = recorder.allocationEvents > 0;
  return [
    ...(hasEvents ? [] : [messages.noEvents(found.binary, definesMalloc(found.binary))]),
    ...(hasEvents && of.withoutLines.length > 0 ? [messages.withoutLines(of.withoutLines)] : []),
    ...(of.hasTool ? [] : [messages.noSymbolizer]),
    ...[...recorder.losses].map(([loss, count]) => messages.lost(LOSSES[loss], count)),
    ...(recording?.stopped === undefined ? [] : [messages.recordingStopped(record, recording.stopped)]),
  ];
}

function metaOf({ program, arguments: words }: NativeOptions): RecordingMeta {
  return {
    ...{ origin: 'native', program, arguments: words, environment: {}, flags: [], seed: 0, sources: [] },
    recordedAt: new Date().toISOString(),
  };
}

/** Says why there is no run. */
function refuse(refusal: NativeRefusal, { json, language }: NativeOptions): number {
  const message = nativeMessages(language).refused(refusal);
  if (json) {
    const nothing = { end: undefined, stdout: '', stderr: '', totals: undefined, findings: [] };
    writeJson(jsonReport({ ...nothing, diagnostics: [withoutPlace('error', message)] }, reportMessages(language)));
  } else process.stderr.write(`heapscope: ${message}\n`);
  return BAD_INPUT;
}
