import type { StackLine, Survey } from '../replay/timeline.ts';
import { ALLOCATION_BY_LIBC } from '../trace/records.ts';
import type { ProcessId, StackId, StepIndex } from '../util/units.ts';
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
  /** Who allocated here, ascending. Of a run of which only a part is there nobody is known. */
  readonly processes: readonly ProcessId[];
}

/** What a call is called: its function, or, where no name is known, its place in the program's file, as "sqlite3+0x1f04". */
export const callName = ({ function: name, file }: StackLine): string => (name === '?' && file !== '' ? file : name);

export interface CallSites {
  /** Ascending by stack. */
  readonly sites: readonly CallSite[];
  readonly tree: CallTree;
  readonly measures: RunMeasures;
}

export type CallSiteSources = Pick<Survey, 'allocations' | 'owners' | 'stackLines' | 'part' | 'steps'>;

/** The allocations of a run, grouped by call stack. */
export function findCallSites(survey: CallSiteSources): CallSites {
  const { allocations, stackLines, part, steps } = survey;
  const measures = part?.whole ?? measureRun(allocations);
  const { blocks, firstStep, firstOperation } = measures;
  const hasAll = !part || (part.first <= 0 && part.end >= steps);
  const processes = hasAll ? processesByStack(survey) : undefined;
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
      processes: processes ? (processes.get(stack) ?? [0]) : [],
    };
  });
  return { sites, measures, tree: buildCallTree(stacks, (stack) => withoutStart(stackLines(stack))) };
}

/** Of those where not only process 0 allocated. */
function processesByStack({ allocations, owners }: CallSiteSources): Map<StackId, ProcessId[]> {
  const { count, stack } = allocations;
  const found = new Map<StackId, ProcessId[]>();
  if (owners.length === 0) return found;
  // Of each stack, the last process plus one: mostly it is the next block's too.
  const last = new Uint32Array(stack.reduce((most, one) => Math.max(most, one), 0) + 1);
  for (let id = 1; id <= count; id += 1) {
    const process = owners[id] ?? 0;
    const at = stack[id]!;
    if (last[at] === process + 1) continue;
    last[at] = process + 1;
    const known = found.get(at) ?? [];
    if (!known.includes(process))
      found.set(
        at,
        [...known, process].sort((a, b) => a - b),
      );
  }
  return found;
}

export interface Caller {
  readonly line: StackLine;
  /** Of a recursion, how many calls of this line lie in each other. */
  readonly times: number;
}

/** Who called the place of a site, the innermost first: the program's own, as far as lines are known. */
export function wayTo({ lines, place, nearest }: CallSite): Caller[] {
  const head = place ?? nearest;
  const callers: Caller[] = [];
  for (const line of withoutStart(lines).slice(head ? lines.indexOf(head) + 1 : 0)) {
    if (line.line === 0 && (line.libc || place)) continue;
    const last = callers.at(-1);
    if (last?.line.function === line.function && last.line.file === line.file && last.line.line === line.line)
      callers[callers.length - 1] = { line: last.line, times: last.times + 1 };
    else callers.push({ line, times: 1 });
  }
  return callers;
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
