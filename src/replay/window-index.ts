/** One pass over a window: where each statement is, how deep, and keyframes to start from. */
import type { Chunk } from '../trace/recording.ts';
import type { SiteId, StepIndex } from '../util/units.ts';
import { firstAbove, withRoom } from './columns.ts';
import type { SavedState, WindowState } from './window-state.ts';

/** Records between keyframes, in words: 1 MB, which takes some 2 ms to apply. */
const KEYFRAME_WORDS = 2 ** 18;
/** Where records change memory all over the place, keyframes cost more than the records: then fewer will do. */
const KEYFRAME_WORDS_AT_MOST = 2 ** 20;
const STEPS_A_SLICE = 8192;

export interface WindowIndex {
  /** Statements that begin in the window. */
  readonly count: number;
  /** By statement, from the window's first: its site, and how many frames there are. */
  readonly sites: Uint32Array;
  readonly depths: Uint16Array;
  /** The site that a moment without a statement (the window's end) is taken to be at. */
  readonly keyframes: readonly SavedState[];
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
  const wordsBehind = (): number => (chunkStarts[state.place.chunk] ?? 0) + state.place.at;
  keyframes.push(keepKeyframe(state, 0));
  for (let site = state.advanceTo(first); site !== undefined; site = state.advanceTo(first + count)) {
    sites = withRoom(sites, count);
    depths = withRoom(depths, count);
    sites[count] = site;
    depths[count] = Math.min(state.frames.depth, 0xffff);
    count++;
    if (isKeyframeDue(wordsBehind() - words, state)) {
      words = wordsBehind();
      keyframes.push(keepKeyframe(state, keyframes.length));
    }
    if (count % STEPS_A_SLICE === 0) yield;
  }
  return { count, sites: sites.subarray(0, count), depths: depths.subarray(0, count), keyframes };
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
  if (words < KEYFRAME_WORDS) return false;
  const pageBytes = (state.memory.changedPages + state.shadow.changedPages) * 4096;
  return words >= KEYFRAME_WORDS_AT_MOST || pageBytes <= words * 16;
}

function keepKeyframe(state: WindowState, index: number): SavedState {
  state.memory.keep(index);
  state.shadow.keep(index);
  return state.save();
}

function startsOf(chunks: readonly Chunk[]): number[] {
  let words = 0;
  return chunks.map(({ length }) => (words += length) - length);
}
