/** A program under many schedules, until one of them shows something that the usual one doesn't. */
import type { Finding } from '../replay/findings.ts';
import type { Schedule } from '../run/kernel/policy.ts';
import type { RunEnd } from '../trace/recording.ts';

export interface Explored {
  /** Schedules that were tried. */
  readonly tried: number;
  /** The first that goes another way; absent: none did. */
  readonly found?: ExploredDifference;
}

export interface ExploredDifference {
  readonly seed: number;
  readonly difference: Difference;
}

/** output: other lines, in whatever order. finding: one that the usual schedule doesn't make. */
export type Difference = 'output' | 'end' | 'finding' | 'deadlock';

/** What is compared of a run. */
export interface ScheduledRun {
  /** All that it printed. */
  readonly output: string;
  readonly end: RunEnd;
  readonly findings: readonly Finding[];
}

interface Outcome {
  readonly lines: string;
  readonly end: string;
  readonly findings: ReadonlySet<string>;
}

export const scheduleOf = (seed: number): Schedule => ({ kind: 'random', seed });

/** Tries the seeds from 1 to `most`; `run` without a schedule is the usual one. */
export async function explore(
  run: (schedule: Schedule | undefined) => Promise<ScheduledRun>,
  most: number,
): Promise<Explored> {
  const usual = outcomeOf(await run(undefined));
  for (let seed = 1; seed <= most; seed++) {
    const difference = differenceOf(usual, outcomeOf(await run(scheduleOf(seed))));
    if (difference) return { tried: seed, found: { seed, difference } };
  }
  return { tried: most };
}

function outcomeOf({ output, end, findings }: ScheduledRun): Outcome {
  const how = end.kind === 'exit' ? end.code : 'reason' in end ? end.reason : '';
  return {
    lines: output.split('\n').sort().join('\n'),
    end: `${end.kind} ${how}`,
    findings: new Set(findings.map(keyOf)),
  };
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
