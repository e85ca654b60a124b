/** Going anywhere in a recorded window: `openWindow` -> `Replay`. */
import type { RecordedWindow, SiteTable } from '../trace/recording.ts';
import type { StepReader } from '../interpret/step-reader.ts';
import type { ProcessId, StepIndex } from '../util/units.ts';
import { BlockHistory } from './block-history.ts';
import { ByteLog } from './byte-log.ts';
import { find } from './find.ts';
import { makeMoment, type MomentContext } from './moment.ts';
import { SiteLines, type Resolver } from './resolver.ts';
import { makeFindingIndex } from './step-events.ts';
import { innermostCalls } from './step-reads.ts';
import type { Moment, Replay, StepQuery, Survey } from './timeline.ts';
import { buildIndex, keyframeBefore, siteAt, taskAtRow, type WindowIndex } from './window-index.ts';
import { WindowState } from './window-state.ts';

/** What a window is shown with. The survey must reach at least to the window's end. */
export interface WindowSurroundings {
  /** The recording's; a window with sites of its own uses those. */
  readonly sites: SiteTable;
  readonly survey: Survey;
  readonly resolver: Resolver;
  /** Of the program, where its instructions are there. */
  readonly stepReader?: StepReader | undefined;
}

/** Opens a window at once: about 50 ms for a million statements. A page uses `openWindowInSlices`. */
export function openWindow(window: RecordedWindow, surroundings: WindowSurroundings): Replay {
  return atOnce(opening(window, surroundings));
}

/** Histories of blocks that are made when a window is opened: of so many processes, with so many rows in all, at most. */
const HISTORIES_AHEAD = 32;
const HISTORY_ROWS_AHEAD = 2_000_000;

function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}

/**
 * Opens a window in slices of about `sliceMilliseconds`, with a call of `pause` after each; when `pause` gives false, the
 * work is given up and the result is undefined.
 */
export async function openWindowInSlices(
  window: RecordedWindow,
  surroundings: WindowSurroundings,
  pause: () => Promise<boolean | void>,
  sliceMilliseconds = 8,
): Promise<Replay | undefined> {
  const work = opening(window, surroundings);
  let sliceEnd = performance.now() + sliceMilliseconds;
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
    if (performance.now() < sliceEnd) continue;
    if ((await pause()) === false) return undefined;
    sliceEnd = performance.now() + sliceMilliseconds;
  }
}

function* opening(window: RecordedWindow, surroundings: WindowSurroundings): Generator<void, Replay> {
  const { survey } = surroundings;
  const state = new WindowState(window, window.sites ?? surroundings.sites, survey);
  const index = yield* buildIndex(state, window.chunks);
  const blocks = new Map<ProcessId, BlockHistory>();
  // The others' are made when somebody looks at them, who has to wait for it.
  for (const process of processesAhead(window, survey, index)) {
    blocks.set(process, yield* blockHistory(survey, process, window.first, window.first + index.count));
    yield;
  }
  return new WindowReplay(window, surroundings, state, index, blocks);
}

/** The first process of the window, and others that have turns in it, as far as there is room for what they know of all blocks. */
function processesAhead({ snapshot }: RecordedWindow, { allocations }: Survey, { turns }: WindowIndex): ProcessId[] {
  const most = Math.min(HISTORIES_AHEAD, Math.floor(HISTORY_ROWS_AHEAD / (allocations.count + 1)));
  const processes = new Set([snapshot.process, ...turns.tasks.map((task) => task.process)]);
  return [...processes].slice(0, Math.max(1, most));
}

const blockHistory = (
  survey: Survey,
  process: ProcessId,
  first: StepIndex,
  end: StepIndex,
): Generator<void, BlockHistory> => BlockHistory.build(survey.allocationsOf(process), first, end);

class WindowReplay implements Replay {
  readonly first: StepIndex;
  readonly end: StepIndex;
  readonly #context: MomentContext;
  readonly #before = new ByteLog();
  #moment: { readonly step: StepIndex; readonly moment: Moment; readonly end: () => void } | undefined;

  constructor(
    window: RecordedWindow,
    surroundings: WindowSurroundings,
    state: WindowState,
    index: WindowIndex,
    blocks: Map<ProcessId, BlockHistory>,
  ) {
    const { survey, resolver, stepReader } = surroundings;
    const sites = window.sites ?? surroundings.sites;
    this.first = window.first;
    this.end = window.first + index.count;
    this.#context = {
      window,
      index,
      state,
      survey,
      resolver,
      stepReader,
      lines: new SiteLines(sites, resolver),
      before: this.#before,
      findingIndex: makeFindingIndex(survey, sites.pendingSteps),
      blocksOf: (process) => {
        let history = blocks.get(process);
        if (!history) blocks.set(process, (history = atOnce(blockHistory(survey, process, this.first, this.end))));
        return history;
      },
    };
  }

  seek(step: StepIndex): Moment {
    if (!(step >= this.first && step <= this.end)) {
      throw new RangeError(`step ${step} is not in the window from ${this.first} to ${this.end}`);
    }
    if (this.#moment?.step === step) return this.#moment.moment;
    this.#moment?.end();
    const { state, index } = this.#context;
    // The events of this moment are those since the statement before it began, so stop there first.
    const startEvents = Math.max(step - 1, this.first);
    const fromStart = step === this.first;
    const keyframe = fromStart ? 0 : keyframeBefore(index, startEvents);
    const isNearer =
      !fromStart &&
      this.#moment !== undefined &&
      state.begun <= startEvents &&
      state.begun >= index.keyframes[keyframe]!.begun;
    if (!isNearer) state.load(keyframe, index.keyframes[keyframe]!);
    const site = fromStart ? undefined : state.advanceTo(startEvents);
    const from = state.place;
    // What the moment before was is gone after this.
    const calls = site === undefined || !this.#context.stepReader ? [] : innermostCalls(state.frames);
    this.#before.clear();
    state.capture = this.#before;
    const next = state.advanceTo(step);
    state.capture = undefined;
    const begun = site === undefined ? undefined : { task: from, site, calls, next };
    const made = makeMoment(this.#context, step, from, begun);
    this.#moment = { step, ...made };
    return made.moment;
  }

  statementAt(step: StepIndex): ReturnType<Replay['statementAt']> {
    const { index, lines, state } = this.#context;
    const site = siteAt(index, this.first, step);
    const depth =
      step >= this.end && this.#moment?.step === step ? state.frames.depth : (index.depths[step - this.first] ?? 0);
    return { ...lines.line(site), ...taskAtRow(index.turns, step - this.first), site, depth };
  }

  find(from: StepIndex, direction: 1 | -1, wanted: StepQuery): StepIndex | undefined {
    return find(this.#context, from, direction, wanted);
  }
}
