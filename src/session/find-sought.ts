/** What a person looks for is looked for in one window, or in one after the other. */
import { frameVariables } from '../dwarf/frame-variables.ts';
import { valueOf } from '../replay/find-value.ts';
import { writeTo } from '../replay/find-write.ts';
import { hasSince, lastPointerLostBy } from '../replay/lost-pointers.ts';
import type { StepQuery, Survey } from '../replay/timeline.ts';
import type { AllocationId, ProcessId, StepIndex } from '../util/units.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';
import type { Sought } from './time-search.svelte.ts';
import { WINDOW_STEPS } from './window-range.ts';

/** Memory beyond this isn't searched for pointers. */
const MOST_BYTES = 64 * 2 ** 20;

interface SearchStart {
  readonly from: StepIndex;
  /** To later steps or to earlier ones. */
  readonly direction: 1 | -1;
  /** Whose memory is meant. */
  readonly process: ProcessId;
}

/** Steps [first, end). */
interface Range {
  readonly first: StepIndex;
  readonly end: StepIndex;
}

export interface RunSearch extends SearchStart {
  /** At hand: asked first, if it holds where the search starts. */
  readonly window: OpenedWindow | undefined;
  /** Of the run. */
  readonly total: StepIndex;
  /** Records steps without going there; undefined: it was stopped. */
  record(range: Range): Promise<OpenedWindow | undefined>;
}

/** The nearest step of the run, and the window that has it. The windows beside the one at hand are recorded until it is found. */
export async function searchWindows(
  recorded: Recorded,
  sought: Sought,
  { window, total, record, ...start }: RunSearch,
): Promise<{ readonly step: StepIndex; readonly window: OpenedWindow } | 'none' | 'cancelled'> {
  let shown = window;
  let { from } = start;
  for (;;) {
    const step = shown && findSought(recorded, shown, sought, { ...start, from });
    if (shown && step !== undefined) return { step, window: shown };
    const range = nextRange(shown, { from, total, direction: start.direction });
    if (!range) return 'none';
    shown = await record(range);
    if (!shown) return 'cancelled';
    from = start.direction === 1 ? shown.first : shown.end + 1;
  }
}

/** What to record next; undefined at the end of the run. */
function nextRange(
  window: OpenedWindow | undefined,
  { from, total, direction }: Pick<RunSearch, 'from' | 'total' | 'direction'>,
): Range | undefined {
  if (direction === 1) {
    const first = window ? window.end : from;
    return first >= total ? undefined : { first, end: Math.min(total, first + WINDOW_STEPS) };
  }
  const end = window ? window.first : Math.min(total, from);
  return end <= 0 ? undefined : { first: Math.max(0, end - WINDOW_STEPS), end };
}

/** The nearest step of the window after or before where the search starts; undefined: there is none in it. */
function findSought(
  recorded: Recorded,
  window: OpenedWindow,
  sought: Sought,
  start: SearchStart,
): StepIndex | undefined {
  if (sought.kind === 'lost') return findLost(recorded, window, sought.block, start);
  return window.find(start.from, start.direction, queryOf(window, sought, start));
}

function queryOf(
  window: OpenedWindow,
  sought: Exclude<Sought, { kind: 'lost' }>,
  { from, process }: SearchStart,
): StepQuery {
  if (sought.kind === 'line') return { kind: 'line', at: [sought] };
  if (sought.kind === 'write') return writeTo({ ...sought, process });
  const moment = window.seek(Math.max(window.first, Math.min(window.end, from)));
  const now = (moment.process(process) ?? moment).bytes(sought.address, sought.wanted.length);
  return valueOf({ ...sought, now, process });
}

/** There is one such position, wherever the search starts. */
function findLost(
  { survey, debug }: Recorded,
  window: OpenedWindow,
  block: AllocationId,
  { from, direction, process: asked }: SearchStart,
): StepIndex | undefined {
  const process = holderOf(survey, block, asked);
  const program = { frameVariables: (code: number) => frameVariables(debug, code) };
  const step = lastPointerLostBy(window, survey, process, block, program, MOST_BYTES);
  // What was freed was not lost.
  if (step !== undefined && step >= (survey.allocationsOf(process).freeStep[block] ?? Infinity)) return undefined;
  // A window that begins after the process got the block can't tell whether it was lost before.
  if (step === undefined || (step === window.first && hasSince(survey, block, process) < window.first))
    return undefined;
  return direction === 1 ? (step > from ? step : undefined) : step < from ? step : undefined;
}

/** The process that is asked about, if it ever had the block; else the one that made it, which is the first that had it. */
function holderOf(survey: Survey, block: AllocationId, asked: ProcessId): ProcessId {
  const had = (process: ProcessId): boolean => !Number.isNaN(survey.allocationsOf(process).freeStep[block]);
  return had(asked) ? asked : (survey.system.processes.find(({ process }) => had(process))?.process ?? asked);
}
