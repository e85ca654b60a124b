/** What is printed when a native program has ended. */
import { withoutPlace } from '../../compile/diagnostic.ts';
import type { EventRecorder } from '../../native/event-recorder.ts';
import { Loss } from '../../native/stream.ts';
import { resolveFindings } from '../../replay/resolve-findings.ts';
import { resolverOf } from '../../replay/program-resolver.ts';
import type { RunSummary } from '../../replay/stretches/run-summary.ts';
import { stretchSurvey } from '../../replay/stretches/stretch-survey.ts';
import { jsonReport } from '../../report/json.ts';
import { reportMessages } from '../../report/messages.ts';
import { nativeMessages, type NativeLoss } from '../../report/native-messages.ts';
import { selectFindings } from '../../report/selection.ts';
import { textReport } from '../../report/text.ts';
import { sitesOf } from '../../trace/symbols.ts';
import { exitCodeOf } from '../exit-code.ts';
import { writeJson } from '../write-json.ts';
import { styleFor } from '../terminal.ts';
import type { NativeOptions } from './native-command.ts';
import type { NativeRecording } from './native-recording.ts';
import type { NativeEnd } from './native-run.ts';
import { definesMalloc, type FoundProgram } from './program-file.ts';
import type { Symbolizer } from './symbolize.ts';

export interface Reported extends NativeEnd {
  readonly recorder: EventRecorder;
  readonly summary: RunSummary;
  readonly symbolizer: Symbolizer;
  readonly found: FoundProgram;
  readonly recording: NativeRecording | undefined;
  /** So many processes could make no stream. */
  readonly unrecorded: number;
}

/** Prints the report. Gives the exit code. */
export function report(ended: Reported, options: NativeOptions): number {
  const { end, stdout, stderr, symbolizer, summary } = ended;
  const symbols = symbolizer.table;
  const survey = stretchSurvey(summary, sitesOf(symbols), resolverOf({ module: NO_MODULE, symbols }));
  const { findings, leaks, suppressed, hasErrors } = selectFindings(resolveFindings(survey), options.policy);
  const { totals } = survey;
  const { processes } = survey.system;
  const messages = reportMessages(options.language);
  const what = { end, totals, findings, leaks, suppressed };
  if (options.json) {
    const diagnostics = notes(ended, options).map((note) => withoutPlace('note', note));
    writeJson(jsonReport({ ...what, processes, stdout, stderr, diagnostics }, messages));
  } else {
    const { sources } = symbolizer.table;
    process.stderr.write(textReport({ ...what, sources, processes }, messages, styleFor(process.stderr, process.env)));
    for (const note of notes(ended, options)) process.stderr.write(`heapscope: ${note}\n`);
  }
  return hasErrors && options.errorExitcode !== undefined ? options.errorExitcode : exitCodeOf(end);
}

const NO_MODULE = new Uint8Array(0);

const LOSSES: Readonly<Record<Loss, NativeLoss>> = {
  [Loss.noDrainer]: 'no-drainer',
  [Loss.diskFull]: 'disk-full',
  [Loss.noMemory]: 'no-memory',
  [Loss.stopped]: 'stopped',
  [Loss.nested]: 'nested',
  [Loss.deepStack]: 'deep-stack',
  [Loss.unreachable]: 'unreachable',
  [Loss.confined]: 'confined',
};

function notes(
  { recorder, recording, found, symbolizer, unrecorded }: Reported,
  { language, followExec, record = '' }: NativeOptions,
): string[] {
  const messages = nativeMessages(language);
  const lines = symbolizer.hasTool ? [] : [messages.noSymbolizer];
  if (symbolizer.withoutLines.size > 0) lines.push(messages.withoutLines([...symbolizer.withoutLines]));
  return [
    ...(recorder.leftOut > 0 ? [messages.filtered(recorder.leftOut, recorder.leftOut + recorder.recorded)] : []),
    ...(recorder.allocationEvents > 0 || recorder.leftOut > 0
      ? lines
      : [messages.noEvents(found.binary, definesMalloc(found.binary))]),
    ...(recorder.hasLeft && !followExec ? [messages.wentOn(found.binary)] : []),
    ...[...recorder.losses].map(([loss, count]) => messages.lost(LOSSES[loss], count)),
    ...(unrecorded > 0 ? [messages.unrecorded(unrecorded)] : []),
    ...(recording?.stopped === undefined ? [] : [messages.recordingStopped(record, recording.stopped)]),
  ];
}
