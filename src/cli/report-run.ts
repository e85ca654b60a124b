/** What `heapscope run` says after a run. */
import type { Finding } from '../replay/findings.ts';
import { jsonReport } from '../report/json.ts';
import { reportMessages } from '../report/messages.ts';
import { selectFindings, type Selection } from '../report/selection.ts';
import { textReport } from '../report/text.ts';
import type { RunClient } from '../run/run-client.ts';
import type { Explored } from '../trials/explore.ts';
import { failEach } from '../trials/failing-runs.ts';
import { findingsOf } from '../trials/findings-of.ts';
import type { CompiledRun } from './compiled-run.ts';
import { wholeWindow, type Executed } from './execute.ts';
import { exitCodeOf } from './exit-code.ts';
import { lossesOf } from './losses.ts';
import type { OutputFilter } from './output-filter.ts';
import type { RecordingFile } from './recording-file.ts';
import { styleFor } from './terminal.ts';
import { writeJson } from './write-json.ts';

export interface Ran {
  /** For what has to be run again: in full, and with allocations that fail. */
  readonly client: RunClient;
  readonly result: Executed;
  readonly output: OutputFilter;
  /** Its window and its end are still to be written. */
  readonly recording: RecordingFile | undefined;
  readonly explored: Explored | undefined;
}

/** Completes the recording and prints the report. Gives the exit code. */
export async function reportRun(
  { options, compiled, quoted, sources, diagnostics }: CompiledRun,
  { client, result, output, recording, explored }: Ran,
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
