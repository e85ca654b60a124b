/** Processes: who starts whom, and what is still there of those that end badly. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AllocateEvent, CallEvent, ImageEvent, NativeEvent, SharedBytesEvent } from '../../src/native/events.ts';
import { ControlOption, ImageStart, NativeCall } from '../../src/native/stream.ts';
import { compileProgram, obstacle, removePrograms } from './programs.ts';
import { run, trace } from './trace.ts';

const imagesIn = (events: readonly NativeEvent[]) => events.filter(({ type }) => type === 'image') as ImageEvent[];

/** Sizes that each process allocated, as far as they are a program's own. */
function sizesOf(events: readonly NativeEvent[], process: number): number[] {
  const allocations = events.filter(({ type }) => type === 'allocate') as AllocateEvent[];
  return allocations.filter(({ task, size }) => task.process === process && size < 100).map(({ size }) => size);
}

const followed = { control: { options: ControlOption.followExec } };

describe.skipIf(obstacle)(`processes${obstacle ? ` (${obstacle})` : ''}`, () => {
  let program: string;
  let letters: string;
  beforeAll(() => {
    program = compileProgram('processes');
    letters = compileProgram('letters');
  });
  afterAll(removePrograms);

  it('a forked child starts clean, with the stacks and the blocks of its parent', async () => {
    const { events, status } = await trace([program, 'fork']);
    expect(status).toBe(6);
    expect(imagesIn(events).map(({ process, parent, start }) => [process, parent, start])).toEqual([
      [0, undefined, ImageStart.first],
      [1, 0, ImageStart.fork],
      [2, 1, ImageStart.fork],
    ]);
    expect([0, 1, 2].map((process) => sizesOf(events, process))).toEqual([[10], [21], [31]]);
    const ends = events.filter(({ type }) => type === 'exit') as { status: number }[];
    expect(ends.map((end) => end.status).sort()).toEqual([5, 6, 6]);
    expect(events.filter(({ type }) => type === 'free' || type === 'misuse')).toHaveLength(4);
  });

  it('notices a fork that libc knows nothing of', async () => {
    const { events, status } = await trace([program, 'raw']);
    expect(status).toBe(3);
    expect([0, 1].map((process) => sizesOf(events, process))).toEqual([[11], [22]]);
  });

  it.each([
    ['exec', [0, 0], [[41, 61]]],
    ['vfork', [0, 1], [[51], [61]]],
    ['spawn', [0, 1], [[], [61]]],
  ])('%s: what is executed is recorded only if that is wanted', async (kind, processes, sizes) => {
    const { events, status } = await trace([program, kind], followed);
    expect(status).toBe(6);
    expect(imagesIn(events).map(({ process }) => process)).toEqual(processes);
    expect(sizes.map((_, process) => sizesOf(events, process))).toEqual(sizes);
    const alone = await trace([program, kind]);
    expect(alone.status).toBe(6);
    expect(imagesIn(alone.events)).toHaveLength(1);
  });

  it('system() does not end in the recording unless it is followed', async () => {
    expect(imagesIn((await trace([program, 'system'])).events)).toHaveLength(1);
    const { events, status } = await trace([program, 'system'], followed);
    expect(status).toBe(4);
    expect(imagesIn(events).map(({ process, parent }) => [process, parent])).toEqual([
      [0, undefined],
      [1, 0],
    ]);
  });

  it.each([
    ['killed', 'SIGKILL'],
    ['aborted', 'SIGABRT'],
    ['crashed', 'SIGSEGV'],
  ])('%s: the recording is there up to the last event', async (kind, signal) => {
    const ended = await trace([program, kind]);
    expect(ended.signal).toBe(signal);
    expect(sizesOf(ended.events, 0)).toEqual([71]);
    expect(ended.events.filter(({ type }) => type === 'free')).toHaveLength(1);
  });

  it.for(['mmap', 'sysv', 'posix'])('%s: each letter in shared memory is seen', async (kind, { skip }) => {
    const alone = await run([letters, kind], {});
    if (alone.status !== 0) skip('there is no such memory here: the program fails alone as well');
    const { events, status, stdout } = await trace([letters, kind]);
    expect([status, stdout]).toEqual([0, 'a\nab\nabc\n']);
    const changes = events.filter(({ type }) => type === 'sharedBytes') as SharedBytesEvent[];
    for (const process of [0, 1]) {
      const text = changes.filter(({ task }) => task.process === process).flatMap(({ bytes }) => [...bytes]);
      const seen = String.fromCharCode(...text).replaceAll(/[^a-c]/g, '');
      expect(seen).toBe('abc');
    }
    const calls = (events.filter(({ type }) => type === 'call') as CallEvent[]).map(({ call }) => call);
    expect(calls.filter((call) => call === NativeCall.sem_post)).toHaveLength(6);
    const shares = { mmap: NativeCall.mmap, sysv: NativeCall.shmat, posix: NativeCall.shm_open };
    expect(calls).toContain(shares[kind as keyof typeof shares]);
  });
});
