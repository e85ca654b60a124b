/** Calls of native programs, as the system's events. */
import { describe, expect, it } from 'vitest';
import { GrowingSurvey } from '../replay/growing-survey.ts';
import type { RunSurvey } from '../replay/run-survey.ts';
import { AllocationOp } from '../trace/records.ts';
import { NO_SYMBOLS } from '../trace/symbols.ts';
import { EventRecorder } from './event-recorder.ts';
import type { Task } from './events.ts';
import { ImageStart, NativeCall } from './stream.ts';

const MAIN: Task = { process: 0, thread: 0, image: 0 };
const CHILD: Task = { process: 1, thread: 0, image: 1 };
const AT = 0x7f00_0000_0000;
const READ_WRITE = 3;
const SHARED = 1;

class Told {
  readonly recorder = new EventRecorder();

  constructor() {
    this.start(0, ImageStart.first);
  }

  start(process: number, start: ImageStart, parent?: number): void {
    const names = { path: '/p', arguments: [], time: 0 };
    this.recorder.event({ type: 'image', image: process, process, pid: 100 + process, start, parent, ...names });
  }

  call(task: Task, call: NativeCall, words: readonly number[], result = 0, text = ''): void {
    const at = { task, time: 0, stack: 0, errno: 0 };
    this.recorder.event({ type: 'call', call, ...at, result, arguments: words, text });
  }

  begins(task: Task, call: NativeCall, words: readonly number[]): void {
    this.recorder.event({ type: 'callBegins', call, task, time: 0, stack: 0, arguments: words });
  }

  map(task: Task, address: number, inode: number, bytes = 4096): void {
    this.call(task, NativeCall.mmap, [0, bytes, READ_WRITE, SHARED, 3, 0, 5, inode], address);
  }

  survey(): RunSurvey {
    this.recorder.finish(0);
    const growing = new GrowingSurvey();
    for (const chunk of this.recorder.chunks(true)) growing.add(chunk);
    const survey = growing.survey(NO_SYMBOLS, this.recorder.step);
    expect(survey.contradictions).toBe(0);
    return survey;
  }
}

const allEvents = ({ system: { events: all }, steps }: RunSurvey) =>
  Array.from({ length: all.countBefore(steps) }, (_, index) => all.at(index));

const events = (survey: RunSurvey): string[] => allEvents(survey).map(({ kind }) => kind);

/** Process, semaphore, its value, and that before. */
const changes = (survey: RunSurvey): (number | undefined)[][] =>
  allEvents(survey).flatMap((event) =>
    event.kind === 'semaphore' ? [[event.process, event.semaphore, event.value, event.before]] : [],
  );

describe('segments', () => {
  it('are one for all who map the same file', () => {
    const told = new Told();
    told.start(1, ImageStart.first);
    told.map(MAIN, AT, 77);
    told.map(CHILD, AT + 0x10000, 77);
    told.map(CHILD, AT + 0x20000, 78);
    const { segments } = told.survey().system;
    expect(segments.map(({ attachments }) => attachments.map(({ process, address }) => [process, address]))).toEqual([
      [
        [0, AT],
        [1, AT + 0x10000],
      ],
      [[1, AT + 0x20000]],
    ]);
  });

  it('of shm_open are removed by name, and a new one of that name is another', () => {
    const told = new Told();
    const open = (): void => told.call(MAIN, NativeCall.shm_open, [0, 0], 3, '/s');
    open();
    told.map(MAIN, AT, 77);
    told.call(MAIN, NativeCall.shm_unlink, [], 0, '/s');
    open();
    told.map(MAIN, AT + 0x10000, 77);
    const { segments } = told.survey().system;
    expect(segments).toHaveLength(2);
    expect(segments.map(({ removed }) => removed !== undefined)).toEqual([true, false]);
  });

  it('move with mremap', () => {
    const told = new Told();
    told.map(MAIN, AT, 77);
    told.call(MAIN, NativeCall.mremap, [AT, 4096, 8192, 1], AT + 0x10000);
    told.call(MAIN, NativeCall.munmap, [AT + 0x10000, 8192]);
    const [segment, ...others] = told.survey().system.segments;
    expect(others).toEqual([]);
    expect(segment!.attachments.map(({ address, bytes, to }) => [address, bytes, Number.isFinite(to)])).toEqual([
      [AT, 4096, true],
      [AT + 0x10000, 8192, true],
    ]);
  });
});

describe('semaphores', () => {
  it('are the same by name and through a segment, and have the values that were seen', () => {
    const told = new Told();
    told.map(MAIN, AT, 77);
    told.call(MAIN, NativeCall.sem_init, [AT + 64, 1, 1]);
    told.call(MAIN, NativeCall.sem_open, [0o100, 4], 0x1000, '/name');
    told.start(1, ImageStart.fork, 0);
    told.begins(CHILD, NativeCall.sem_wait, [AT + 64]);
    told.call(CHILD, NativeCall.sem_wait, [AT + 64, 0]);
    told.call(CHILD, NativeCall.sem_post, [0x1000, 5]);
    told.call(MAIN, NativeCall.sem_wait, [0x1000, 4]);
    told.call(MAIN, NativeCall.sem_post, [AT + 64, -1]);
    // The segment is object 1, then come the two semaphores. A value that nobody could read is not made up.
    expect(changes(told.survey())).toEqual([
      [0, 2, 1, undefined],
      [0, 3, 4, undefined],
      [1, 2, 0, 1],
      [1, 3, 5, 4],
      [0, 3, 4, 5],
    ]);
  });

  it('of System V are changed by each operation, and waited for', () => {
    const told = new Told();
    told.call(MAIN, NativeCall.semctl, [9, 0, 16, 2]);
    told.begins(MAIN, NativeCall.semop, [9, 0, -1, 0, -1, 1, 1, 0, -1]);
    told.call(MAIN, NativeCall.semop, [9, 0, -1, 0, 1, 1, 1, 0, 1]);
    // A number that is only added waits for nobody.
    told.begins(MAIN, NativeCall.semop, [9, 0, 3, 0, -1]);
    const found = events(told.survey()).filter((kind) => kind !== 'exit');
    expect(found).toEqual([...['semaphore', 'block', 'wake', 'semaphore', 'semaphore']]);
  });
});

it('who calls vfork waits until it does something', () => {
  const told = new Told();
  told.begins(MAIN, NativeCall.vfork, []);
  told.recorder.allocate(MAIN, AllocationOp.malloc, 0x1000, 8, 0);
  told.recorder.allocate(MAIN, AllocationOp.malloc, 0x2000, 8, 0);
  const found = events(told.survey()).filter((kind) => kind !== 'exit');
  expect(found).toEqual(['block', 'wake']);
});
