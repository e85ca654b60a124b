import type { StackLine, Survey } from '../replay/timeline.ts';
import { ALLOCATION_BY_LIBC } from '../trace/records.ts';
import type { StackId, StepIndex } from '../util/units.ts';
import { liveByStack, measureRun, type Measure, type RunMeasures } from './call-measures.ts';
import { buildCallTree, type CallTree } from './call-tree.ts';

/** A way in which the program came to allocate. */
export interface CallSite {
  readonly stack: StackId;
  /** The user's function and line, innermost; undefined where only libc is known. */
  readonly place: StackLine | undefined;
  /** The innermost of the program's own code, though no line of it is known: a place in a file. */
  readonly nearest: StackLine | undefined;
  readonly lines: readonly StackLine[];
  readonly firstStep: StepIndex;
  readonly byLibc: boolean;
}

/** What a call is called: its function, or, where no name is known, its place in the program's file, as "sqlite3+0x1f04". */
export const callName = ({ function: name, file }: StackLine): string => (name === '?' && file !== '' ? file : name);

export interface CallSites {
  /** Ascending by stack. */
  readonly sites: readonly CallSite[];
  readonly tree: CallTree;
  readonly measures: RunMeasures;
}

export type CallSiteSources = Pick<Survey, 'allocations' | 'stackLines' | 'part'>;

/** The allocations of a run, grouped by call stack. */
export function findCallSites({ allocations, stackLines, part }: CallSiteSources): CallSites {
  const measures = part?.whole ?? measureRun(allocations);
  const { blocks, firstStep, firstOperation } = measures;
  const stacks = [...blocks.keys()].filter((stack) => blocks[stack]! > 0);
  const sites = stacks.map((stack): CallSite => {
    const lines = stackLines(stack);
    return {
      stack,
      place: lines.find((line) => !line.libc && line.line > 0),
      nearest: lines.find((line) => !line.libc && line.file !== ''),
      lines,
      firstStep: firstStep[stack]!,
      byLibc: (firstOperation[stack]! & ALLOCATION_BY_LIBC) !== 0,
    };
  });
  return { sites, measures, tree: buildCallTree(stacks, (stack) => withoutStart(stackLines(stack))) };
}

/** Frames without what libc does before `main`. */
function withoutStart(lines: readonly StackLine[]): readonly StackLine[] {
  return lines.slice(0, lines.findLastIndex((line) => !line.libc) + 1 || lines.length);
}

/** One measure's column by stack, as of a step. */
export function measureColumn(
  { measures }: CallSites,
  measure: Measure,
  { allocations }: CallSiteSources,
  step: StepIndex,
): Float64Array {
  return measure === 'live' ? liveByStack(allocations, step) : measures[measure];
}

/** Sites by one measure, the most first; equal ones in the order of their first allocation. */
export function sortCallSites(sites: readonly CallSite[], column: Float64Array): CallSite[] {
  return [...sites].sort(
    (a, b) => (column[b.stack] ?? 0) - (column[a.stack] ?? 0) || a.firstStep - b.firstStep || a.stack - b.stack,
  );
}
