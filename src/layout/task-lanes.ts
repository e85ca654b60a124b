/**
 * A lane for each task in the timeline: when it ran, waited or had ended, and marks where the system did something.
 *
 *     A    ==========|fork......waits for B......=====
 *     B              \====~~~sleeps~~~=====|exit
 */
import type { KernelEvent, SystemSurvey, TaskRef, TaskState } from '../replay/system.ts';
import type { StepIndex } from '../util/units.ts';
import { stepToX, wholeRange, type StepRange } from './step-range.ts';

export type LaneState = Exclude<TaskState['kind'], 'unborn' | 'ended'>;

/** A stretch of a lane, in pixels from the left. Where a task does several things within a pixel, running wins. */
export interface LaneStretch {
  readonly state: LaneState;
  readonly x: number;
  readonly width: number;
}

export type LaneMarkKind =
  'fork' | 'exit' | 'wait' | 'sleep' | 'signal' | 'semaphore' | 'pipe' | 'segment' | 'thread' | 'zombie';

export interface LaneMark {
  /** The most telling of `kinds`. */
  readonly kind: LaneMarkKind;
  readonly x: number;
  /** All that fall together here. */
  readonly kinds: readonly LaneMarkKind[];
  /** How many events fall together here. */
  readonly count: number;
  /** Of the first of them. */
  readonly step: StepIndex;
}

export interface TaskLane {
  readonly task: TaskRef;
  /** What the program calls it, where that is known. */
  readonly name?: string;
  readonly y: number;
  readonly stretches: readonly LaneStretch[];
  readonly marks: readonly LaneMark[];
}

/** From the lane of the task that made it to the lane of the new one. */
export interface LaneLink {
  readonly x: number;
  readonly fromY: number;
  readonly toY: number;
}

export interface TaskLanes {
  readonly lanes: readonly TaskLane[];
  readonly links: readonly LaneLink[];
  readonly height: number;
}

export interface LaneMetrics {
  readonly width: number;
  readonly laneHeight: number;
  /** Marks closer than this are one. */
  readonly spacing: number;
  /** The part of the run that is shown; absent: all of it. */
  readonly range?: StepRange;
}

export function layoutTaskLanes(system: SystemSurvey, steps: StepIndex, metrics: LaneMetrics): TaskLanes {
  const { width, laneHeight, spacing, range = wholeRange(steps) } = metrics;
  const toX = stepToX(range, width);
  const x = (step: StepIndex): number => toX(Math.min(step, steps));
  const tasks = system.processes.flatMap(({ threads }) => threads);
  const marks = markEvents(system, x, { width, spacing });
  const y = (index: number): number => (index + 0.5) * laneHeight;
  const lanes = tasks.map((task, index) => ({
    task: { process: task.process, thread: task.thread },
    ...(task.name !== undefined && { name: task.name }),
    y: y(index),
    stretches: stretchesOf(system, task, x, steps, width),
    marks: marks.get(keyOf(task))?.marks ?? [],
  }));
  const links = tasks.flatMap((task, index): LaneLink[] => {
    const maker = makerOf(system, task);
    const from = maker && tasks.findIndex((each) => keyOf(each) === keyOf(maker));
    if (from === undefined || from < 0) return [];
    return isInSight(x(task.created), width) ? [{ x: x(task.created), fromY: y(from), toY: y(index) }] : [];
  });
  return { lanes, links, height: tasks.length * laneHeight };
}

const isInSight = (x: number, width: number): boolean => x >= 0 && x <= width;

/** The main thread of the parent, or of the thread's own process. */
function makerOf(system: SystemSurvey, { process, thread }: TaskRef): TaskRef | undefined {
  if (thread > 0) return { process, thread: 0 };
  const parent = system.process(process)?.parent;
  return parent === undefined ? undefined : { process: parent, thread: 0 };
}

/** What shows of several things in one pixel: the later in this list wins. */
const RANKED: readonly LaneState[] = ['zombie', 'ready', 'blocked', 'running'];

function stretchesOf(
  system: SystemSurvey,
  task: TaskRef,
  x: (step: StepIndex) => number,
  steps: StepIndex,
  width: number,
): LaneStretch[] {
  /** By pixel: 1 + the rank of what shows; 0: nothing. */
  const ranks = new Uint8Array(Math.max(1, Math.ceil(width)));
  system.eachSpan(task, (state, from, to) => {
    const rank = 1 + RANKED.indexOf(state as LaneState);
    if (rank === 0 || from >= Math.min(to, steps)) return;
    const last = Math.min(ranks.length, Math.max(Math.ceil(x(to)), Math.floor(x(from)) + 1));
    for (let pixel = Math.max(0, Math.floor(x(from))); pixel < last; pixel++)
      ranks[pixel] = Math.max(ranks[pixel]!, rank);
  });
  const stretches: LaneStretch[] = [];
  for (let start = 0, pixel = 1; pixel <= ranks.length; pixel++) {
    if (ranks[pixel] === ranks[start]) continue;
    const state = RANKED[ranks[start]! - 1];
    if (state) stretches.push({ state, x: start, width: Math.min(pixel, width) - start });
    start = pixel;
  }
  return stretches;
}

const keyOf = ({ process, thread }: TaskRef): string => `${process}.${thread}`;

function markEvents(
  { events }: SystemSurvey,
  x: (step: StepIndex) => number,
  { width, spacing }: Pick<LaneMetrics, 'width' | 'spacing'>,
): Map<string, LaneMarks> {
  const byTask = new Map<string, LaneMarks>();
  for (let index = 0; index < events.count; index++) {
    const event = events.at(index);
    const kind = markOf(event);
    if (!kind || !isInSight(x(event.step), width)) continue;
    const key = keyOf(event);
    let marks = byTask.get(key);
    if (!marks) byTask.set(key, (marks = new LaneMarks(spacing)));
    marks.add(kind, x(event.step), event.step);
  }
  return byTask;
}

/** The most telling first: what shows where several fall together. */
const TELLING: readonly LaneMarkKind[] = [
  'exit',
  'zombie',
  'fork',
  'signal',
  'thread',
  'wait',
  'sleep',
  'semaphore',
  'pipe',
  'segment',
];

/** Marks of one lane, none on top of another. Events come in ascending order. */
class LaneMarks {
  readonly marks: LaneMark[] = [];

  constructor(readonly spacing: number) {}

  add(kind: LaneMarkKind, x: number, step: StepIndex): void {
    const last = this.marks.at(-1);
    if (!last || x - last.x >= this.spacing) {
      this.marks.push({ kind, x, kinds: [kind], count: 1, step });
      return;
    }
    const kinds = last.kinds.includes(kind) ? last.kinds : [...last.kinds, kind];
    const telling = TELLING.indexOf(kind) < TELLING.indexOf(last.kind) ? kind : last.kind;
    this.marks[this.marks.length - 1] = { ...last, kind: telling, kinds, count: last.count + 1 };
  }
}

/** The mark for an event; none for those that say nothing new (that a task goes on) or happen all the time. */
export function markOf(event: KernelEvent): LaneMarkKind | undefined {
  switch (event.kind) {
    case 'fork':
    case 'fork-refused':
      return 'fork';
    case 'exit':
      return 'exit';
    case 'reap':
      return 'wait';
    case 'block':
      return markOfWait(event.wait.reason);
    case 'signal-sent':
    case 'signal-delivered':
      return 'signal';
    case 'semaphore':
      return 'semaphore';
    case 'pipe-created':
    case 'queue':
      return 'pipe';
    case 'segment-created':
    case 'segment-attached':
    case 'segment-detached':
    case 'segment-removed':
    case 'segment-left':
      return 'segment';
    case 'thread-created':
    case 'thread-exited':
    case 'thread-joined':
      return 'thread';
    case 'orphaned':
    case 'zombie-left':
      return 'zombie';
    case 'wake':
    case 'clock':
    case 'preempted':
      return undefined;
  }
}

function markOfWait(reason: (KernelEvent & { readonly kind: 'block' })['wait']['reason']): LaneMarkKind {
  switch (reason) {
    case 'sleep':
      return 'sleep';
    case 'child':
    case 'vfork':
      return 'wait';
    case 'pipe-data':
    case 'pipe-room':
    case 'message':
    case 'input':
      return 'pipe';
    case 'signal':
      return 'signal';
    case 'thread':
      return 'thread';
    case 'semaphore':
    case 'lock':
    case 'condition':
    case 'barrier':
      return 'semaphore';
  }
}
