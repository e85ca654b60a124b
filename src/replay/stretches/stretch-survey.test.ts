import { expect, it } from 'vitest';
import { AllocationOp, FindingKind, SystemEvent } from '../../trace/records.ts';
import { RecordBuilder } from '../../trace/record-builder.ts';
import type { Chunk } from '../../trace/recording.ts';
import { NO_SYMBOLS, sitesOf } from '../../trace/symbols.ts';
import { liveAt } from '../allocations.ts';
import { resolverOf } from '../program-resolver.ts';
import { SurveyReader } from '../read-survey.ts';
import type { RunSurvey } from '../run-survey.ts';
import type { BlockColumns } from './block-rows.ts';
import { NO_BLOCKS } from './block-rows.ts';
import { packLive, packSummary, unpackLive, unpackSummary, type RunSummary } from './run-summary.ts';
import { stretchSurvey } from './stretch-survey.ts';
import { RunSummarizer } from './summarize-run.ts';

const SITES = sitesOf(NO_SYMBOLS);
const RESOLVER = resolverOf({ module: new Uint8Array(0), symbols: NO_SYMBOLS });
const EVENTS = 6000;
const STRETCH = 500;

/** A run of two processes with threads: churn, long lives, reallocs, a fork, copies that are freed, misuse, leaks. */
function someRun(): Chunk[] {
  const builder = new RecordBuilder(256);
  let seed = 11;
  const random = (below: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 2147483647) % below;
  for (let site = 1; site <= 20; site++) builder.stack(site, site >> 1);
  type Block = { id: number; address: number };
  const live: Block[][] = [[], []];
  const freed: Block[] = [];
  const unused = Array.from({ length: 4000 }, (_, at) => 0x5555_0000_0000 + at * 16);
  let [step, id, process, forked] = [0, 0, 0, false];
  const allocate = (operation: number): void => {
    const address = unused.splice(random(unused.length), 1)[0]!;
    id += 1;
    if (operation === AllocationOp.malloc) builder.malloc(id, address, 16 + random(90), 1 + random(20), step);
    else builder.allocate(operation, id, address, 16, 1 + random(20), step);
    live[process]!.push({ id, address });
  };
  const free = (operation: number): Block | undefined => {
    const all = live[process]!;
    const at = random(3) === 0 ? random(all.length) : all.length - 1;
    const [block] = all.splice(at, 1);
    if (!block) return undefined;
    if (operation === AllocationOp.free) builder.quickFree(block.id, block.address, 1 + random(20), step);
    else builder.free(operation, block.id, block.address, 3, step);
    if (!live[1 - process]!.some((other) => other.id === block.id)) unused.push(block.address);
    if (process === 0) freed.push(block);
    return block;
  };
  for (let event = 0; event < EVENTS; event++) {
    if (random(97) === 0 && forked) {
      builder.progress(step);
      process = 1 - process;
      builder.processIs(process, random(2));
    }
    step += 1;
    const kind = random(100);
    if (event === EVENTS / 3) {
      builder.system(SystemEvent.processCreated, { a: 1, b: 4711, c: 4700, step });
      live[1] = live[0]!.slice();
      forked = true;
    } else if (kind < 3 && live[process]!.length > 0) {
      free(AllocationOp.realloc);
      allocate(AllocationOp.realloc);
    } else if (kind === 4 && process === 0 && freed.length > 0) {
      const { id: block, address } = freed.at(-1)!;
      builder.finding(FindingKind.doubleFree, { address, size: 0, flags: 0, block, stack: 2, site: 0, step });
    } else if (kind === 5) builder.output(1, step, new Uint8Array([65, 66]));
    else if (kind < 52 || live[process]!.length === 0) allocate(AllocationOp.malloc);
    else free(AllocationOp.free);
  }
  for (const block of live[process]!.slice(0, 20))
    builder.finding(FindingKind.leak, { address: 0, size: 0, flags: 1, block: block.id, stack: 0, site: 0, step });
  return [...builder.chunks()];
}

interface Stretches {
  readonly summary: RunSummary;
  readonly parts: { readonly live: BlockColumns; readonly chunks: Chunk[] }[];
}

function summarize(chunks: readonly Chunk[]): Stretches {
  const summarizer = new RunSummarizer(STRETCH);
  const parts = [{ live: NO_BLOCKS, chunks: [] as Chunk[] }];
  for (const chunk of chunks) {
    if (summarizer.isFull) parts.push({ live: unpackLive(packLive(summarizer.cut()))!, chunks: [] });
    summarizer.add(chunk);
    parts.at(-1)!.chunks.push(chunk);
  }
  const stored = packSummary({ ...summarizer.summary(), places: parts.map((_, at) => at), end: parts.length });
  return { summary: unpackSummary(stored)!, parts };
}

const CHUNKS = someRun();
const { summary, parts } = summarize(CHUNKS);
const WHOLE = wholeSurvey(CHUNKS);

function wholeSurvey(chunks: readonly Chunk[]): RunSurvey {
  const reader = new SurveyReader(SITES, RESOLVER);
  for (const chunk of chunks) reader.add(chunk);
  return reader.survey();
}

/** Blocks live at a step in a process, as the whole run numbers them. */
function liveBlocks(survey: RunSurvey, process: number, step: number): string[] {
  const table = survey.allocationsOf(process);
  const numberOf = (id: number): number => survey.part?.numberOf(id) ?? id;
  return liveAt(table, step)
    .map((id) => `${numberOf(id)} ${table.address[id]} ${table.size[id]} ${table.stack[id]} ${table.step[id]}`)
    .sort();
}

it('has several stretches, and takes all records without contradiction', () => {
  expect(parts.length).toBeGreaterThan(5);
  expect(WHOLE.contradictions).toBe(0);
  for (const [index, part] of parts.entries())
    expect(stretchSurvey(summary, SITES, RESOLVER, { index, ...part }).contradictions).toBe(0);
});

it('shows every step of a stretch as it is in the whole run', () => {
  for (const [index, part] of parts.entries()) {
    const survey = stretchSurvey(summary, SITES, RESOLVER, { index, ...part });
    const { first, end } = survey.part!;
    expect(survey.steps).toBe(WHOLE.steps);
    for (let step = first; step <= end; step += 37)
      for (const process of [0, 1])
        if (WHOLE.system.process(process)!.created <= step)
          expect(liveBlocks(survey, process, step)).toEqual(liveBlocks(WHOLE, process, step));
    const tasks = (of: RunSurvey): unknown[] => [first, (first + end) >> 1, end].map((step) => of.system.taskAt(step));
    expect(tasks(survey)).toEqual(tasks(WHOLE));
  }
});

it('tells of findings what the whole run tells, wherever it is looked at', () => {
  const told = (survey: RunSurvey): unknown[] =>
    survey.findings.map((finding) => {
      const { process, block } = finding;
      const table = survey.allocationsOf(process);
      const at = [table.step[block], table.freeStep[block], table.freeStack[block], table.size[block]];
      return { ...finding, block: survey.part?.numberOf(block) ?? block, at };
    });
  const expected = told(WHOLE);
  expect(expected.length).toBeGreaterThan(30);
  expect(told(stretchSurvey(summary, SITES, RESOLVER))).toEqual(expected);
  for (const index of [0, 3, parts.length - 1])
    expect(told(stretchSurvey(summary, SITES, RESOLVER, { index, ...parts[index]! }))).toEqual(expected);
});

it('sums the whole run up', () => {
  const survey = stretchSurvey(summary, SITES, RESOLVER);
  expect(survey.totals).toEqual(WHOLE.totals);
  expect(survey.outputs.length).toBe(WHOLE.outputs.length);
  const { curve, peakBytes } = summary.whole;
  expect(Math.max(...curve.highest)).toBe(peakBytes);
  expect(curve.allocations.reduce((sum, n) => sum + n, 0)).toBe(WHOLE.allocations.count);
  expect(curve.last.at(-1)).toBe(WHOLE.totals.liveBytes);
});
