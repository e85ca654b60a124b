/** Measures the call sites of a made-up run, for the benchmark. */
import type { AllocationTable, StackLine } from '../../replay/timeline.ts';
import { liveByStack } from '../call-measures.ts';
import { findCallSites, sortCallSites } from '../call-sites.ts';
import { sumOverTree } from '../call-tree.ts';
import { layoutFlame } from '../flame.ts';

const STACKS = 2000;
const DEEPEST = 12;

export interface CallSiteMeasurement {
  readonly firstMilliseconds: number;
  readonly stepMilliseconds: number;
}

export function measureCallSites(events: number): CallSiteMeasurement {
  const allocations = madeUpTable(events);
  const begun = performance.now();
  const found = findCallSites({ allocations, owners: new Uint16Array(0), stackLines });
  const draw = (column: Float64Array): number =>
    sortCallSites(found.sites, column).length +
    layoutFlame(found.tree, sumOverTree(found.tree, column), 0, 1000).length;
  if (draw(found.measures.bytes) < STACKS) throw new Error('sites are missing');
  const firstMilliseconds = performance.now() - begun;
  const stepped = performance.now();
  draw(liveByStack(allocations, events / 2));
  return { firstMilliseconds, stepMilliseconds: performance.now() - stepped };
}

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
