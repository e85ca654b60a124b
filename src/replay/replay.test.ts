import { describe, expect, it } from 'vitest';
import type { Recording, RecordedWindow } from '../trace/recording.ts';
import { openWindow, openWindowInSlices } from './replay.ts';
import { readSurvey } from './read-survey.ts';
import { SiteLines } from './resolver.ts';
import { seededRandom, syntheticRecording, syntheticResolver } from './testing/synthetic.ts';
import { slowReplay, type SlowMoment } from './testing/slow-replay.ts';
import type { Moment, Replay, StepEvent } from './timeline.ts';
import { writeTo } from './find-write.ts';

const SMALL = { steps: 700, limit: 65536, chunkWords: 300, wild: true } as const;
type OneWindow = Recording & { readonly windows: readonly [RecordedWindow] };

function open(recording: OneWindow): Replay {
  const survey = readSurvey(recording, syntheticResolver);
  expect(survey.contradictions).toBe(0);
  return openWindow(recording.windows[0], { sites: recording.sites, survey, resolver: syntheticResolver });
}

function expectSame(moment: Moment, slow: SlowMoment, limit: number): void {
  expect(Buffer.compare(moment.bytes(0, limit), slow.memory)).toBe(0);
  const shadow = moment.shadow(0, limit);
  expect(shadow.findIndex((state, at) => state !== slow.shadow[at])).toBe(-1);
  expect(moment.frames.map(({ functionIndex, frameBase }) => [functionIndex, frameBase])).toEqual(
    slow.frames.map(({ functionIndex, frameBase }) => [functionIndex, frameBase]),
  );
  if (slow.site !== 0) expect(moment.frames.at(-1)!.site).toBe(slow.site);
  expect(moment.blocks()).toEqual(slow.blocks);
}

describe('replay', () => {
  it.each([1, 2, 3])('agrees with the slow replay at every position, going forward (seed %i)', (seed) => {
    const truth = new Map<number, Uint8Array>();
    const recording = syntheticRecording({
      ...SMALL,
      seed,
      first: 1000,
      look: (step, memory) => truth.set(step, memory.slice()),
    });
    const replay = open(recording);
    let step = replay.first;
    for (const slow of slowReplay(recording.windows[0], recording.sites)) {
      const moment = replay.seek(step);
      expectSame(moment, slow, SMALL.limit);
      expect(Buffer.compare(moment.bytes(0, SMALL.limit), truth.get(step)!)).toBe(0);
      step++;
    }
    expect(step - 1).toBe(replay.end);
    expect(replay.end).toBeGreaterThan(1000 + SMALL.steps - 1);
  });

  it('agrees at random positions, over many keyframes', () => {
    const options = { seed: 5, steps: 700_000, limit: 2 ** 20, chunkWords: 2 ** 14, wild: false };
    const wanted = new Set([0, 1, 699_999, 700_000]);
    const random = seededRandom(9);
    for (let more = 0; more < 60; more++) wanted.add(Math.floor(random() * 700_000));
    const truth: [number, Uint8Array][] = [];
    const recording = syntheticRecording({
      ...options,
      look: (step, memory) => wanted.has(step) && truth.push([step, memory.slice()]),
    });
    const words = recording.windows[0].chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    expect(words).toBeGreaterThan(4 * 3 * 2 ** 18);
    const replay = open(recording);
    truth.sort(() => random() - 0.5);
    for (const [step, memory] of truth)
      expect(Buffer.compare(replay.seek(step).bytes(0, options.limit), memory)).toBe(0);
  }, 60_000);

  it('gives the same when opened in slices, and stops when told to', async () => {
    const recording = syntheticRecording({ ...SMALL, seed: 4, steps: 30_000, wild: false });
    const survey = readSurvey(recording, syntheticResolver);
    const surroundings = { sites: recording.sites, survey, resolver: syntheticResolver };
    let pauses = 0;
    const sliced = await openWindowInSlices(recording.windows[0], surroundings, async () => void pauses++, 0);
    const whole = openWindow(recording.windows[0], surroundings);
    expect(pauses).toBeGreaterThan(2);
    expect(sliced!.end).toBe(whole.end);
    expect(sliced!.seek(12_345).bytes(0, SMALL.limit)).toEqual(whole.seek(12_345).bytes(0, SMALL.limit));
    expect(await openWindowInSlices(recording.windows[0], surroundings, async () => false, 0)).toBeUndefined();
  });

  it('gives as events what happened since the statement before', () => {
    const recording = syntheticRecording({ ...SMALL, seed: 6 });
    const replay = open(recording);
    const memory = replay.seek(replay.first).bytes(0, SMALL.limit);
    let step = replay.first;
    for (const slow of slowReplay(recording.windows[0], recording.sites)) {
      const { process } = recording.windows[0].snapshot;
      const events = replay.seek(step).events.filter((event) => event.process === process);
      expect(events.filter((event) => event.kind !== 'store').map(nameOf)).toEqual(slow.records.flatMap(recordName));
      for (const event of events) if (event.kind === 'store') applyStore(memory, event);
      expect(Buffer.compare(memory, slow.memory)).toBe(0);
      step++;
    }
  });

  it('joins stores of one instruction to adjoining bytes into one event', async () => {
    const { RecordBuilder } = await import('../trace/record-builder.ts');
    const recording = syntheticRecording({ ...SMALL, seed: 1, steps: 1, wild: false });
    const builder = new RecordBuilder(100, recording.windows[0].snapshot.process);
    builder.step(11);
    for (const [at, byte] of [7, 8, 9].entries()) builder.store(21, 40_000 + at, Uint8Array.of(byte));
    builder.store(31, 40_003, Uint8Array.of(1));
    const window = { ...recording.windows[0], chunks: builder.chunks() };
    const replay = open({ ...recording, windows: [window] });
    const changes = replay
      .seek(1)
      .events.map((event) => event.kind === 'store' && [event.change.address, event.change.after.length]);
    expect(changes).toEqual([
      [40_000, 3],
      [40_003, 1],
    ]);
  });

  it('refuses to show a moment that it has left, and a step outside the window', () => {
    const replay = open(syntheticRecording({ ...SMALL, seed: 7 }));
    const moment = replay.seek(5);
    expect(replay.seek(5)).toBe(moment);
    replay.seek(6);
    expect(() => moment.frames).toThrow(/moved on/);
    expect(() => moment.bytes(0, 1)).toThrow(/moved on/);
    expect(() => replay.seek(replay.end + 1)).toThrow(RangeError);
    expect(() => replay.seek(NaN)).toThrow(RangeError);
  });

  it('reads memory beyond the limit as zero', () => {
    const replay = open(syntheticRecording({ ...SMALL, seed: 7 }));
    expect(
      replay
        .seek(0)
        .bytes(SMALL.limit - 1, 4)
        .subarray(1),
    ).toEqual(new Uint8Array(3));
    expect(replay.seek(0).bytes(2 ** 32 - 2, 4)).toEqual(new Uint8Array(4));
  });
});

describe('find', () => {
  const recording = syntheticRecording({ ...SMALL, seed: 11, first: 50 });
  const replay = open(recording);
  const moments = [...slowReplay(recording.windows[0], recording.sites)].map((slow) => ({
    ...slow,
    depth: slow.frames.length,
  }));
  const steps = Array.from({ length: moments.length }, (_, row) => replay.first + row);
  const lines = new SiteLines(recording.sites, syntheticResolver);

  /** Compares with a search that tries every step. */
  const expectFinds = (wanted: Parameters<Replay['find']>[2], holds: (row: number) => boolean): void => {
    const hits = steps.filter((step) => holds(step - replay.first));
    expect(hits.length).toBeGreaterThan(0);
    for (const from of steps) {
      expect(replay.find(from, 1, wanted)).toBe(hits.find((step) => step > from));
      expect(replay.find(from, -1, wanted)).toBe(hits.findLast((step) => step < from));
    }
  };

  it('finds depths', () => {
    expectFinds({ kind: 'depth', atMost: 5 }, (row) => row < steps.length - 1 && moments[row]!.depth <= 5);
  });

  it('finds allocation events', () => {
    expectFinds({ kind: 'allocation' }, (row) =>
      moments[row]!.records.some(({ kind }) => kind === 'allocate' || kind === 'free'),
    );
  });

  it('finds where lines are entered', () => {
    const place = { file: 'file1.c', line: 10 };
    const isOn = (row: number): boolean =>
      lines.line(moments[row]!.site).line === place.line && lines.line(moments[row]!.site).file === place.file;
    const enters = (row: number): boolean =>
      isOn(row) && (row === 0 || !isOn(row - 1) || moments[row - 1]!.depth !== moments[row]!.depth);
    expectFinds({ kind: 'line', at: [place] }, enters);
  });

  it('finds writes', () => {
    const [address, size] = [SMALL.limit / 4 - 100, 60];
    expectFinds(writeTo({ address, size }), (row) =>
      moments[row]!.records.some(
        (record) =>
          record.kind === 'store' && record.address < address + size && record.address + record.xor.length > address,
      ),
    );
  });

  it('tells the statement at a step without going there', () => {
    for (const step of steps.slice(0, -1)) {
      const slow = moments[step - replay.first]!;
      expect(replay.statementAt(step)).toMatchObject({ ...lines.line(slow.site), site: slow.site, depth: slow.depth });
    }
  });
});

function applyStore(memory: Uint8Array, { change }: StepEvent & { kind: 'store' }): void {
  expect(Buffer.compare(change.before, memory.subarray(change.address, change.address + change.before.length))).toBe(0);
  memory.set(change.after, change.address);
}

function nameOf(event: StepEvent): string {
  switch (event.kind) {
    case 'store':
      return '';
    case 'call':
    case 'return':
      return `${event.kind} ${event.name}`;
    case 'output':
      return `output ${event.bytes.join()}`;
    case 'input':
      return `input ${event.bytes.join()}`;
    case 'finding':
      return 'finding';
    case 'system':
      return event.event.kind;
    case 'read':
      return `read ${event.address}`;
    default:
      return `${event.kind} ${event.id} ${event.address}`;
  }
}

function recordName(record: SlowMoment['records'][number]): string[] {
  switch (record.kind) {
    case 'enter':
      return [`call f${record.functionIndex}`];
    case 'leave':
      return [`return f${record.functionIndex}`];
    case 'call':
      return [`call f${record.functionIndex}`, `return f${record.functionIndex}`];
    case 'output':
    case 'input':
      return [`${record.kind} ${record.bytes.join()}`];
    case 'allocate':
    case 'free':
      return [`${record.kind} ${record.id} ${record.address}`];
    case 'finding':
      return ['finding'];
    default:
      return [];
  }
}
