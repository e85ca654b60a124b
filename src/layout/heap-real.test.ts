/** What is derived of the heap is what the allocator did: compared with its own notes in a run's shadow memory. */
import { describe, expect, it } from 'vitest';
import { eventsBefore } from '../replay/allocations.ts';
import { BlockHistory } from '../replay/block-history.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { createResolver } from '../replay/program-resolver.ts';
import { readSurvey } from '../replay/read-survey.ts';
import type { AllocationTable } from '../replay/timeline.ts';
import { compileProgram, inputsOf } from '../run/run-program.fixture.ts';
import { DEFAULT_LIMITS } from '../run/request.ts';
import { runProgram } from '../run/run.ts';
import { DEFAULT_CHECKS } from '../trace/check-options.ts';
import { heapChanges } from './heap-changes.ts';
import { heapOrder } from './heap-order.ts';
import { layHeapChunks, linkChunks, LOOK, type Allocator } from './heap-chunks.ts';
import { walkHeap } from './heap-walk.fixture.ts';

/** A snapshot is taken so many steps before the window that a run is asked for (run.ts). */
const LEAD_STEPS = 250_000;

/** Blocks of all sizes come and go without pattern, some aligned, some grown. */
const CHURN = `#include <stdlib.h>
static unsigned seed = 12345;
static unsigned pick(unsigned n) { seed = seed * 1103515245 + 12345; return (seed >> 16) % n; }
static unsigned size(void) { return pick(4) ? pick(200) : pick(5000); }
int main(void) {
  void *blocks[40] = {0};
  for (int i = 0; i < 2000; i++) {
    void **block = &blocks[pick(40)];
    switch (pick(8)) {
    case 0: free(*block); *block = aligned_alloc(16 << pick(6), size()); break;
    case 1: *block = realloc(*block, size() + 1); break;
    case 2: case 3: case 4: free(*block); *block = malloc(size()); break;
    default: free(*block); *block = NULL;
    }
  }
  return 0;
}`;

interface Ran {
  readonly table: AllocationTable;
  readonly steps: number;
  readonly walked: (near: number) => Promise<{ step: number; walked: ReturnType<typeof walkHeap> }>;
  readonly laid: (step: number) => Promise<ReturnType<typeof layHeapChunks>>;
  readonly allocator: Allocator;
}

async function run(text: string, quarantine: number, redzone = 16): Promise<Ran> {
  const wasm = await compileProgram(text);
  const checks = { ...DEFAULT_CHECKS, quarantineBytes: quarantine, redzoneBytes: redzone };
  const request = { wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS, checks };
  const { sites, survey, end } = await runProgram(request);
  if (end.kind === 'needs-input') throw new Error('the program wants input');
  const read = readSurvey({ sites, survey, end }, createResolver(wasm, readDebugInfo(wasm)));
  const table = read.allocations;
  const snapshotAt = async (step: number) =>
    (await runProgram({ ...request, window: { first: step + LEAD_STEPS, end: step + LEAD_STEPS + 1 } })).window!
      .snapshot;
  const { window } = await runProgram({ ...request, window: { first: 0, end: 1 } });
  const allocator = { base: window!.snapshot.layout.heapBase, redzone, quarantine };
  const laid = async (step: number) => {
    const slices = BlockHistory.build(table, step, step);
    for (;;) {
      const { done, value } = slices.next();
      if (done) return layHeapChunks({ blocks: value.at(step), step, table, isLeaked: () => false, allocator });
      await Promise.resolve();
    }
  };
  const walked = async (near: number) => {
    const snapshot = await snapshotAt(near);
    return { step: snapshot.step, walked: walkHeap(snapshot, redzone, (await laid(snapshot.step)).top) };
  };
  return { table, steps: read.steps, walked, laid, allocator };
}

/** The steps at which `count` parts of the run end. */
const places = ({ steps }: Ran, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.floor((steps * (i + 1)) / (count + 1)));

describe('chunks derived from blocks', () => {
  it.each([
    ['nothing is kept from reuse', 0, 16],
    ['the quarantine is small', 3000, 16],
    ['nothing is ever reused', 2 ** 26, 16],
    ['redzones are wide', 500, 128],
  ])(
    'lie as the allocator has them when %s',
    async (_, quarantine, redzone) => {
      const ran = await run(CHURN, quarantine, redzone);
      for (const near of places(ran, 5)) {
        const { step, walked } = await ran.walked(near);
        expect(step).toBeGreaterThan(0);
        const laid = await ran.laid(step);
        const names = ['live', 'live', 'quarantined', 'free'] as const;
        expect(
          Array.from(laid.start, (start, at) => ({ start, end: laid.end[at], state: names[laid.look[at]!] })),
        ).toEqual(walked.map(({ start, end, state }) => ({ start, end, state })));
        const next = linkChunks(laid, heapOrder(ran.table, quarantine));
        expect(Array.from(next, (to, at) => (laid.look[at] === LOOK.free ? (laid.start[to] ?? 0) : 0))).toEqual(
          walked.map((chunk) => chunk.next),
        );
      }
    },
    60_000,
  );
});

const STEPS = `#include <stdlib.h>
int main(void) {
  char *a = malloc(100), *b = malloc(100), *c = malloc(100);
  free(a);
  free(b);
  a = malloc(40);
  free(c);
  free(a);
  return 0;
}`;

it('splits and joins are told of the step that did them', async () => {
  const ran = await run(STEPS, 0);
  const order = heapOrder(ran.table, 0);
  const told: string[] = [];
  for (let step = 1; step <= ran.steps; step += 1) {
    const [from, to] = [eventsBefore(ran.table, step - 1), eventsBefore(ran.table, step)];
    const chunks = await ran.laid(step);
    for (const change of heapChanges({ chunks, table: ran.table, order, allocator: ran.allocator, from, to })) {
      if (change.kind === 'split') told.push(`split ${change.from} = ${change.from - change.rest} + ${change.rest}`);
      else if (change.kind === 'join') told.push(`join ${change.bytes} of ${change.borders.length + 1}`);
      else told.push(`shrink ${change.was - change.top}`);
    }
  }
  // A block of 100 bytes takes 16 + 148, rounded up: 176. One of 40 takes 64.
  expect(told).toEqual(['join 352 of 2', 'split 352 = 64 + 288', 'shrink 464', 'shrink 64']);
}, 60_000);
