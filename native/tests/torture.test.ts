/** Threads, signals, forks, loading and recursion: nothing is lost, nothing is told twice, and the program notices nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AllocateEvent, FreeEvent, LostEvent, NativeEvent } from '../../src/native/events.ts';
import { ControlOption, Loss } from '../../src/native/stream.ts';
import { compileProgram, obstacle, removePrograms } from './programs.ts';
import { trace } from './trace.ts';

const count = (events: readonly NativeEvent[], type: NativeEvent['type']): number =>
  events.filter((event) => event.type === type).length;

/** What is live at the end in each process; throws where a block appears over another, or one is freed that isn't live. */
function liveAtEnd(events: readonly NativeEvent[]): Map<number, Map<number, number>> {
  const live = new Map<number, Map<number, number>>();
  for (const event of events) {
    if (event.type === 'image') live.set(event.process, new Map(event.start === 1 ? live.get(event.parent!) : []));
    if (event.type === 'allocate') allocate(event);
    if (event.type === 'free') free(event);
  }
  return live;

  function allocate({ task, address, size }: AllocateEvent): void {
    const blocks = live.get(task.process)!;
    if (blocks.has(address)) throw new Error(`a block over another at ${address.toString(16)}`);
    if (address !== 0) blocks.set(address, size);
  }

  function free({ task, address }: FreeEvent): void {
    if (!live.get(task.process)!.delete(address)) throw new Error(`a free of nothing at ${address.toString(16)}`);
  }
}

describe.skipIf(obstacle)(`what is hard${obstacle ? ` (${obstacle})` : ''}`, () => {
  let program: string;
  let plugin: string;
  let bump: string;
  beforeAll(() => {
    program = compileProgram('torture', ['-O1']);
    plugin = compileProgram('plugin', ['-shared', '-fPIC']);
    bump = compileProgram('bump', ['-shared', '-fPIC']);
  });
  afterAll(removePrograms);

  it('16 threads hand blocks on to each other', async () => {
    const { events, status } = await trace([program, 'threads']);
    expect(status).toBe(0);
    const sizes = [...liveAtEnd(events).get(0)!.values()];
    // The loader's, of stacks that glibc keeps; no leak.
    expect(sizes.every((size) => size < 400)).toBe(true);
    expect(sizes.length).toBeLessThanOrEqual(16);
    expect(count(events, 'allocate')).toBe(16 * 3000 + 16);
    expect(count(events, 'threadEnds')).toBe(16);
    expect(count(events, 'leak')).toBe(0);
  });

  it('threads fork while others allocate', async () => {
    const { events, status } = await trace([program, 'forks']);
    expect(status).toBe(0);
    liveAtEnd(events);
    expect(count(events, 'image')).toBe(1 + 16 * 3);
    expect(events.filter((event) => event.type === 'allocate' && event.size === 1234)).toHaveLength(16 * 3);
    expect(count(events, 'misuse')).toBe(0);
  });

  it('a signal interrupts the recorder itself', async () => {
    // In rings that hold all: while it waited for a slow reader, more signals would come than are kept.
    const { events, status } = await trace([program, 'signals'], { preload: [bump], control: { ringBytes: 2 ** 22 } });
    expect(status).toBe(0);
    liveAtEnd(events);
    const inHandler = events.filter((event) => event.type === 'allocate' && event.size === 77);
    expect(inHandler.length).toBeGreaterThan(5);
    expect(count(events, 'misuse') + count(events, 'lost')).toBe(0);
  });

  it('a library is loaded and unloaded 300 times', async () => {
    const { events, status } = await trace([program, 'loads', plugin]);
    expect(status).toBe(0);
    const paths = new Map(events.flatMap((event) => (event.type === 'module' ? [[event.module, event.path]] : [])));
    const callers = new Map(events.flatMap((event) => (event.type === 'stack' ? [[event.stack, event.module]] : [])));
    const made = events.filter((event) => event.type === 'allocate' && event.size <= 300) as AllocateEvent[];
    const fromPlugin = made.filter(({ stack }) => paths.get(callers.get(stack)!) === plugin);
    expect(fromPlugin.map(({ size }) => size)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    expect(count(events, 'moduleGone')).toBe(300);
  });

  it('destructors of threads free what is theirs', async () => {
    const { events, status } = await trace([program, 'destructors']);
    expect(status).toBe(0);
    const mine = events.filter((event) => event.type === 'allocate' && event.size === 88) as AllocateEvent[];
    expect(mine).toHaveLength(16);
    expect(new Set(mine.map(({ task }) => task.thread)).size).toBe(16);
    expect([...liveAtEnd(events).get(0)!.values()]).not.toContain(88);
  });

  it('follows 100,000 levels of recursion as far as it says, with an event at each', async () => {
    const { events, status } = await trace([program, 'deep']);
    expect(status).toBe(0);
    const levels = events.filter((event) => event.type === 'allocate' && event.size === 24);
    expect(levels).toHaveLength(100_001);
    const losses = events.filter(({ type }) => type === 'lost') as LostEvent[];
    expect(losses.map(({ loss }) => loss)).toEqual([Loss.deepStack]);
    // The same 256 innermost frames again and again.
    expect(count(events, 'stack')).toBeLessThan(3000);
  });

  it('stops where it is told to, and the program goes on', async () => {
    // It waits at its first event until somebody has looked.
    const { events, status, signal } = await trace([program, 'threads'], {
      control: { paused: 1 },
      drive: (control, seen) => {
        if (seen.length > 0) control.tell('stop', Loss.diskFull);
      },
    });
    expect([status, signal]).toEqual([0, null]);
    const losses = events.filter(({ type }) => type === 'lost') as LostEvent[];
    expect(losses).toMatchObject([{ loss: Loss.diskFull }]);
    expect(count(events, 'exit')).toBe(0);
  });

  it('goes on alone when nobody reads', async () => {
    // No process has this number: Linux gives none above 2^22.
    const { status } = await trace([program, 'deep'], {
      control: { drainer: 2 ** 22 + 1, ringBytes: 65536, options: ControlOption.noScan },
      drain: false,
    });
    expect(status).toBe(0);
  });

  it('waits for each step while it is paused', async () => {
    const steps: number[] = [];
    const { events, status } = await trace([program, 'destructors'], {
      control: { paused: 1 },
      drive: (control, seen) => {
        const happened = count(seen, 'allocate') + count(seen, 'free');
        if (control.told('steps') > 0) return;
        if (steps.length > 0 && happened < steps.length) return;
        if (happened >= 10) control.tell('paused', 0);
        else steps.push(happened);
        if (happened < 10) control.tell('steps', 1);
      },
    });
    expect(status).toBe(0);
    expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(count(events, 'allocate')).toBeGreaterThanOrEqual(32);
  });
});
