/** Windows of several processes, held against what the made-up run itself knows. */
import { describe, expect, it } from 'vitest';
import { RecordBuilder } from '../trace/record-builder.ts';
import { ShadowState, SystemEvent } from '../trace/records.ts';
import { PAGE_BYTES } from '../trace/recording.ts';
import { readSurvey } from './read-survey.ts';
import { openWindow } from './replay.ts';
import { seededRandom, syntheticResolver } from './testing/synthetic.ts';
import { SyntheticSystem, SYSTEM_LIMIT, type SystemOptions } from './testing/synthetic-system.ts';
import type { StatementTruth, Truth } from './testing/system-truth.ts';
import type { Moment, Replay, StepQuery } from './timeline.ts';
import { writeTo } from './find-write.ts';

const SMALL: SystemOptions = { seed: 1, steps: 600, chunkWords: 300 };

function made(options: SystemOptions): { system: SyntheticSystem; replay: Replay } {
  const system = new SyntheticSystem(options);
  const recording = system.run();
  const survey = readSurvey(recording, syntheticResolver);
  expect(survey.contradictions).toBe(0);
  const surroundings = { sites: recording.sites, survey, resolver: syntheticResolver };
  return { system, replay: openWindow(recording.windows[0], surroundings) };
}

function expectTrue(moment: Moment, truth: Truth): void {
  expect(moment.task).toEqual(truth.task);
  expect(moment.processes).toEqual([...truth.processes.keys()].sort((a, b) => a - b));
  for (const [process, { memory, frames, live }] of truth.processes) {
    const mine = moment.process(process)!;
    expect(Buffer.compare(mine.bytes(0, SYSTEM_LIMIT), memory)).toBe(0);
    expect(mine.threads.map(({ thread, frames: stack }) => [thread, stack.map((each) => each.frameBase)])).toEqual(
      [...frames].sort(([a], [b]) => a - b),
    );
    const blocks = mine.blocks().filter(({ state }) => state === 'live');
    expect(blocks.map(({ id }) => id).sort((a, b) => a - b)).toEqual(live);
  }
  expect(Buffer.compare(moment.bytes(0, SYSTEM_LIMIT), truth.processes.get(truth.task.process)!.memory)).toBe(0);
  for (const { segment, bytes, writers } of moment.segments()) {
    const known = truth.segments.get(segment)!;
    expect(Buffer.compare(bytes(0, PAGE_BYTES), known.bytes)).toBe(0);
    expect(Buffer.compare(writers(0, PAGE_BYTES), known.writers)).toBe(0);
  }
}

describe('a window of several processes', () => {
  it.each([1, 2, 3, 4])('is as the run was at every position, going forward (seed %i)', (seed) => {
    const { system, replay } = made({ ...SMALL, seed });
    expect(replay.end).toBe(SMALL.steps);
    for (const truth of system.truths) expectTrue(replay.seek(truth.step), truth);
    expect(Math.max(...system.truths.map(({ processes }) => processes.size))).toBeGreaterThan(2);
  });

  it.each([5, 6])('is so when it begins in the middle (seed %i)', (seed) => {
    const { system, replay } = made({ ...SMALL, seed, cut: 300 });
    expect(replay.first).toBe(300);
    for (const truth of system.truths.slice(300)) expectTrue(replay.seek(truth.step), truth);
  });

  it('is so at random positions, over many keyframes', () => {
    const random = seededRandom(3);
    const wanted = new Set(Array.from({ length: 120 }, () => Math.floor(random() * 200_000)));
    const { system, replay } = made({
      seed: 7,
      steps: 200_000,
      chunkWords: 2 ** 14,
      isWanted: (step) => wanted.has(step),
    });
    for (const truth of system.truths.sort(() => random() - 0.5)) expectTrue(replay.seek(truth.step), truth);
    for (const truth of system.truths.slice(0, 20)) {
      replay.seek(truth.step + 1);
      expectTrue(replay.seek(truth.step), truth);
    }
  }, 120_000);

  it('tells the events of a step with who did them', () => {
    const { system, replay } = made(SMALL);
    for (const [step, statement] of system.statements.entries()) {
      const { events } = replay.seek(step + 1);
      const stores = events.flatMap((event) => (event.kind === 'store' ? [[event.process, event.change.address]] : []));
      for (const { process, address } of statement.writes) expect(stores).toContainEqual([process, address]);
      expect(events.filter(({ kind }) => kind === 'system').length).toBe(statement.events.length);
    }
  });
});

describe('searching several processes', () => {
  const { system, replay } = made({ ...SMALL, seed: 8 });
  const { statements } = system;

  const expectFinds = (
    wanted: (from: number) => StepQuery,
    holds: (step: number, from: number) => boolean,
    last = statements.length - 1,
  ): void => {
    let found = 0;
    for (let from = 0; from < statements.length; from++) {
      const hits = Array.from({ length: last + 1 }, (_, step) => step).filter((step) => holds(step, from));
      found += hits.length;
      expect(replay.find(from, 1, wanted(from))).toBe(hits.find((step) => step > from));
      expect(replay.find(from, -1, wanted(from))).toBe(hits.findLast((step) => step < from));
    }
    expect(found).toBeGreaterThan(0);
  };
  const isSame = (a: StatementTruth, b: StatementTruth): boolean => a.process === b.process && a.thread === b.thread;

  it('steps over and out within a task', () => {
    expectFinds(
      (from) => ({ kind: 'depth', atMost: statements[from]!.depth }),
      (step, from) =>
        isSame(statements[step]!, statements[from]!) && statements[step]!.depth <= statements[from]!.depth,
    );
  });

  it('finds statements of a task, and turns', () => {
    const task = { process: 1, thread: 0 };
    expectFinds(
      () => ({ kind: 'statement', task }),
      (step) => statements[step]!.process === 1 && statements[step]!.thread === 0,
    );
    expectFinds(
      () => ({ kind: 'switch' }),
      (step) => step > 0 && !isSame(statements[step]!, statements[step - 1]!),
    );
  });

  it('finds events of the system', () => {
    expectFinds(
      () => ({ kind: 'system', kinds: ['fork'] }),
      (step) => step > 0 && statements[step - 1]!.events.includes(SystemEvent.processCreated),
      statements.length,
    );
  });

  it('finds writes to what is shared, whoever made them', () => {
    const shared = statements.findIndex(({ writes }) => writes.some((write) => write.shared !== undefined));
    const { process, address, shared: place } = statements[shared]!.writes.find((write) => write.shared)!;
    const [segment, offset] = place!.split('+').map(Number) as [number, number];
    const touches = (write: StatementTruth['writes'][number]): boolean => {
      const [otherSegment, otherOffset] = (write.shared ?? '0+0').split('+').map(Number) as [number, number];
      return otherSegment === segment && otherOffset < offset + 2000 && otherOffset + write.n > offset;
    };
    const isOver = ({ process: doer, events }: StatementTruth): boolean =>
      doer === process && [SystemEvent.segmentDetached, SystemEvent.exited].some((event) => events.includes(event));
    const over = statements.findIndex((each, step) => step > shared && isOver(each));
    for (let from = shared; from < over; from++) {
      const expected = statements.findIndex(({ writes }, step) => step >= from && writes.some(touches));
      if (expected >= over) break;
      expect(replay.find(from, 1, writeTo({ process, address, size: 2000 }))).toBe(expected + 1);
      expect(replay.find(expected + 2, -1, writeTo({ process, address, size: 2000 }))).toBe(expected + 1);
    }
    const writers = new Set(statements.filter(({ writes }) => writes.some(touches)).map((each) => each.process));
    expect(writers.size).toBeGreaterThan(1);
  });

  it('tells who runs each statement', () => {
    for (const [step, { process, thread, site, depth }] of statements.entries())
      expect(replay.statementAt(step)).toMatchObject({ process, thread, site, depth });
  });
});

describe('shared memory', () => {
  const ADDRESS = 13 * PAGE_BYTES;
  const replayOf = (write: (builder: RecordBuilder) => void): Replay => {
    const recording = new SyntheticSystem({ seed: 1, steps: 1, chunkWords: 100 }).run();
    const builder = new RecordBuilder(1000);
    write(builder);
    const chunks = builder.chunks();
    const survey = readSurvey({ ...recording, survey: chunks }, syntheticResolver);
    const window = { ...recording.windows[0], others: [], segments: [], chunks };
    return openWindow(window, { sites: recording.sites, survey, resolver: syntheticResolver });
  };

  it('is defined when mapped and not addressable when unmapped, in that process alone', () => {
    const replay = replayOf((builder) => {
      builder.step(11);
      builder.system(SystemEvent.segmentCreated, { a: 1, b: 26, step: 1 });
      builder.bulk(0, ADDRESS, Uint8Array.of(0, 0, 0, 0x78));
      builder.shadow(ShadowState.defined, ADDRESS, 26);
      builder.system(SystemEvent.segmentAttached, { a: 1, b: ADDRESS, c: 26, step: 1 });
      builder.system(SystemEvent.processCreated, { a: 1, b: 2, c: 1, step: 1 });
      builder.step(11);
      builder.store(11, ADDRESS + 2, Uint8Array.of(0x63));
      builder.step(11);
      builder.shadow(ShadowState.unmapped, ADDRESS, 26);
      builder.system(SystemEvent.segmentDetached, { a: 1, b: ADDRESS, c: 26, step: 3 });
      builder.sharedRead(11, ADDRESS, 4);
      builder.step(11);
    });
    const mapped = replay.seek(2);
    expect(mapped.shadow(ADDRESS, 26)).toEqual(new Uint8Array(26).fill(ShadowState.defined));
    expect(mapped.events.at(-1)).toMatchObject({
      process: 0,
      kind: 'store',
      change: { shared: { segment: 1, offset: 2 } },
    });
    expect(mapped.process(1)!.bytes(ADDRESS, 4)).toEqual(Uint8Array.of(0, 0, 0x63, 0x78));
    expect(mapped.segments()[0]).toMatchObject({
      segment: 1,
      size: 26,
      mappings: [
        { process: 0, address: ADDRESS, offset: 0 },
        { process: 1, address: ADDRESS, offset: 0 },
      ],
    });
    const unmapped = replay.seek(3);
    expect(unmapped.shadow(ADDRESS, 1)[0]).toBe(ShadowState.unmapped);
    expect(unmapped.process(1)!.shadow(ADDRESS, 1)[0]).toBe(ShadowState.defined);
    expect(unmapped.process(1)!.bytes(ADDRESS + 2, 1)[0]).toBe(0x63);
    expect(unmapped.events.at(-1)).toMatchObject({ kind: 'read', address: ADDRESS, size: 4 });
  });

  it('is seen after its last process ended, as that one left it', () => {
    const replay = replayOf((builder) => {
      builder.step(11);
      builder.store(11, 64, Uint8Array.of(1));
      builder.system(SystemEvent.exited, { a: 0, b: 1, step: 1 });
    });
    const last = replay.seek(1);
    expect(last.processes).toEqual([0]);
    expect(last.process(0)!.bytes(64, 1)).toEqual(last.bytes(64, 1));
    expect(last.process(0)!.threads[0]!.state).toMatchObject({ kind: 'ended', status: { kind: 'exit', code: 0 } });
  });
});
