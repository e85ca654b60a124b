/** Columns of what the system did -> the lives of processes, threads, segments, semaphores, queues and pipes. */
import { SystemEvent } from '../trace/records.ts';
import { stepOf } from '../trace/walk-records.ts';
import type { ProcessId, StepIndex, ThreadId } from '../util/units.ts';
import { firstAbove } from './columns.ts';
import { exitStatus } from './kernel-event.ts';
import { SegmentLives } from './segment-lives.ts';
import type { PipeLife, ProcessLife, SemaphoreLife, SystemSurvey, TaskRef, TaskState, ThreadLife } from './system.ts';
import { kernelEvents, type SystemColumns } from './system-log.ts';
import { NO_EVENT, StateCode, TaskStates } from './task-states.ts';

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
type DraftProcess = Writable<Omit<ProcessLife, 'threads'>> & { readonly threads: Writable<ThreadLife>[] };

export function makeSystemSurvey(columns: SystemColumns): SystemSurvey {
  const lives = new Lives(columns);
  const states = new TaskStates(columns);
  const { schedule } = columns;
  const events = kernelEvents(columns);
  const waitOf = (event: number): TaskState & { kind: 'blocked' } => {
    const blocked = events.at(event);
    if (blocked.kind !== 'block') throw new Error('a task is blocked by something else');
    return { kind: 'blocked', wait: blocked.wait, since: blocked.step };
  };
  const endedState = (process: ProcessId, since: StepIndex, step: StepIndex): TaskState => {
    const life = lives.processes.get(process);
    // A thread may end long before its process does.
    if (!life?.ended || life.ended.step > step) return { kind: 'ended', status: undefined, since };
    const isZombie = life.isZombie && (life.reaped === undefined || life.reaped > step);
    return { kind: isZombie ? 'zombie' : 'ended', status: life.ended.status, since };
  };
  return {
    processes: [...lives.processes.values()].sort((a, b) => a.process - b.process),
    segments: lives.segments.all(),
    semaphores: lives.semaphoreLives(),
    queues: [...lives.queues].sort(([a], [b]) => a - b).map(([queue, { step }]) => ({ queue, created: step[0]! })),
    pipes: lives.pipes,
    events,
    schedule,
    process: (process) => lives.processes.get(process),
    segment: (segment) => lives.segments.get(segment),
    taskAt(step) {
      const turn = firstAbove(schedule.count, (index) => schedule.first[index]!, step) - 1;
      return schedule.tasks[schedule.task[Math.max(0, turn)]!]!;
    },
    stateAt(task, step) {
      const entry = states.at(task, step);
      if (!entry) return { kind: 'unborn' };
      if (entry.code === StateCode.blocked) return waitOf(entry.event);
      if (entry.code === StateCode.ended) return endedState(task.process, entry.since, step);
      return entry.code === StateCode.running
        ? { kind: 'running' }
        : { kind: 'ready', isPreempted: entry.event === NO_EVENT };
    },
    eachSpan(task, visit) {
      states.eachSpan(task, (code, from, to) => {
        if (code !== StateCode.ended) return visit(SPAN_KINDS[code], from, to);
        const life = lives.processes.get(task.process);
        const reaped = life?.isZombie === true ? (life.reaped ?? Infinity) : from;
        if (reaped > from) visit('zombie', from, reaped);
        if (reaped < to) visit('ended', reaped, to);
      });
    },
    semaphoreAt: (semaphore, step) => valueAt(lives.semaphores.get(semaphore), step),
    messagesAt(queue, step) {
      const messages = valueAt(lives.queues.get(queue), step);
      return messages === undefined || messages < 0 ? undefined : messages;
    },
    clockAt: (step) => valueAt(lives.clock, step) ?? 0,
  };
}

const SPAN_KINDS = {
  [StateCode.ready]: 'ready',
  [StateCode.running]: 'running',
  [StateCode.blocked]: 'blocked',
} as const;

/** A number that changes over time. */
interface Track {
  readonly step: number[];
  readonly value: number[];
}

function valueAt(track: Track | undefined, step: StepIndex): number | undefined {
  return track?.value[firstAbove(track.step.length, (index) => track.step[index]!, step) - 1];
}

function follow(tracks: Map<number, Track>, id: number, value: number, step: StepIndex): void {
  let track = tracks.get(id);
  if (!track) tracks.set(id, (track = { step: [], value: [] }));
  track.step.push(step);
  track.value.push(value);
}

class Lives {
  readonly processes = new Map<ProcessId, DraftProcess>();
  readonly segments = new SegmentLives();
  readonly semaphores = new Map<number, Track>();
  readonly queues = new Map<number, Track>();
  readonly pipes: PipeLife[] = [];
  readonly clock: Track = { step: [], value: [] };

  constructor({ event, words, step, task, table, count, schedule, names }: SystemColumns) {
    const started = schedule.tasks[schedule.task[0]!]!;
    this.#process(started.process, 0, undefined);
    for (let index = 0; index < count; index++) {
      const doer = table.tasks[task[index]!]!;
      const [a, b, c] = [words[index * 3]!, words[index * 3 + 1]!, words[index * 3 + 2]!];
      this.#process(doer.process, step[index]!, undefined);
      this.#follow(event[index]!, doer, step[index]!, a, b, c);
    }
    for (const { process, thread } of table.tasks) this.#thread(this.#process(process, 0, undefined), thread, 0);
    for (const [index, name] of names) {
      const { process, thread } = table.tasks[index]!;
      this.#thread(this.#process(process, 0, undefined), thread, 0).name = name;
    }
    for (const life of this.processes.values()) life.threads.sort((one, other) => one.thread - other.thread);
  }

  semaphoreLives(): SemaphoreLife[] {
    return [...this.semaphores]
      .sort(([a], [b]) => a - b)
      .map(([semaphore, { step, value }]) => ({
        semaphore,
        created: step[0]!,
        step: Float64Array.from(step),
        value: Int32Array.from(value),
      }));
  }

  #follow(event: number, doer: TaskRef, step: StepIndex, a: number, b: number, c: number): void {
    const life = this.processes.get(doer.process)!;
    switch (event) {
      case SystemEvent.processCreated:
        life.pid = c;
        this.#fork(life, a, b, step);
        break;
      case SystemEvent.exited:
        this.#exit(life, a, b, c === 1, step);
        break;
      case SystemEvent.reaped: {
        const child = this.processes.get(a);
        if (child) child.reaped ??= step;
        break;
      }
      case SystemEvent.orphaned: {
        const orphan = this.processes.get(a);
        if (orphan) orphan.orphaned ??= step;
        break;
      }
      case SystemEvent.threadCreated:
        this.#thread(life, a, step);
        break;
      case SystemEvent.threadExited:
        this.#thread(life, doer.thread, step).ended ??= step;
        break;
      case SystemEvent.threadJoined:
        this.#thread(life, a, step).joined ??= step;
        break;
      case SystemEvent.semaphoreChanged:
        follow(this.semaphores, a, b | 0, step);
        break;
      case SystemEvent.queueChanged:
        follow(this.queues, a, b | 0, step);
        break;
      case SystemEvent.clockAdvanced:
        this.clock.step.push(step);
        this.clock.value.push(stepOf(a, b));
        break;
      case SystemEvent.pipeCreated:
        this.pipes.push({ ...doer, pipe: a, created: step, readDescriptor: b, writeDescriptor: c });
        break;
      default:
        this.segments.follow(event, doer.process, step, a, b, c);
    }
  }

  #process(process: ProcessId, created: StepIndex, parent: ProcessId | undefined): DraftProcess {
    let life = this.processes.get(process);
    if (!life) {
      life = { process, pid: 0, parent, created, threads: [], isZombie: false };
      this.#thread(life, 0, created);
      this.processes.set(process, life);
    }
    return life;
  }

  #thread(life: DraftProcess, thread: ThreadId, created: StepIndex): Writable<ThreadLife> {
    const known = life.threads.find((each) => each.thread === thread);
    if (known) return known;
    const made: Writable<ThreadLife> = { process: life.process, thread, created };
    life.threads.push(made);
    return made;
  }

  #fork(parent: DraftProcess, index: ProcessId, pid: number, step: StepIndex): void {
    if (this.processes.has(index)) return;
    this.#process(index, step, parent.process).pid = pid;
    this.segments.fork(parent.process, index, step);
  }

  #exit(life: DraftProcess, status: number, pid: number, isZombie: boolean, step: StepIndex): void {
    if (life.ended) return;
    life.pid = pid;
    life.ended = { step, status: exitStatus(status) };
    life.isZombie = isZombie;
    for (const thread of life.threads) thread.ended ??= step;
    this.segments.exit(life.process, step);
  }
}
