import { describe, expect, it } from 'vitest';
import { decodeRecords } from '../trace/decode-records.fixture.ts';
import { ALLOCATION_BY_LIBC, AllocationOp, FindingFlag, FindingKind, SystemEvent } from '../trace/records.ts';
import { RecordBuilder } from '../trace/record-builder.ts';
import { lastPointerLost } from './last-pointer.ts';
import type { LeakFinding } from './findings.ts';
import { resolveFindings } from './resolve-findings.ts';
import { openWindow } from './replay.ts';
import { readSurvey, SurveyReader } from './read-survey.ts';
import type { RunSurvey } from './run-survey.ts';
import { seededRandom, syntheticRecording, syntheticResolver, syntheticSites } from './testing/synthetic.ts';
import type { Replay } from './timeline.ts';

const sites = syntheticSites();

function surveyOf(write: (builder: RecordBuilder) => void, pendingSteps = sites.pendingSteps): RunSurvey {
  const builder = new RecordBuilder(16);
  write(builder);
  const reader = new SurveyReader({ ...sites, pendingSteps }, syntheticResolver);
  for (const chunk of builder.chunks()) reader.add(chunk);
  return reader.survey();
}

describe('a survey of a program with more than 32 bits of addresses', () => {
  const HEAP = 0x5555_5555_0000;
  const FAR = 0x7fff_f000_0010;

  it('has every number whole, also those that came before the first wide one', () => {
    const survey = surveyOf((builder) => {
      builder.allocate(AllocationOp.malloc, 1, 0x1000, 8, 0, 1);
      builder.allocate(AllocationOp.malloc, 2, FAR, 2 ** 33 + 5, 0, 2);
      builder.allocate(AllocationOp.malloc, 3, HEAP, 24, 0, 3);
      builder.free(AllocationOp.free, 2, FAR, 0, 4);
      builder.finding(FindingKind.doubleFree, {
        address: FAR,
        size: 0,
        flags: 0,
        block: 2,
        stack: 0,
        site: 0,
        step: 5,
      });
      builder.system(SystemEvent.segmentCreated, { a: 1, b: 2 ** 34, step: 6 });
      builder.system(SystemEvent.segmentAttached, { a: 1, b: FAR, c: 2 ** 34, step: 7 });
    });
    expect([...survey.allocations.address]).toEqual([0, 0x1000, FAR, HEAP]);
    expect([...survey.allocations.size]).toEqual([0, 8, 2 ** 33 + 5, 24]);
    expect(survey.totals).toMatchObject({ bytes: 2 ** 33 + 37, liveBytes: 32 });
    expect(survey.findings).toMatchObject([{ address: FAR, block: 2, flags: FindingFlag.freed }]);
    expect(survey.system.segment(1)).toMatchObject({ bytes: 2 ** 34, attachments: [{ address: FAR, bytes: 2 ** 34 }] });
    expect(survey.contradictions).toBe(0);
  });

  it('tells what is live, in order, as a slow sort does', () => {
    const random = seededRandom(5);
    const addresses = Array.from({ length: 3000 }, (_, n) => (n % 3 ? HEAP : FAR) + 16 * Math.floor(random() * 2000));
    const survey = surveyOf((builder) => {
      for (const [n, address] of addresses.entries())
        builder.allocate(AllocationOp.malloc, n + 1, address, 0, 0, n + 1);
    });
    const expected = [...addresses.keys()].sort((a, b) => addresses[a]! - addresses[b]! || a - b).map((n) => n + 1);
    expect(survey.liveAt(3000)).toEqual(expected);
  });
});

describe('a survey', () => {
  const recording = syntheticRecording({ seed: 2, steps: 3000, limit: 2 ** 18, chunkWords: 400, wild: true });
  const survey = readSurvey(recording, syntheticResolver);
  const records = recording.survey.flatMap(({ words, length }) => decodeRecords(words, length));

  it('has every allocation event, in order', () => {
    const { allocations } = survey;
    const expected = records.flatMap((record) =>
      record.kind === 'allocate' ? [record.id] : record.kind === 'free' ? [-record.id] : [],
    );
    expect([...allocations.events]).toEqual(expected);
    for (const record of records) {
      if (record.kind === 'allocate') {
        const { id, address, size, operation, stack, step } = record;
        expect([
          allocations.address[id],
          allocations.size[id],
          allocations.operation[id],
          allocations.stack[id],
          allocations.step[id],
        ]).toEqual([address, size, operation, stack, step]);
      } else if (record.kind === 'free') {
        const { id, operation, stack, step } = record;
        expect([allocations.freeOperation[id], allocations.freeStack[id], allocations.freeStep[id]]).toEqual([
          operation,
          stack,
          step,
        ]);
      }
    }
    expect(allocations.freeStep.includes(Infinity)).toBe(true);
    expect(survey.steps).toBe(recording.end.steps);
  });

  it('knows which blocks are live at any step', () => {
    for (let step = 0; step <= survey.steps; step += 37) {
      const live = new Map<number, number>();
      for (const record of records) {
        if (record.kind === 'allocate' && record.step <= step) live.set(record.id, record.address);
        if (record.kind === 'free' && record.step <= step) live.delete(record.id);
      }
      const ids = [...live].sort(([, a], [, b]) => a - b).map(([id]) => id);
      expect(survey.liveAt(step)).toEqual(ids);
    }
  });

  it('has outputs, inputs and findings', () => {
    expect(survey.outputs.map(({ bytes, step }) => [[...bytes], step])).toEqual(
      records.flatMap((record) => (record.kind === 'output' ? [[[...record.bytes], record.step]] : [])),
    );
    expect(survey.inputs.length).toBe(records.filter(({ kind }) => kind === 'input').length);
    expect(survey.findings.map(({ address, step }) => [address, step])).toEqual(
      records.flatMap((record) => (record.kind === 'finding' ? [[record.address, record.step]] : [])),
    );
    expect(survey.outputs.length * survey.inputs.length * survey.findings.length).toBeGreaterThan(0);
    expect(survey.outputs).toBe(survey.outputs);
  });

  it('is the same from a window that covers the run', () => {
    const [window] = recording.windows;
    const same = readSurvey({ ...recording, survey: window.chunks }, syntheticResolver);
    expect(same.allocations).toEqual(survey.allocations);
    expect(same.totals).toEqual(survey.totals);
  });

  it('resolves stacks innermost first, inlined calls included, and functions without lines by name', () => {
    const small = surveyOf((builder) => {
      builder.stack(10, 0);
      builder.stack(9, 1);
      builder.stack(104, 2);
      builder.stack(0, 0);
    });
    const lines = small.stackLines(3);
    expect(lines.map((line) => [line.function, line.file, line.line, line.libc])).toEqual([
      ['inlined', 'file0.c', 26, false],
      ['f4', 'file0.c', 26, false],
      ['f9', '', 0, true],
      ['f0', 'file0.c', 2, false],
    ]);
    expect(small.stackLines(0)).toEqual([]);
    expect(small.stackLines(4)).toEqual([]);
    expect(small.stackLines(99)).toEqual([]);
  });

  it('can be asked between chunks', () => {
    const reader = new SurveyReader(sites, syntheticResolver);
    const builder = new RecordBuilder(16);
    builder.allocate(0, 1, 64, 8, 0, 5);
    builder.output(1, 6, Uint8Array.of(65));
    for (const chunk of builder.chunks()) reader.add(chunk);
    const early = reader.survey();
    expect([early.allocations.count, early.outputs.length, early.steps]).toEqual([1, 1, 6]);
    const more = new RecordBuilder(16);
    more.free(AllocationOp.free, 1, 64, 0, 9);
    more.output(2, 9, Uint8Array.of(66));
    for (const chunk of more.chunks()) reader.add(chunk);
    expect(reader.survey().allocations.freeStep[1]).toBe(9);
    expect(reader.survey().outputs.map(({ bytes }) => [...bytes])).toEqual([[65], [66]]);
  });

  it('counts bytes and failures', () => {
    const small = surveyOf((builder) => {
      builder.allocate(0, 1, 64, 100, 0, 1);
      builder.allocate(0, 0, 0, 2 ** 31, 0, 2);
      builder.free(AllocationOp.free, 1, 64, 0, 3);
      builder.allocate(0, 2, 64, 30, 0, 4);
    });
    const libc = { count: 0, bytes: 0 };
    expect(small.totals).toEqual({ count: 2, frees: 1, failures: 1, bytes: 130, liveBytes: 30, libc, peakBytes: 100 });
  });

  it("counts libc's own apart, and in the peak", () => {
    const { totals } = surveyOf((builder) => {
      builder.allocate(0, 1, 64, 100, 0, 1);
      builder.allocate(ALLOCATION_BY_LIBC, 2, 256, 1000, 0, 2);
      builder.free(AllocationOp.free, 1, 64, 0, 3);
      builder.free(AllocationOp.free, 2, 256, 0, 4);
    });
    expect(totals).toMatchObject({ count: 1, frees: 1, bytes: 100, liveBytes: 0, peakBytes: 1100 });
    expect(totals.libc).toEqual({ count: 1, bytes: 1000 });
  });

  it('leaves out records that contradict others, and counts them', () => {
    const small = surveyOf((builder) => {
      builder.allocate(0, 4_000_000_000, 64, 8, 0, 1);
      builder.free(AllocationOp.free, 7, 64, 0, 2);
      builder.stack(5, 1);
      builder.allocate(0, 1, 64, 8, 1, 3);
      builder.free(AllocationOp.free, 1, 64, 0, 4);
      builder.free(AllocationOp.free, 1, 64, 0, 5);
    });
    expect(small.contradictions).toBe(4);
    expect(small.allocations.count).toBe(1);
    expect(small.allocations.freeStep[1]).toBe(4);
    expect(small.callSites(1)).toEqual([5]);
  });
});

describe('findings', () => {
  const at = { address: 1000, size: 4, flags: FindingFlag.read as number, block: 0, stack: 0, site: 0, step: 0 };
  const leak = { ...at, size: 0, step: 90 };

  it('say where an access lies with regard to its block, and when that was freed', () => {
    const survey = surveyOf((builder) => {
      builder.stack(10, 0);
      builder.allocate(0, 1, 1000, 40, 1, 3);
      const access = { ...at, block: 1, step: 5 };
      builder.finding(FindingKind.heapBufferOverflow, { ...access, address: 1044, site: 11 });
      builder.finding(FindingKind.heapBufferOverflow, { ...access, address: 1038, site: 12, flags: FindingFlag.write });
      builder.finding(FindingKind.heapBufferUnderflow, { ...access, address: 996, site: 13 });
      builder.free(AllocationOp.free, 1, 1000, 1, 6);
      builder.finding(FindingKind.useAfterFree, { ...access, address: 1008, step: 7, site: 14 });
      builder.finding(FindingKind.doubleFree, { ...access, size: 0, flags: 0, step: 8, site: 10, stack: 1 });
    });
    const found = resolveFindings(survey).map((finding) => finding.kind !== 'leak' && finding);
    expect(
      found.map(
        (finding) =>
          finding && [finding.kind, finding.access, finding.block?.where, finding.block?.bytes, finding.freed?.step],
      ),
    ).toEqual([
      ['heap-buffer-overflow', 'read', 'after', 4, undefined],
      ['heap-buffer-overflow', 'write', 'after', 0, undefined],
      ['heap-buffer-underflow', 'read', 'before', 4, undefined],
      ['use-after-free', 'read', 'inside', 8, 6],
      ['double-free', undefined, 'inside', 0, 6],
    ]);
    const [overflow, , , , double] = found;
    expect(overflow && overflow.allocated).toEqual({ step: 3, stack: survey.stackLines(1) });
    expect(overflow && overflow.stack).toEqual(survey.siteLines.lines(11));
    // The stack already begins with the site: it is not said twice.
    expect(double && double.stack).toEqual(survey.stackLines(1));
  });

  it('count repetitions at one place, and keep places apart', () => {
    const survey = surveyOf((builder) => {
      for (const site of [11, 11, 12, 11]) builder.finding(FindingKind.useAfterFree, { ...at, site, step: site });
    });
    expect(
      resolveFindings(survey).map((finding) => [finding.kind !== 'leak' && finding.count, finding.indices]),
    ).toEqual([
      [3, [0, 1, 3]],
      [1, [2]],
    ]);
  });

  it('add to a step the statements that were still pending at the site', () => {
    const pending = sites.pendingSteps.slice();
    pending[11] = 3;
    const survey = surveyOf(
      (builder) => builder.finding(FindingKind.useAfterFree, { ...at, site: 11, step: 40 }),
      pending,
    );
    expect(resolveFindings(survey)[0]!.step).toBe(43);
  });

  it('group leaks by kind and allocation stack, worst first', () => {
    const survey = surveyOf((builder) => {
      builder.stack(10, 0);
      builder.stack(21, 0);
      const sizes = [
        [1, 30],
        [2, 100],
        [1, 7],
        [2, 5],
        [1, 1],
      ];
      sizes.forEach(([stack, size], index) => builder.allocate(0, index + 1, 64 * (index + 1), size!, stack!, index));
      [4, 1, 1, 1, 3].forEach((kind, index) =>
        builder.finding(FindingKind.leak, { ...leak, flags: kind, block: index + 1 }),
      );
    });
    const leaks = resolveFindings(survey) as LeakFinding[];
    expect(leaks.map(({ leak: kind, bytes, blocks, blockIds }) => [kind, bytes, blocks, blockIds])).toEqual([
      ['definitely-lost', 105, 2, [2, 4]],
      ['definitely-lost', 7, 1, [3]],
      ['possibly-lost', 1, 1, [5]],
      ['still-reachable', 30, 1, [1]],
    ]);
    expect(leaks[0]!.stack).toEqual(survey.stackLines(2));
    expect(leaks[0]!.allocated.step).toBe(1);
  });
});

describe('the last pointer to a block', () => {
  const recording = syntheticRecording({
    seed: 12,
    steps: 500,
    limit: 65536,
    chunkWords: 400,
    wild: false,
    first: 100,
  });
  const survey = readSurvey(recording, syntheticResolver);
  const replay: Replay = openWindow(recording.windows[0], { sites, survey, resolver: syntheticResolver });
  const [block, step] = [3, survey.allocations.step[3]!];
  const span = { had: step, end: replay.end };

  it('is lost at the step where reachability ends', () => {
    for (const lost of [step + 1, step + 2, step + 100, replay.end]) {
      expect(lastPointerLost(replay, block, (moment) => moment.step < lost, span)).toBe(lost);
    }
  });

  it('is lost by the allocation itself when it was never stored', () => {
    expect(lastPointerLost(replay, block, () => false, span)).toBe(step);
  });

  it('is not lost while the block is reachable at the end', () => {
    expect(lastPointerLost(replay, block, () => true, span)).toBeUndefined();
  });
});
