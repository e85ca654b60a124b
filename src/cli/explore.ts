/** `--explore`: runs the program under many schedules, until one of them shows something that the usual one doesn't. */
import type { Finding } from '../replay/findings.ts';
import type { RunClient } from '../run/run-client.ts';
import type { Schedule } from '../run/kernel/policy.ts';
import { execute, type Executed, type Execution } from './execute.ts';
import { OutputFilter } from './output-filter.ts';

export interface Explored {
  /** Schedules that were tried. */
  readonly tried: number;
  /** The first that goes another way; absent: none did. */
  readonly found?: { readonly seed: number; readonly difference: Difference };
}

/** output: other lines, in whatever order. finding: one that the usual schedule doesn't make. */
export type Difference = 'output' | 'end' | 'finding' | 'deadlock';

interface Outcome {
  readonly lines: string;
  readonly end: string;
  readonly findings: ReadonlySet<string>;
}

export const scheduleOf = (seed: number): Schedule => ({ kind: 'random', seed });

/** Tries the seeds from 1 to `most`. `findingsIn` gives what a run's report would show. */
export async function explore(
  client: RunClient,
  execution: Execution,
  most: number,
  findingsIn: (result: Executed) => readonly Finding[],
): Promise<Explored> {
  const outcomeOf = async (schedule?: Schedule): Promise<Outcome> => {
    const output = new OutputFilter(() => {});
    const result = await execute(client, { ...execution, schedule, output, recording: undefined, onNote: undefined });
    const lines = `${output.text(1)}\n${output.text(2)}`.split('\n').sort().join('\n');
    const { end } = result;
    const how = end.kind === 'exit' ? end.code : 'reason' in end ? end.reason : '';
    return { lines, end: `${end.kind} ${how}`, findings: new Set(findingsIn(result).map(keyOf)) };
  };
  const usual = await outcomeOf();
  for (let seed = 1; seed <= most; seed++) {
    const difference = differenceOf(usual, await outcomeOf(scheduleOf(seed)));
    if (difference) return { tried: seed, found: { seed, difference } };
  }
  return { tried: most };
}

function keyOf(finding: Finding): string {
  const own = finding.stack.find(({ libc }) => !libc);
  return `${finding.kind} ${own?.file}:${own?.line}`;
}

function differenceOf(usual: Outcome, other: Outcome): Difference | undefined {
  const added = [...other.findings].filter((key) => !usual.findings.has(key));
  if (added.some((key) => key.startsWith('deadlock'))) return 'deadlock';
  if (added.length > 0) return 'finding';
  if (usual.end !== other.end) return 'end';
  return usual.lines === other.lines ? undefined : 'output';
}
