/** One window is asked for what a person looks for. */
import { frameVariables } from '../dwarf/frame-variables.ts';
import { lastPointerLostBy } from '../replay/lost-pointers.ts';
import type { StepQuery } from '../replay/timeline.ts';
import type { AllocationId, ProcessId, StepIndex } from '../util/units.ts';
import type { OpenedWindow, Recorded } from './recorded.ts';
import type { Sought } from './time-search.svelte.ts';

/** Memory beyond this isn't searched for pointers. */
const MOST_BYTES = 64 * 2 ** 20;

export interface SearchStart {
  readonly from: StepIndex;
  /** To later steps or to earlier ones. */
  readonly direction: 1 | -1;
  /** Whose memory is meant. */
  readonly process: ProcessId;
}

/** The nearest step of the window after or before where the search starts; undefined: there is none in it. */
export function findSought(
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
  if (sought.kind === 'write') return { ...sought, process };
  const moment = window.seek(Math.max(window.first, Math.min(window.end, from)));
  const now = (moment.process(process) ?? moment).bytes(sought.address, sought.wanted.length);
  return { ...sought, now, process };
}

/** There is one such position, wherever the search starts. */
function findLost(
  { survey, debug }: Recorded,
  window: OpenedWindow,
  block: AllocationId,
  { from, direction, process }: SearchStart,
): StepIndex | undefined {
  const allocated = survey.allocations.step[block] ?? Infinity;
  const program = { frameVariables: (code: number) => frameVariables(debug, code) };
  const step = lastPointerLostBy(window, survey, process, block, program, MOST_BYTES);
  // A window that begins after the block was made can't tell whether it was lost before.
  if (step === undefined || (step === window.first && allocated < window.first)) return undefined;
  return direction === 1 ? (step > from ? step : undefined) : step < from ? step : undefined;
}
