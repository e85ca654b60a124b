/** `heapscope native`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, tmpdir } from 'node:os';
import path from 'node:path';
import { withoutPlace } from '../../compile/diagnostic.ts';
import type { LocaleName } from '../../i18n/format.ts';
import { buildLibrary } from '../../native/build-library.node.ts';
import type { EventRecorder } from '../../native/event-recorder.ts';
import { StackFilter, type FilterRule, type SiteNames } from '../../native/stack-filter.ts';
import { ControlOption } from '../../native/stream.ts';
import { RunSummarizer } from '../../replay/stretches/summarize-run.ts';
import { jsonReport } from '../../report/json.ts';
import { reportMessages } from '../../report/messages.ts';
import { nativeMessages, type NativeRefusal } from '../../report/native-messages.ts';
import type { ReportPolicy } from '../../report/selection.ts';
import type { PageServer } from '../../server/page-server.ts';
import type { Chunk, RecordingMeta } from '../../trace/recording.ts';
import type { SiteId } from '../../util/units.ts';
import { reasonOf } from '../reason-of.ts';
import { BAD_INPUT } from '../exit-code.ts';
import { libraryFolder, NATIVE } from '../places.ts';
import { writeJson } from '../write-json.ts';
import { LiveServer } from './live-server.ts';
import { NativeRecording } from './native-recording.ts';
import { report } from './native-report.ts';
import { NativeRun } from './native-run.ts';
import { readSources, shownFrom } from './native-sources.ts';
import { findProgram, type FoundProgram } from './program-file.ts';
import { StreamsDirectory } from './streams-directory.ts';
import { findTool, type SymbolizerTool } from './symbolizer-tool.ts';
import { Symbolizer } from './symbolize.ts';
import { interrupted, serve } from './view-command.ts';

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
  /** So many bytes of each live block are kept when a process ends. */
  readonly contents: number;
  /** Which allocations are recorded; none: all. */
  readonly filter: readonly FilterRule[];
  readonly followExec: boolean;
  /** The page follows the run, and the program waits for it. */
  readonly live: boolean;
  /** Whether a browser is opened for it. */
  readonly open: boolean;
  readonly language: LocaleName;
}

const FLUSH_MILLISECONDS = 100;
/** What native/src/modules.c says then. */
const NEEDS_GLIBC = 'libheapscope needs glibc';
/** New places come at the beginning; later ones may wait. */
const FIRST_NAMES_MILLISECONDS = 50;
const NAMES_MILLISECONDS = 1000;

/** Gives the command's exit code. */
export async function nativeCommand(options: NativeOptions): Promise<number> {
  const prepared = prepare(options);
  if ('reason' in prepared) return refuse(prepared, options);
  const { streams, recording, found, library, temporary } = prepared;
  const summarizer = new RunSummarizer();
  const take = (chunk: Chunk): void => {
    if (recording && summarizer.isFull) recording.beginStretch(summarizer.cut());
    summarizer.add(chunk);
    recording?.add(chunk);
  };
  // Names are needed while the run goes on where they decide what is recorded.
  const namesOf = (site: SiteId): SiteNames => siteNames(site, run.recorder, symbolizer);
  const filter = options.filter.length > 0 ? new StackFilter(options.filter, namesOf) : undefined;
  const run = new NativeRun(streams, take, filter);
  const tool = findTool(process.env['PATH'] ?? '');
  const symbolizer = symbolizerFor(run.recorder, found, tool);
  const { program: name, arguments: words, json: captures } = options;
  const program = { file: found.file, name, arguments: words, library, captures };
  let watched: Watched | undefined;
  try {
    if (options.live && recording)
      watched = await watch(prepared, run, () => symbolize(run, symbolizer, recording), options);
    const { live, turn = namesEarly(run, symbolizerFor(run.recorder, found, undefined), recording) } = watched ?? {};
    const ended = await run.run(program, async () => {
      turn();
      await recording?.ready();
    });
    symbolize(run, symbolizer, recording);
    const summary = summarizer.summary();
    await recording?.finish(symbolizer.table, ended.end, summary);
    live?.finish();
    const unrecorded = streams.told('unrecorded');
    const { recorder } = run;
    const code = report({ ...ended, recorder, summary, symbolizer, found, recording, unrecorded }, options);
    if (watched && !ended.wasInterrupted) await interrupted();
    return code;
  } catch (error) {
    return refuse({ reason: 'unwritable', file: found.file, why: reasonOf(error) }, options);
  } finally {
    streams.remove();
    await watched?.server.close();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  }
}

function symbolizerFor(
  { images }: EventRecorder,
  { binary }: FoundProgram,
  tool: SymbolizerTool | undefined,
): Symbolizer {
  return new Symbolizer({
    tool,
    isProgram: (file) => file === binary || images.some((image) => image.path === file),
    shown: shownFrom(process.cwd()),
  });
}

function siteNames(site: SiteId, { places }: EventRecorder, symbolizer: Symbolizer): SiteNames {
  symbolizer.extend(places.all);
  const lines = symbolizer.table.sites[site]!.map((line) => symbolizer.table.lines[line]!);
  return {
    function: lines.map((line) => line.function),
    file: lines.map((line) => line.file),
    module: [places.all[site]!.module?.path ?? ''],
  };
}

function symbolize({ recorder }: NativeRun, symbolizer: Symbolizer, recording: NativeRecording | undefined): void {
  symbolizer.extend(recorder.places.all);
  symbolizer.addSources((files) => readSources(files, process.cwd()));
  recording?.addSymbols(symbolizer.table);
}

/** A recording that is cut off has functions, though no lines: those are asked for when the program has ended. */
function namesEarly({ recorder }: NativeRun, symbolizer: Symbolizer, recording: NativeRecording | undefined) {
  let pause = FIRST_NAMES_MILLISECONDS;
  let next = performance.now() + pause;
  return (): void => {
    if (!recording || performance.now() < next) return;
    symbolizer.extend(recorder.places.all);
    recording.addSymbols(symbolizer.table);
    pause = Math.min(pause * 2, NAMES_MILLISECONDS);
    next = performance.now() + pause;
  };
}

interface Watched {
  readonly server: PageServer;
  readonly live: LiveServer;
  /** To be called after each look at the streams. */
  turn(): void;
}

/** The page follows the run: what came is written at once, with its names, and not only when a chunk is full. */
async function watch(
  { streams, recordingFile }: Prepared,
  run: NativeRun,
  name: () => void,
  { program, filter, open, language }: NativeOptions,
): Promise<Watched> {
  const live = new LiveServer(recordingFile, streams, run.recorder, filter.length > 0);
  const query = new URLSearchParams({ live: path.basename(program) }).toString();
  const server = await serve(live.routes, query, open, language);
  let written = 0;
  const turn = (): void => {
    live.turn();
    if (performance.now() - written < FLUSH_MILLISECONDS) return;
    name();
    run.flush();
    live.grown();
    written = performance.now();
  };
  return { server, live, turn };
}

interface Prepared {
  readonly found: FoundProgram;
  readonly library: string;
  readonly streams: StreamsDirectory;
  readonly recording: NativeRecording | undefined;
  readonly recordingFile: string;
  /** Removed in the end. */
  readonly temporary: string | undefined;
}

/** All that may go wrong before the program runs. */
function prepare(options: NativeOptions): Prepared | NativeRefusal {
  const search = process.env['PATH'] ?? '';
  const machine = { arch: arch(), uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  const found = findProgram(options.program, search, machine);
  if (found.kind === 'refused') return found.refusal;
  const into = libraryFolder();
  const built = buildLibrary(NATIVE, into);
  if (built.type === 'unwritable') return { reason: 'unwritable', file: into, why: reasonOf(built.error) };
  if (built.type === 'noCompiler') return { reason: 'no-compiler', file: '' };
  if (built.type === 'failed' && built.output.includes(NEEDS_GLIBC)) return { reason: 'old-libc' };
  if (built.type === 'failed') return { reason: 'compiler-failed', compiler: built.compiler, output: built.output };
  let recording: NativeRecording | undefined;
  // The page reads the recording off the disk: what it hasn't read yet takes no memory.
  const temporary =
    options.live && options.record === undefined ? mkdtempSync(path.join(tmpdir(), 'heapscope-')) : undefined;
  const recordingFile = options.record ?? path.join(temporary ?? '', 'live.rec');
  try {
    if (options.record !== undefined || options.live) recording = new NativeRecording(recordingFile, metaOf(options));
  } catch (error) {
    return { reason: 'unwritable', file: recordingFile, why: reasonOf(error) };
  }
  try {
    const streams = new StreamsDirectory();
    const { continue: skip, scan, followExec, contents } = options;
    streams.tell('contents', contents);
    streams.tell(
      'options',
      (skip ? ControlOption.continue : 0) |
        (scan ? 0 : ControlOption.noScan) |
        (followExec ? ControlOption.followExec : 0),
    );
    return { found, library: built.library, streams, recording, recordingFile, temporary };
  } catch (error) {
    return { reason: 'unwritable', file: 'control', why: reasonOf(error) };
  }
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
