/** A program can't tell that it is recorded: what it prints and how it ends is as without, whatever it forbids itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AllocateEvent, LostEvent, NativeEvent } from '../../src/native/events.ts';
import { Loss } from '../../src/native/stream.ts';
import { compileProgram, obstacle, removePrograms } from './programs.ts';
import { run, trace } from './trace.ts';

/** How many allocations each process and thread had. */
function tasksOf(events: readonly NativeEvent[]): number[] {
  const counts = new Map<string, number>();
  for (const { task } of events.filter(({ type }) => type === 'allocate') as AllocateEvent[])
    counts.set(`${task.process} ${task.thread}`, (counts.get(`${task.process} ${task.thread}`) ?? 0) + 1);
  return [...counts.values()].filter((count) => count >= 2 * 1999);
}

const lossesOf = (events: readonly NativeEvent[]): number[] =>
  (events.filter(({ type }) => type === 'lost') as LostEvent[]).map(({ loss }) => loss);

describe.skipIf(obstacle)(`what a program notices${obstacle ? ` (${obstacle})` : ''}`, () => {
  let program: string;
  beforeAll(() => {
    program = compileProgram('guest');
  });
  afterAll(removePrograms);

  /** Runs it alone and recorded, and gives what was recorded. */
  async function asAlone(kind: string, status: number): Promise<readonly NativeEvent[]> {
    const alone = await run([program, kind], {});
    expect(alone).toMatchObject({ status, signal: null });
    const { events, unrecorded: _, ...recorded } = await trace([program, kind]);
    expect(recorded).toEqual(alone);
    return events;
  }

  it('finds neither the library nor its directory in its environment, nor do its children', async () => {
    expect((await asAlone('environment', 0)).length).toBeGreaterThan(0);
  });

  it('keeps what else is preloaded', async () => {
    const other = 'libpthread.so.0';
    const { stdout } = await trace([program, 'environment'], { preload: [other] });
    expect(stdout).toContain(`\n${other}\n`);
    expect(stdout.match(/^LD_PRELOAD=.*$/gm)).toEqual([`LD_PRELOAD=${other}`, `LD_PRELOAD=${other}`]);
    expect(stdout).not.toContain('HEAPSCOPE');
  });

  it.each([
    ['descriptors', 'sees no descriptor of it, and may close them all'],
    ['umask', 'lets nobody read its files, but the recording is read'],
    ['errno', 'finds errno as it left it'],
    ['files of 200 kB', 'may write only small files: rings are smaller'],
  ])('%s: it %s', async (kind) => {
    const events = await asAlone(kind, 5);
    expect(lossesOf(events)).toEqual([]);
    expect(tasksOf(events)).toHaveLength(kind === 'errno' ? 3 : 2);
  });

  it.each([
    ['files of 1 kB', Loss.diskFull],
    ['no more files', Loss.noMemory],
    ['user', Loss.unreachable],
    ['root', Loss.unreachable],
  ])('%s: no ring can be made for a new thread; recording stops, and the program goes on', async (kind, loss) => {
    if (process.getuid?.() !== 0 && loss === Loss.unreachable) return;
    expect(lossesOf(await asAlone(kind, 5))).toEqual([loss]);
  });

  it('children that can make no files are counted, and the program itself is recorded', async () => {
    expect(lossesOf(await asAlone('children without files', 5))).toEqual([]);
    const { events, unrecorded } = await trace([program, 'children without files']);
    expect(unrecorded).toBe(2);
    expect(tasksOf(events)).toHaveLength(1);
  });

  it('may forbid itself the system calls that the recorder needs: recording stops before', async () => {
    expect(lossesOf(await asAlone('seccomp', 8))).toEqual([Loss.confined]);
  });

  it('quick_exit: its handlers run, and the end is recorded', async () => {
    const events = await asAlone('quick_exit', 9);
    expect(events.at(-1)).toMatchObject({ type: 'exit', status: 9 });
  });
});
