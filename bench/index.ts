import { cpus, totalmem } from 'node:os';
import { hold, judge, type Contest, type Verdict } from './contest.ts';
import { report } from './table.ts';

/**
 * A contest is prepared only when it is to be held: preparing may compile programs or start a browser. `prepare` may clean
 * up in `close`.
 */
export interface Measurement {
  /** What `npm run bench -- WORD` looks for. */
  readonly name: string;
  readonly prepare: () => Promise<Contest & { close?: () => unknown }>;
}

/**
 * Holds the contests whose name contains one of `words` (all, when there are none), one after another, and prints their
 * tables to stdout. Gives the verdicts on all limits.
 */
export async function bench(measurements: readonly Measurement[], words: readonly string[]): Promise<Verdict[]> {
  const chosen = measurements.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (chosen.length === 0)
    throw new Error(`nothing to measure; there are: ${measurements.map(({ name }) => name).join(', ')}`);
  console.log(`${machine()}\n`);
  const verdicts: Verdict[] = [];
  for (const { prepare } of chosen) {
    const contest = await prepare();
    try {
      const results = await hold(contest);
      console.log(report(contest, results));
      verdicts.push(...judge(contest, results));
    } finally {
      await contest.close?.();
    }
  }
  console.log(`${verdicts.filter(({ kept }) => kept).length} of ${verdicts.length} limits kept`);
  return verdicts;
}

function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown processor'}, ${memory} GiB, Node ${process.versions.node}`;
}
