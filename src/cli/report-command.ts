/** `heapscope report`. */
import type { LocaleName } from '../i18n/format.ts';
import { jsonReport } from '../report/json.ts';
import { reportMessages } from '../report/messages.ts';
import { selectFindings, type ReportPolicy } from '../report/selection.ts';
import { textReport } from '../report/text.ts';
import type { RecordingMeta } from '../trace/recording.ts';
import { findingsOf } from '../trials/findings-of.ts';
import { BAD_INPUT } from './exit-code.ts';
import { lossesOf } from './losses.ts';
import { readRecordingFile } from './read-recording-file.ts';
import { writeJson } from './write-json.ts';
import { styleFor } from './terminal.ts';

export interface ReportOptions {
  readonly file: string;
  readonly json: boolean;
  readonly errorExitcode?: number;
  /** What is shown depends on whose recording it is. */
  readonly policyFor: (origin: RecordingMeta['origin']) => ReportPolicy;
  readonly language: LocaleName;
}

/** Prints on stdout: the report is what was asked for. Gives the command's exit code. */
export function reportCommand({ file, json, errorExitcode, policyFor, language }: ReportOptions): number {
  const read = readRecordingFile(file);
  if (typeof read === 'string') return refuse(read);
  const { recording, damage } = read;
  const found = findingsOf(recording.module, recording, (path) => path);
  const { failures, totals, survey, resolver } = found;
  const { findings, leaks, suppressed, hasErrors } = selectFindings(found.findings, policyFor(recording.meta.origin));
  const window = recording.windows.find((one) => one.first === 0 && one.end === recording.end.steps);
  const lost = window && lossesOf(findings, window, { sites: recording.sites, survey, resolver });
  const what = { findings, leaks, suppressed, failures, ...(lost && { lost }), ...(damage && { damage }) };
  const messages = reportMessages(language);
  const { end } = recording;
  const { processes } = survey.system;
  if (json) {
    const texts = { stdout: outputText(survey.outputs, 1), stderr: outputText(survey.outputs, 2) };
    writeJson(jsonReport({ end, ...texts, totals, ...what, processes, diagnostics: [] }, messages));
  } else {
    const { sources } = recording.meta;
    process.stdout.write(
      textReport({ end, totals, sources, processes, ...what }, messages, styleFor(process.stdout, process.env)),
    );
  }
  return hasErrors ? (errorExitcode ?? 0) : 0;
}

function outputText(
  outputs: readonly { readonly descriptor: number; readonly bytes: Uint8Array }[],
  stream: number,
): string {
  return new TextDecoder().decode(
    Buffer.concat(outputs.filter((one) => one.descriptor === stream).map((one) => one.bytes)),
  );
}

function refuse(reason: string): number {
  process.stderr.write(`heapscope: ${reason}\n`);
  return BAD_INPUT;
}
