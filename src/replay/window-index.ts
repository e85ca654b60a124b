/** One pass over a window: where each statement is, how deep, and keyframes to start from. */
import { PAGE_BYTES, type Chunk } from '../trace/recording.ts';
import type { SiteId, StepIndex } from '../util/units.ts';
import { firstAbove, withRoom } from './columns.ts';
import type { TaskRef } from './system.ts';
import { isSameTask, TaskTable } from './task-table.ts';
import type { SavedState, WindowState } from './window-state.ts';

/** Records between keyframes, in words: 1 MB, which takes some 2 ms to apply. */
const KEYFRAME_WORDS = 2 ** 18;
/** Where records change memory all over the place, keyframes cost more than the records: then fewer will do. */
const KEYFRAME_WORDS_AT_MOST = 2 ** 20;
/** Pages are counted no more often than this. */
const KEYFRAME_CHECK_WORDS = 2 ** 14;
const STEPS_A_SLICE = 8192;

export interface WindowIndex {
  /** Statements that begin in the window. */
  readonly count: number;
  /** By statement, from the window's first: its site, and how many frames there are. */
  readonly sites: Uint32Array;
  readonly depths: Uint16Array;
  readonly turns: Turns;
  readonly keyframes: readonly SavedState[];
}

/**
 * Stretches of statements that one task runs without another between, in columns. A row is a statement's number in the window.
 *
 *     rows    0 1 2 3 4 5 6 7 8 9
 *     tasks   A A A B B A A C C B
 *     turns   0     1   2   3   4      previous: -1 -1 0 -1 1
 */
export interface Turns {
  readonly tasks: readonly TaskRef[];
  readonly count: number;
  /** By turn: its first row. */
  readonly first: Uint32Array;
  /** By turn: an index in `tasks`. */
  readonly task: Uint16Array;
  /** By turn: the turn that the same task had before, or -1. */
  readonly previous: Int32Array;
}

/** Moves `state` from the window's beginning to its end. Yields now and then, so that the work can be done in slices. */
export function* buildIndex(state: WindowState, chunks: readonly Chunk[]): Generator<void, WindowIndex> {
  const chunkStarts = startsOf(chunks);
  const first = state.begun;
  const keyframes: SavedState[] = [];
  let sites = new Uint32Array(STEPS_A_SLICE);
  let depths = new Uint16Array(STEPS_A_SLICE);
  let count = 0;
  let words = 0;
  /** When it is time to look whether a keyframe is due, in words since the last. */
  let check = KEYFRAME_WORDS;
  const turns = new TurnLog();
  const wordsBehind = (): number => (chunkStarts[state.place.chunk] ?? 0) + state.place.at;
  keyframes.push(state.keep(0));
  for (let site = state.advanceTo(first); site !== undefined; site = state.advanceTo(first + count)) {
    sites = withRoom(sites, count);
    depths = withRoom(depths, count);
    sites[count] = site;
    depths[count] = Math.min(state.frames.depth, 0xffff);
    turns.add(state, count);
    count++;
    if (wordsBehind() - words >= check) {
      if (isKeyframeDue(wordsBehind() - words, state)) {
        words = wordsBehind();
        check = KEYFRAME_WORDS;
        keyframes.push(state.keep(keyframes.length));
      } else check += KEYFRAME_CHECK_WORDS;
    }
    if (count % STEPS_A_SLICE === 0) yield;
  }
  return {
    count,
    sites: sites.subarray(0, count),
    depths: depths.subarray(0, count),
    turns: turns.columns(state.task),
    keyframes,
  };
}

/** The turn that holds a row; the last for one beyond the end. */
export function turnAt(turns: Turns, row: number): number {
  return Math.max(0, firstAbove(turns.count, (turn) => turns.first[turn]!, row) - 1);
}

/** Who runs the statement of a row; the last task that ran for one beyond the end. */
export function taskAtRow(turns: Turns, row: number): TaskRef {
  return turns.tasks[turns.task[turnAt(turns, row)]!]!;
}

/** The first row at or after `row` that a task runs; one beyond all if there is none. */
export function nextRowOf(turns: Turns, task: TaskRef, row: number): number {
  const wanted = turns.tasks.findIndex((each) => isSameTask(each, task));
  for (let turn = turnAt(turns, row); turn < turns.count; turn++)
    if (turns.task[turn] === wanted) return Math.max(row, turns.first[turn]!);
  return Infinity;
}

/** The row before that the same task runs, or -1. */
export function rowBefore(turns: Turns, row: number): number {
  const turn = turnAt(turns, row);
  if (row > turns.first[turn]!) return row - 1;
  const previous = turns.previous[turn]!;
  return previous < 0 ? -1 : turns.first[previous + 1]! - 1;
}

class TurnLog {
  readonly #tasks = new TaskTable();
  /** By task: its last turn. */
  readonly #last: number[] = [];
  #count = 0;
  #process = -1;
  #thread = -1;
  #first = new Uint32Array(4);
  #task = new Uint16Array(4);
  #previous = new Int32Array(4);

  add(state: WindowState, row: number): void {
    if (state.process === this.#process && state.thread === this.#thread) return;
    this.#process = state.process;
    this.#thread = state.thread;
    // A task that can't be (damage) counts as the first there was.
    const task = Math.max(0, this.#tasks.indexOf(this.#process, this.#thread));
    const turn = this.#count++;
    this.#first = withRoom(this.#first, turn);
    this.#task = withRoom(this.#task, turn);
    this.#previous = withRoom(this.#previous, turn);
    this.#first[turn] = row;
    this.#task[turn] = task;
    this.#previous[turn] = this.#last[task] ?? -1;
    this.#last[task] = turn;
  }

  /** `only` is the task of a window without statements. */
  columns({ process, thread }: TaskRef): Turns {
    const count = Math.max(1, this.#count);
    if (this.#tasks.tasks.length === 0) this.#tasks.indexOf(process, thread);
    return {
      tasks: this.#tasks.tasks.length > 0 ? this.#tasks.tasks : [{ process: 0, thread: 0 }],
      count,
      first: this.#first.subarray(0, count),
      task: this.#task.subarray(0, count),
      previous: this.#count === 0 ? Int32Array.of(-1) : this.#previous.subarray(0, count),
    };
  }
}

/** The last keyframe at or before a position. */
export function keyframeBefore(index: WindowIndex, step: StepIndex): number {
  return Math.max(0, firstAbove(index.keyframes.length, (at) => index.keyframes[at]!.begun, step) - 1);
}

/** The site of the statement with index `step` of a window that begins at `first`; 0 if it has none. */
export function siteAt(index: WindowIndex, first: StepIndex, step: StepIndex): SiteId {
  return index.sites[step - first] ?? 0;
}

function isKeyframeDue(words: number, state: WindowState): boolean {
  const pageBytes = state.processes.changedPages * PAGE_BYTES;
  return words >= KEYFRAME_WORDS_AT_MOST || pageBytes <= words * 16;
}

function startsOf(chunks: readonly Chunk[]): number[] {
  let words = 0;
  return chunks.map(({ length }) => (words += length) - length);
}
