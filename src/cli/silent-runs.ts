/** Runs that nobody sees, before the one that is reported: under other schedules, and up to the first finding that is wanted. */
import { selectFindings } from '../report/selection.ts';
import type { RunClient } from '../run/run-client.ts';
import { explore, type Explored } from '../trials/explore.ts';
import { findingsOf } from '../trials/findings-of.ts';
import type { CompiledRun } from './compiled-run.ts';
import { execute, type Executed, type Execution } from './execute.ts';
import { OutputFilter } from './output-filter.ts';

export function exploreSchedules(
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
export async function executeUpTo(client: RunClient, execution: Execution, run: CompiledRun): Promise<Executed> {
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
