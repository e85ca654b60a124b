/** Measures the call sites of a made-up run, for the benchmark. */
import type { AllocationTable, StackLine } from '../../replay/timeline.ts';
import { MEASURES, type Measure } from '../call-measures.ts';
import { findCallSites, measureColumn, sortCallSites } from '../call-sites.ts';
import { sumOverTree } from '../call-tree.ts';
import { layoutFlame } from '../flame.ts';

const STACKS = 2000;
const DEEPEST = 12;

export interface CallSiteMeasurement {
  readonly firstMilliseconds: number;
  readonly stepMilliseconds: number;
}

/** All that the view works out: first from nothing, at the end of the run, then what another step alters. */
export function measureCallSites(events: number): CallSiteMeasurement {
  const allocations = madeUpTable(events);
  const survey = { allocations, owners: ownersOf(allocations), stackLines, steps: events };
  const begun = performance.now();
  const found = findCallSites(survey);
  const draw = (step: number, measure: Measure): number => {
    const columns = new Map(MEASURES.map((each) => [each, measureColumn(found, each, survey, step)]));
    const column = columns.get(measure)!;
    const { length } = sortCallSites(found.sites, column);
    return length + layoutFlame(found.tree, sumOverTree(found.tree, column), 0, 1000).length;
  };
  if (draw(events, 'bytes') < STACKS) throw new Error('sites are missing');
  const firstMilliseconds = performance.now() - begun;
  const stepped = performance.now();
  draw(events / 2, 'live');
  return { firstMilliseconds, stepMilliseconds: performance.now() - stepped };
}

/** Three processes in turn. */
const ownersOf = ({ count }: AllocationTable): Uint16Array => new Uint16Array(count + 1).map((_, id) => id % 3);

/** Blocks of which each lives until a hundred more are made. */
function madeUpTable(events: number): AllocationTable {
  const count = events / 2;
  const rows = count + 1;
  const table = {
    count,
    address: new Uint32Array(rows),
    size: new Uint32Array(rows),
    operation: new Uint16Array(rows),
    stack: new Uint32Array(rows),
    step: new Float64Array(rows),
    freeStep: new Float64Array(rows),
    freeStack: new Uint32Array(rows),
    freeOperation: new Uint16Array(rows),
    events: new Int32Array(events),
  };
  for (let id = 1, at = 0; id <= count; id += 1) {
    table.size[id] = 16 + (id % 997);
    table.stack[id] = 1 + ((id * 7919) % STACKS);
    table.step[id] = at;
    table.events[at++] = id;
    if (id > 100) {
      table.freeStep[id - 100] = at;
      table.events[at++] = 100 - id;
    }
    if (id > count - 100) table.freeStep[id] = Infinity;
  }
  return { ...table, events: table.events.subarray(0, events - 100) };
}

function stackLines(stack: number): StackLine[] {
  const depth = 2 + (stack % DEEPEST);
  return Array.from({ length: depth }, (_, i) => ({
    function: `f${(stack >> (depth - i - 1)) & 31}_${depth - i}`,
    file: 'a.c',
    line: 1 + ((stack >> (depth - i - 1)) & 63),
    column: 1,
    libc: false,
  }));
}
