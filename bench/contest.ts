import { median, spread } from './statistics.ts';

/** Something whose cost is measured, under the name that the table shows. */
export interface Contender {
  readonly name: string;
  /** Does the work once and gives its cost in the contest's unit; sets up and cleans up outside of what it measures. */
  readonly run: () => number | Promise<number>;
  /** Whose median is 1 in this contender's ratio; absent: that of the contest's baseline. */
  readonly against?: string;
}

/** A promise that is kept or missed: a contender's median, or its ratio to another's, is at most this. */
export type Limit =
  | {
      readonly contender: string;
      readonly atMost: number;
      /** Absent: `atMost` is in the contest's unit. */
      readonly timesThatOf?: string;
      /** With `timesThatOf`: allowed on top, in the contest's unit. */
      readonly plus?: number;
    }
  /** The contender's ratio, as the table has it, is below that of a rival, each to its own baseline. */
  | { readonly contender: string; readonly ratioBelow: string };

export interface Contest {
  readonly title: string;
  /** What the numbers are: 'ms', 'ns per event', 'MB', ... Less is better. */
  readonly unit: string;
  readonly contenders: readonly Contender[];
  /** The contender whose median is 1 in the ratio column. */
  readonly baseline: string;
  /** Measured rounds, after one that warms up. Default 7. */
  readonly rounds?: number;
  readonly limits?: readonly Limit[];
  /** What a reader needs to know to trust the table: the program, and rivals left out because they are not installed. */
  readonly notes?: readonly string[];
}

/** In the place of a contest that can't be held here, and says why. */
export function leftOut(title: string, why: string, contender: string): Contest {
  const contenders = [{ name: contender, run: () => 0 }];
  return { title, unit: 'ms', contenders, baseline: contender, rounds: 1, notes: [`Left out: ${why}.`] };
}

export interface Result {
  readonly name: string;
  readonly median: number;
  /** Half the distance between the quartiles. */
  readonly spread: number;
  readonly ratio: number;
  /** The contender that `ratio` is to. */
  readonly against: string;
}

/**
 * Runs the contenders in turn, round after round, so that a slow minute of the machine hits all of them alike. Each round
 * starts with another contender, so that none always runs in the wake of the same one.
 */
export async function hold(contest: Contest): Promise<Result[]> {
  const { contenders, rounds = 7 } = contest;
  const samples = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (round + turn) % contenders.length;
      const cost = await contenders[index]!.run();
      if (round > 0) samples[index]!.push(cost);
    }
  }
  const results = contenders.map(({ name, against = contest.baseline }, index) => ({
    name,
    against,
    median: median(samples[index]!),
    spread: spread(samples[index]!),
  }));
  return results.map((result) => ({ ...result, ratio: result.median / find(results, result.against).median }));
}

export interface Verdict {
  readonly limit: Limit;
  readonly measured: number;
  readonly kept: boolean;
}

export function judge(contest: Contest, results: readonly Result[]): Verdict[] {
  return (contest.limits ?? []).map((limit) => {
    const own = find(results, limit.contender);
    if ('ratioBelow' in limit) {
      const measured = own.ratio;
      return { limit, measured, kept: measured < find(results, limit.ratioBelow).ratio };
    }
    const { atMost, timesThatOf, plus = 0 } = limit;
    const measured = timesThatOf === undefined ? own.median : (own.median - plus) / find(results, timesThatOf).median;
    return { limit, measured, kept: measured <= atMost };
  });
}

function find<T extends { readonly name: string }>(results: readonly T[], name: string): T {
  const result = results.find((candidate) => candidate.name === name);
  if (!result) throw new Error(`no contender is named "${name}"`);
  return result;
}
