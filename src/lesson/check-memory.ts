import type { CheckFailure, CheckPosition } from './check-result.ts';
import type { JudgedRun } from './judged-run.ts';

/** Of the program's own: what libc allocates for itself is not counted. */
export function allocationsAtMost(run: JudgedRun, most: number): CheckFailure | undefined {
  const { count } = run.found.totals;
  if (count <= most) return undefined;
  return { what: { kind: 'allocations', most, is: count }, ...atAllocation(run, (_, nth) => nth > most) };
}

export function peakAtMost(run: JudgedRun, most: number): CheckFailure | undefined {
  const { peakBytes } = run.found.totals;
  if (peakBytes <= most) return undefined;
  return { what: { kind: 'peak', most, is: peakBytes }, ...atAllocation(run, (live) => live > most) };
}

/** The program's first allocation for which `isIt` holds of the bytes that live after it, libc's too, and of its number. */
function atAllocation(run: JudgedRun, isIt: (live: number, nth: number) => boolean): { readonly at?: CheckPosition } {
  const { survey } = run.found;
  const { events, size, stack, step } = survey.allocations;
  let live = 0;
  let nth = 0;
  for (const event of events) {
    const block = Math.abs(event);
    live += event > 0 ? size[block]! : -size[block]!;
    if (event < 0 || run.isLibcs(block)) continue;
    nth++;
    if (isIt(live, nth)) return { at: run.place(survey.stackLines(stack[block]!), step[block]!) };
  }
  return {};
}
