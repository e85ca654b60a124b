import { describe, expect, it } from 'vitest';
import { RecordBuilder } from '../trace/record-builder.ts';
import { AllocationOp, FindingKind, SegmentKind, SignalAction, SystemEvent, WaitReason } from '../trace/records.ts';
import { resolveFindings } from './resolve-findings.ts';
import { SurveyReader } from './read-survey.ts';
import type { RunSurvey } from './run-survey.ts';
import type { TaskRef } from './system.ts';
import { syntheticResolver, syntheticSites } from './testing/synthetic.ts';

const FIRST: TaskRef = { process: 0, thread: 0 };
const CHILD: TaskRef = { process: 1, thread: 0 };
const ADDRESS = 0x10000;

function surveyOf(write: (builder: RecordBuilder) => void, chunkWords = 16): RunSurvey {
  const builder = new RecordBuilder(chunkWords);
  write(builder);
  const reader = new SurveyReader(syntheticSites(), syntheticResolver);
  for (const chunk of builder.chunks()) reader.add(chunk);
  return reader.survey();
}

/**
 *     step      0       10      20      30      40      50
 *     process 0 runs    forks   waits ------------------ takes the status
 *     process 1         ready   runs    sleeps  runs    ends with 3
 */
function forkAndWait(builder: RecordBuilder): void {
  builder.system(SystemEvent.segmentCreated, { a: 1, b: 26, c: SegmentKind.anonymous, step: 5 });
  builder.system(SystemEvent.segmentAttached, { a: 1, b: ADDRESS, c: 26, step: 5 });
  builder.system(SystemEvent.processCreated, { a: 1, b: 1001, c: 1000, step: 10 });
  builder.system(SystemEvent.blocked, { a: WaitReason.child, b: 1001, step: 20 });
  builder.processIs(1);
  builder.system(SystemEvent.blocked, { a: WaitReason.sleep, b: 1e9, step: 30 });
  builder.system(SystemEvent.clockAdvanced, { a: 1e9, step: 30 });
  builder.system(SystemEvent.woken, { a: WaitReason.sleep, step: 30 });
  builder.system(SystemEvent.segmentDetached, { a: 1, b: ADDRESS, c: 26, step: 40 });
  builder.system(SystemEvent.exited, { a: 3 << 8, b: 1001, c: 1, step: 50 });
  builder.processIs(0);
  builder.system(SystemEvent.woken, { a: WaitReason.child, b: 1001, step: 50 });
  builder.system(SystemEvent.reaped, { a: 1, b: 1001, c: 3 << 8, step: 52 });
  builder.system(SystemEvent.segmentLeft, { a: 1, b: 26, step: 60 });
  builder.progress(60);
}

describe('the system of a run', () => {
  const survey = surveyOf(forkAndWait);
  const { system } = survey;

  it('has the lives of processes', () => {
    expect(survey.contradictions).toBe(0);
    expect(system.processes).toMatchObject([
      { process: 0, pid: 1000, parent: undefined, created: 0, threads: [{ thread: 0 }] },
      { process: 1, pid: 1001, parent: 0, created: 10, reaped: 52, isZombie: true },
    ]);
    expect(system.processes[1]!.ended).toEqual({ step: 50, status: { kind: 'exit', code: 3 } });
    expect(system.processes[1]!.threads).toEqual([{ process: 1, thread: 0, created: 10, ended: 50 }]);
  });

  it('knows what each task does at any step', () => {
    const kinds = (task: TaskRef): string[] =>
      [0, 9, 10, 20, 30, 35, 50, 52].map((step) => system.stateAt(task, step).kind);
    expect(kinds(FIRST)).toEqual([
      'running',
      'running',
      'running',
      'blocked',
      'blocked',
      'blocked',
      'running',
      'running',
    ]);
    expect(kinds(CHILD)).toEqual(['unborn', 'unborn', 'ready', 'running', 'running', 'running', 'zombie', 'ended']);
    expect(system.stateAt(FIRST, 25)).toEqual({ kind: 'blocked', wait: { reason: 'child', pid: 1001 }, since: 20 });
    expect(system.stateAt(CHILD, 51)).toEqual({ kind: 'zombie', status: { kind: 'exit', code: 3 }, since: 50 });
    expect(system.stateAt({ process: 7, thread: 0 }, 51)).toEqual({ kind: 'unborn' });
  });

  it('knows who runs each statement', () => {
    expect([0, 19, 20, 49, 50, 99].map((step) => system.taskAt(step).process)).toEqual([0, 0, 1, 1, 0, 0]);
    expect([...system.schedule.first]).toEqual([0, 20, 50]);
  });

  it('has segments with who had them mapped, and when', () => {
    expect(system.segments).toEqual([
      {
        segment: 1,
        kind: SegmentKind.anonymous,
        bytes: 26,
        created: 5,
        creator: 0,
        isLeft: true,
        attachments: [
          { process: 0, address: ADDRESS, bytes: 26, offset: 0, from: 5, to: Infinity },
          { process: 1, address: ADDRESS, bytes: 26, offset: 0, from: 10, to: 40 },
        ],
      },
    ]);
  });

  it('has the events with their meaning', () => {
    const { events } = system;
    expect(events.at(2)).toEqual({ ...FIRST, kind: 'fork', child: 1, pid: 1001, step: 10, stack: 0 });
    expect(events.countBefore(20)).toBe(4);
    expect(events.countBefore(19)).toBe(3);
    expect(events.at(events.find(0, 1, ({ kind }) => kind === 'exit'))).toMatchObject({ process: 1, step: 50 });
    expect(events.at(events.find(events.count - 1, -1, ({ kind }) => kind === 'block'))).toMatchObject({ process: 1 });
    expect(events.find(0, 1, ({ kind }) => kind === 'preempted')).toBe(-1);
    expect(() => events.at(events.count)).toThrow(RangeError);
  });

  it('has the clock', () => {
    expect([0, 29, 30, 60].map((step) => system.clockAt(step))).toEqual([0, 0, 1e9, 1e9]);
  });

  it('of one process has one task that runs throughout', () => {
    const alone = surveyOf((builder) => builder.progress(9));
    expect(alone.system.processes).toEqual([
      { process: 0, pid: 0, parent: undefined, created: 0, isZombie: false, threads: [{ ...FIRST, created: 0 }] },
    ]);
    expect(alone.system.stateAt(FIRST, 5)).toEqual({ kind: 'running' });
    expect(alone.system.taskAt(5)).toEqual(FIRST);
    expect(alone.allocationsOf(0)).toBe(alone.allocations);
  });

  it('has semaphores, queues, pipes, signals and threads', () => {
    const { system: other } = surveyOf((builder) => {
      builder.system(SystemEvent.semaphoreChanged, { a: 4, b: 1, c: 0xffffffff, step: 1 });
      builder.system(SystemEvent.semaphoreChanged, { a: 4, b: 0, c: 1, step: 3 });
      builder.system(SystemEvent.pipeCreated, { a: 5, b: 3, c: 4, step: 4 });
      builder.system(SystemEvent.queueChanged, { a: 6, b: 0, c: 0xffffffff, step: 4 });
      builder.system(SystemEvent.queueChanged, { a: 6, b: 1, c: 0, step: 5 });
      builder.system(SystemEvent.threadCreated, { a: 1, step: 5 });
      builder.system(SystemEvent.blocked, { a: WaitReason.thread, b: 1, step: 6 });
      builder.processIs(0, 1);
      builder.system(SystemEvent.signalDelivered, { a: 15, b: SignalAction.handled, step: 7 });
      builder.system(SystemEvent.threadExited, { a: 42, step: 8 });
      builder.processIs(0, 0);
      builder.system(SystemEvent.threadJoined, { a: 1, step: 8 });
      builder.system(SystemEvent.queueChanged, { a: 6, b: 0xffffffff, c: 1, step: 8 });
      builder.system(SystemEvent.exited, { a: 15, b: 77, step: 9 });
    });
    expect([0, 1, 2, 3].map((step) => other.semaphoreAt(4, step))).toEqual([undefined, 1, 1, 0]);
    expect(other.queues).toEqual([{ queue: 6, created: 4 }]);
    expect([3, 4, 5, 8].map((step) => other.messagesAt(6, step))).toEqual([undefined, 0, 1, undefined]);
    expect(other.semaphores.map(({ semaphore, created, value }) => [semaphore, created, ...value])).toEqual([
      [4, 1, 1, 0],
    ]);
    expect(other.pipes).toEqual([{ ...FIRST, pipe: 5, created: 4, readDescriptor: 3, writeDescriptor: 4 }]);
    expect(other.processes[0]!.threads).toEqual([
      { ...FIRST, created: 0, ended: 9 },
      { process: 0, thread: 1, created: 5, ended: 8, joined: 8 },
    ]);
    expect(other.processes[0]).toMatchObject({ pid: 77, ended: { step: 9, status: { kind: 'signal', signal: 15 } } });
    expect(other.stateAt({ process: 0, thread: 1 }, 7)).toEqual({ kind: 'running' });
    expect(other.stateAt({ process: 0, thread: 1 }, 8)).toEqual({ kind: 'ended', status: undefined, since: 8 });
    expect(other.events.at(7)).toMatchObject({ kind: 'signal-delivered', signal: 15, action: SignalAction.handled });
  });

  it('splits a mapping of which the middle is unmapped', () => {
    const { system: other } = surveyOf((builder) => {
      builder.system(SystemEvent.segmentAttached, { a: 1, b: 4096, c: 12288, step: 1 });
      builder.system(SystemEvent.segmentDetached, { a: 1, b: 8192, c: 4096, step: 2 });
    });
    expect(
      other.segments[0]!.attachments.map(({ address, bytes, offset, from, to }) => [address, bytes, offset, from, to]),
    ).toEqual([
      [4096, 12288, 0, 1, 2],
      [4096, 4096, 0, 2, Infinity],
      [12288, 4096, 8192, 2, Infinity],
    ]);
  });

  it('survives what cannot be', () => {
    const other = surveyOf((builder) => {
      builder.system(SystemEvent.processCreated, { a: 0xffffffff, b: 1, step: 1 });
      builder.system(SystemEvent.processCreated, { a: 0, b: 1, step: 1 });
      builder.system(200, { step: 1 });
      builder.system(SystemEvent.reaped, { a: 99, step: 2 });
      builder.system(SystemEvent.segmentDetached, { a: 99, step: 2 });
      builder.processIs(0x7ffffff, 0xffffffff);
      builder.system(SystemEvent.exited, { step: 1 });
      builder.free(AllocationOp.free, 5, ADDRESS, 0, 1);
    }, 1000);
    expect(other.contradictions).toBe(3);
    expect(other.system.stateAt(FIRST, 2).kind).toBe('ended');
    expect(other.system.events.count).toBe(5);
  });
});

describe('blocks of forked processes', () => {
  const survey = surveyOf((builder) => {
    for (const id of [1, 2, 3]) builder.allocate(AllocationOp.malloc, id, ADDRESS * id, 10 * id, 0, id);
    builder.free(AllocationOp.free, 1, ADDRESS, 0, 4);
    builder.system(SystemEvent.processCreated, { a: 1, b: 1001, c: 1000, step: 5 });
    builder.processIs(1);
    builder.free(AllocationOp.free, 2, ADDRESS * 2, 7, 6);
    builder.allocate(AllocationOp.malloc, 4, ADDRESS * 4, 40, 0, 7);
    builder.system(SystemEvent.processCreated, { a: 2, b: 1002, c: 1001, step: 8 });
    builder.processIs(2);
    builder.free(AllocationOp.free, 3, ADDRESS * 3, 0, 9);
    builder.free(AllocationOp.free, 4, ADDRESS * 4, 0, 9);
    builder.processIs(0);
    builder.free(AllocationOp.free, 2, ADDRESS * 2, 0, 10);
    builder.finding(FindingKind.doubleFree, {
      address: ADDRESS * 3,
      size: 0,
      flags: 0,
      block: 3,
      stack: 0,
      site: 0,
      step: 11,
    });
    builder.processIs(2);
    builder.finding(FindingKind.doubleFree, {
      address: ADDRESS * 3,
      size: 0,
      flags: 0,
      block: 3,
      stack: 0,
      site: 0,
      step: 12,
    });
  });

  it('are live or freed in each on their own', () => {
    expect(survey.contradictions).toBe(0);
    expect([3, 5, 10].map((step) => survey.liveAt(step))).toEqual([[1, 2, 3], [2, 3], [3]]);
    expect([5, 6, 7, 10].map((step) => survey.liveAt(step, 1))).toEqual([[2, 3], [3], [3, 4], [3, 4]]);
    expect([8, 9].map((step) => survey.liveAt(step, 2))).toEqual([[3, 4], []]);
  });

  it('are counted once for the system, and for each process as it had them', () => {
    expect(survey.totals).toMatchObject({ count: 4, frees: 2, bytes: 100 });
    expect([0, 1, 2].map((process) => survey.allocationsOf(process).events.length)).toEqual([5, 6, 8]);
    expect([...survey.owners]).toEqual([0, 0, 0, 0, 1]);
    expect([...survey.allocationsOf(1).events]).toEqual([1, 2, 3, -1, -2, 4]);
    expect(survey.allocationsOf(1).freeStack[2]).toBe(7);
  });

  it('name in a finding the free of the same process', () => {
    const [first, second] = resolveFindings(survey);
    expect(first).toMatchObject({ process: 0, allocated: { step: 3 } });
    expect(first).not.toHaveProperty('freed');
    expect(second).toMatchObject({ process: 2, freed: { step: 9 } });
  });

  it('cannot be freed twice, nor by a process that never had them', () => {
    const { contradictions } = surveyOf((builder) => {
      builder.allocate(AllocationOp.malloc, 1, ADDRESS, 10, 0, 1);
      builder.system(SystemEvent.processCreated, { a: 1, step: 5 });
      builder.allocate(AllocationOp.malloc, 2, ADDRESS * 2, 10, 0, 6);
      builder.processIs(1);
      builder.free(AllocationOp.free, 1, ADDRESS, 0, 7);
      builder.free(AllocationOp.free, 1, ADDRESS, 0, 8);
      builder.free(AllocationOp.free, 2, ADDRESS * 2, 0, 8);
      builder.processIs(9);
      builder.free(AllocationOp.free, 1, ADDRESS, 0, 8);
    });
    expect(contradictions).toBe(3);
  });
});
