import { describe, expect, it } from 'vitest';
import { GrowingSurvey } from '../replay/growing-survey.ts';
import { resolveFindings } from '../replay/resolve-findings.ts';
import type { RunSurvey } from '../replay/run-survey.ts';
import { decodeRecords } from '../trace/decode-records.fixture.ts';
import { AllocationOp, FindingKind } from '../trace/records.ts';
import { NO_SYMBOLS } from '../trace/symbols.ts';
import { EventRecorder } from './event-recorder.ts';
import type { RareEvent, Task } from './events.ts';
import { ImageStart, LeakKind, Loss, Misuse, NativeCall, ScanReason } from './stream.ts';

const MAIN: Task = { process: 0, thread: 0, image: 0 };
const CHILD: Task = { process: 1, thread: 0, image: 1 };
const FIRST = 0x5555_0000_0010;
const SECOND = 0x5555_0000_0040;

const happening = (task: Task) => ({ task, time: 0 });

function image(process: number, start: ImageStart, parent?: number): RareEvent {
  return {
    type: 'image',
    image: process,
    process,
    pid: 100 + process,
    start,
    parent,
    path: '/p',
    arguments: [],
    time: 0,
  };
}

interface Recorded {
  readonly survey: RunSurvey;
  readonly kinds: readonly string[];
  readonly recorder: EventRecorder;
}

function record(tell: (recorder: EventRecorder) => void, chunkWords?: number): Recorded {
  const recorder = new EventRecorder({ ...(chunkWords && { chunkWords }) });
  recorder.event(image(0, ImageStart.first));
  tell(recorder);
  recorder.finish(0);
  const growing = new GrowingSurvey();
  const chunks = recorder.chunks(true);
  for (const chunk of chunks) growing.add(chunk);
  const kinds = chunks.flatMap(({ words, length }) => decodeRecords(words, length).map(({ kind }) => kind));
  return { survey: growing.survey(NO_SYMBOLS, recorder.step), kinds, recorder };
}

describe('what a native program did, as records', () => {
  it('gives each event a step, and each block a number', () => {
    const { survey, kinds } = record((to) => {
      to.allocate(MAIN, AllocationOp.malloc, FIRST, 24, 0);
      to.allocate(MAIN, AllocationOp.calloc, SECOND, 40, 0);
      to.free(MAIN, AllocationOp.free, FIRST, 0);
      to.allocate(MAIN, AllocationOp.malloc, FIRST, 8, 0);
      to.allocate(MAIN, AllocationOp.malloc, 0, 2 ** 40, 0);
    });
    expect(survey.steps).toBe(5);
    expect([...survey.allocations.address]).toEqual([0, FIRST, SECOND, FIRST]);
    expect([...survey.allocations.step.slice(1)]).toEqual([1, 2, 4]);
    expect([...survey.allocations.freeStep.slice(1)]).toEqual([3, Infinity, Infinity]);
    expect(survey.totals).toMatchObject({ count: 3, frees: 1, failures: 1, liveBytes: 48, peakBytes: 64 });
    // The frequent ones take few words.
    expect(kinds.filter((kind) => kind !== 'wide')).toEqual([
      ...['detail', 'malloc', 'allocate', 'quickFree', 'malloc', 'allocate'],
      ...['system', 'progress'],
    ]);
    expect(survey.contradictions).toBe(0);
  });

  it('says the same in chunks of any size', () => {
    const tell = (to: EventRecorder): void => {
      for (let n = 0; n < 200; n++) {
        to.allocate(n % 3 ? MAIN : { ...MAIN, thread: 1 }, AllocationOp.malloc, FIRST + (n % 7) * 2 ** 33, n, 0);
        if (n % 2) to.free(MAIN, AllocationOp.free, FIRST + (n % 5) * 2 ** 33, 0);
      }
    };
    const [whole, small] = [record(tell), record(tell, 16)];
    for (const column of ['address', 'size', 'step', 'freeStep', 'events'] as const)
      expect([...small.survey.allocations[column]]).toEqual([...whole.survey.allocations[column]]);
    expect(small.survey.contradictions).toBe(0);
  });

  it('makes one step of a realloc, and none of one that failed', () => {
    const { survey } = record((to) => {
      to.allocate(MAIN, AllocationOp.malloc, FIRST, 24, 0);
      to.free(MAIN, AllocationOp.realloc, FIRST, 0);
      to.allocate(MAIN, AllocationOp.realloc, SECOND, 48, 0);
      to.free(MAIN, AllocationOp.realloc, SECOND, 0);
      to.event({ type: 'revived', ...happening(MAIN), address: SECOND });
      to.free(MAIN, AllocationOp.free, SECOND, 0);
    });
    expect([...survey.allocations.step.slice(1)]).toEqual([1, 2]);
    expect([...survey.allocations.freeStep.slice(1)]).toEqual([2, 3]);
  });

  it('tells what a wrong free was of', () => {
    const { survey } = record((to) => {
      to.allocate(MAIN, AllocationOp.malloc, FIRST, 24, 0);
      to.free(MAIN, AllocationOp.free, FIRST, 0);
      const at = { ...happening(MAIN), stack: 0 };
      to.event({ type: 'misuse', ...at, misuse: Misuse.doubleFree, address: FIRST, block: 0, size: 0 });
      to.event({ type: 'misuse', ...at, misuse: Misuse.interior, address: FIRST + 8, block: FIRST, size: 24 });
      to.event({ type: 'misuse', ...at, misuse: Misuse.stack, address: 0x7fff_0000_0000, block: 0, size: 0 });
    });
    expect(survey.findings.map(({ kind, block, address }) => [kind, block, address])).toEqual([
      [FindingKind.doubleFree, 1, FIRST],
      [FindingKind.invalidFree, 1, FIRST + 8],
      [FindingKind.invalidFree, 0, 0x7fff_0000_0000],
    ]);
  });

  it("keeps a child's blocks apart from its parent's, and a parent's copies out of its leaks", () => {
    const { survey } = record((to) => {
      to.allocate(MAIN, AllocationOp.malloc, FIRST, 24, 0);
      to.event({ ...image(1, ImageStart.fork, 0) });
      to.allocate(CHILD, AllocationOp.malloc, SECOND, 16, 0);
      to.event({ type: 'scan', ...happening(CHILD), number: 1, reason: ScanReason.atExit });
      to.event({ type: 'leak', ...happening(CHILD), kind: LeakKind.definite, address: FIRST, size: 24 });
      to.event({ type: 'leak', ...happening(CHILD), kind: LeakKind.definite, address: SECOND, size: 16 });
      to.event({ type: 'scanned', ...happening(CHILD), totals: [] });
      to.free(MAIN, AllocationOp.free, FIRST, 0);
    });
    expect(survey.findings).toMatchObject([{ kind: FindingKind.leak, block: 2, flags: 1, process: 1 }]);
    expect(survey.liveAt(survey.steps, 1)).toEqual([1, 2]);
    expect(survey.liveAt(survey.steps, 0)).toEqual([]);
  });

  it('frees all at an exec', () => {
    const { survey } = record((to) => {
      to.allocate(MAIN, AllocationOp.malloc, FIRST, 24, 0);
      to.event({ ...image(0, ImageStart.exec, 0), image: 1 } as RareEvent);
      to.allocate({ ...MAIN, image: 1 }, AllocationOp.malloc, FIRST, 8, 0);
    });
    expect(survey.liveAt(survey.steps)).toEqual([2]);
    expect(survey.contradictions).toBe(0);
  });

  it('keeps what blocks held, and what a scan found that was asked for', () => {
    const { survey } = record((to) => {
      to.allocate(MAIN, AllocationOp.malloc, FIRST, 24, 0);
      to.allocate(MAIN, AllocationOp.malloc, SECOND, 24, 0);
      to.event({ type: 'scan', ...happening(MAIN), number: 1, reason: ScanReason.asked });
      to.event({ type: 'leak', ...happening(MAIN), kind: LeakKind.possible, address: SECOND, size: 24 });
      to.event({ type: 'contents', ...happening(MAIN), address: SECOND, bytes: Uint8Array.of(1, 2, 3, 4, 5) });
      to.event({ type: 'scanned', ...happening(MAIN), totals: [] });
      to.free(MAIN, AllocationOp.free, FIRST, 0);
    });
    expect(survey.told.blockCount).toBe(1);
    expect(survey.told.contentsOf(2, survey.steps)).toMatchObject({ step: 2, bytes: Uint8Array.of(1, 2, 3, 4, 5) });
    expect(survey.told.contentsOf(1, survey.steps)).toBeUndefined();
    // No scan at the end: the last one tells, but for what was freed after it.
    expect(survey.findings.map(({ block, flags, step }) => [block, flags, step])).toEqual([
      [1, 4, 2],
      [2, 3, 2],
    ]);
    expect(resolveFindings(survey)).toMatchObject([{ kind: 'leak', leak: 'possibly-lost', blockIds: [2] }]);
  });

  it('shows shared memory at any step, told by several or not', () => {
    const { survey } = record((to) => {
      const map = { ...happening(MAIN), type: 'call', call: NativeCall.mmap, stack: 0, text: '' } as const;
      to.event({ ...map, result: 0x7f00_0000_0000, errno: 0, arguments: [0, 4096, 3, 0x21, -1, 0] });
      to.event(image(1, ImageStart.fork, 0));
      const write = (task: Task, offset: number, ...bytes: number[]): void =>
        to.event({
          ...{ type: 'sharedBytes', ...happening(task), address: 0x7f00_0000_0000 + offset },
          bytes: Uint8Array.from(bytes),
        });
      write(MAIN, 4, 65, 66);
      write(CHILD, 4, 65, 66);
      write(CHILD, 3, 1, 65, 67);
    });
    const { told } = survey;
    const writes = Array.from({ length: told.writeCount }, (_, index) => told.writeAt(index));
    expect(writes.map(({ process, segment, offset, bytes }) => [process, segment, offset, ...bytes])).toEqual([
      [0, survey.system.segments[0]!.segment, 4, 65, 66],
      // What the parent wrote isn't told as the child's when that looks.
      [1, survey.system.segments[0]!.segment, 3, 1, 65, 67],
    ]);
    expect(writes[1]!.step).toBeGreaterThan(writes[0]!.step);
  });

  it('knows who wrote to shared memory, though another saw it first', () => {
    const { survey } = record((to) => {
      const map = { ...happening(MAIN), type: 'call', call: NativeCall.mmap, stack: 0, text: '' } as const;
      to.event({ ...map, result: 0x7f00_0000_0000, errno: 0, arguments: [0, 4096, 3, 0x21, -1, 0] });
      const write = (task: Task, byte: number): void =>
        to.event({
          ...{ type: 'sharedBytes', ...happening(task), address: 0x7f00_0000_0000 },
          bytes: Uint8Array.of(byte),
        });
      const sleep = { stack: 0, call: NativeCall.sleep, arguments: [1e6] };
      write(MAIN, 1);
      to.event(image(1, ImageStart.fork, 0));
      to.event({ type: 'callBegins', ...happening(MAIN), ...sleep });
      write(MAIN, 2);
      to.event({ type: 'call', ...happening(MAIN), ...sleep, result: 0, errno: 0, text: '' });
      write(MAIN, 3);
    });
    const { told } = survey;
    const writers = Array.from({ length: told.writeCount }, (_, index) => told.writeAt(index).process);
    expect(writers).toEqual([0, 1, 0]);
  });

  it('counts what was lost', () => {
    const { recorder } = record((to) => {
      to.event({ type: 'lost', ...happening(MAIN), loss: Loss.nested, count: 2 });
      to.event({ type: 'lost', ...happening(MAIN), loss: Loss.nested, count: 3 });
    });
    expect([...recorder.losses]).toEqual([[Loss.nested, 5]]);
  });
});
