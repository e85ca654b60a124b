/** Searching a window for steps: by depth, line and allocation in columns, for writes in the records. */
import { KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import { recordSize } from '../trace/walk-records.ts';
import type { StepIndex } from '../util/units.ts';
import { eventsBefore, eventStep } from './allocations.ts';
import type { MomentContext } from './moment.ts';
import type { StepQuery } from './timeline.ts';

/** The nearest step after (1) or before (-1) `from`, and in the window, at which `wanted` holds. */
export function find(
  context: MomentContext,
  from: StepIndex,
  direction: 1 | -1,
  wanted: StepQuery,
): StepIndex | undefined {
  const { window, index } = context;
  const first = window.first;
  const end = first + index.count;
  switch (wanted.kind) {
    case 'depth':
      return scan(from, direction, first, end, (step) => index.depths[step - first]! <= wanted.atMost);
    case 'line':
      return scan(from, direction, first, end, lineEntry(context, wanted.at));
    case 'allocation':
      return findAllocation(context, from, direction, end);
    case 'write':
      return findWrite(context, from, direction, wanted.address, wanted.size);
    default:
      return undefined;
  }
}

/** The first statement, going from `from`, for which `holds` does. */
function scan(
  from: StepIndex,
  direction: 1 | -1,
  first: StepIndex,
  end: StepIndex,
  holds: (step: StepIndex) => boolean,
): StepIndex | undefined {
  const start = direction === 1 ? Math.max(from + 1, first) : Math.min(from - 1, end - 1);
  for (let step = start; step >= first && step < end; step += direction) if (holds(step)) return step;
  return undefined;
}

/**
 * Whether a statement enters one of the lines: it is on it, and the one before was elsewhere or in another call. So a
 * `for` line with three statements stops once a turn.
 */
function lineEntry(
  { index, window, lines }: MomentContext,
  at: readonly { readonly file: string; readonly line: number }[],
): (step: StepIndex) => boolean {
  /** By site, once looked up: 1 + the place in `at`, 0 if not on any. */
  const known = new Map<number, number>();
  const lineOf = (site: number): number => {
    let place = known.get(site);
    if (place === undefined) {
      const here = lines.line(site);
      place = 1 + at.findIndex(({ file, line }) => line === here.line && file === here.file);
      known.set(site, place);
    }
    return place;
  };
  return (step) => {
    const row = step - window.first;
    const place = lineOf(index.sites[row]!);
    if (place === 0) return false;
    return row === 0 || lineOf(index.sites[row - 1]!) !== place || index.depths[row - 1] !== index.depths[row];
  };
}

function findAllocation(
  { survey, window }: MomentContext,
  from: StepIndex,
  direction: 1 | -1,
  end: StepIndex,
): StepIndex | undefined {
  const table = survey.allocations;
  const event = direction === 1 ? eventsBefore(table, from) : eventsBefore(table, from - 1) - 1;
  if (event < 0 || event >= table.events.length) return undefined;
  const step = eventStep(table, event);
  return step >= window.first && step <= end ? step : undefined;
}

/** Positions after a statement that wrote into the range. Scans records: from `from`'s keyframe on, or keyframe by keyframe back. */
function findWrite(
  { window, index }: MomentContext,
  from: StepIndex,
  direction: 1 | -1,
  address: number,
  size: number,
): StepIndex | undefined {
  const { keyframes } = index;
  const end = window.first + index.count;
  const inRange = (step: StepIndex): boolean => (direction === 1 ? step > from : step < from);
  const segmentEnd = (segment: number): StepIndex => keyframes[segment + 1]?.begun ?? end;
  let segment = direction === 1 ? keyframes.findIndex((_, at) => segmentEnd(at) > from) : keyframes.length - 1;
  for (; segment >= 0 && segment < keyframes.length; segment += direction) {
    if (direction === -1 && keyframes[segment]!.begun >= from) continue;
    let found: StepIndex | undefined;
    scanWrites(window, keyframes[segment]!, keyframes[segment + 1], address, size, (step) => {
      if (inRange(step)) found = step;
      return direction === 1 ? found !== undefined : step >= from;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

type Keyframe = MomentContext['index']['keyframes'][number];

/** Calls `wrote` with the position after each write into the range, between two keyframes, until it gives true. */
function scanWrites(
  { chunks, snapshot }: MomentContext['window'],
  from: Keyframe,
  to: Keyframe | undefined,
  address: number,
  size: number,
  wrote: (step: StepIndex) => boolean,
): void {
  let step = from.begun;
  let running = from.process;
  for (let index = from.place.chunk; index <= (to?.place.chunk ?? chunks.length - 1); index++) {
    const { words, length, process } = chunks[index]!;
    if (index !== from.place.chunk) running = process;
    const end = index === to?.place.chunk ? to.place.at : length;
    for (let at = index === from.place.chunk ? from.place.at : 0; at < end; at += recordSize(words, at)) {
      const header = words[at]!;
      const kind = header & KIND_MASK;
      if (kind === RecordKind.process) running = header >>> KIND_BITS;
      if (running !== snapshot.process) continue;
      if (kind === RecordKind.step) step++;
      else if (kind >= RecordKind.store1 && kind <= RecordKind.bulk) {
        const start = words[at + 1]!;
        const n = kind === RecordKind.bulk ? words[at + 2]! : 1 << (kind - RecordKind.store1);
        if (start < address + size && start + n > address && wrote(step)) return;
      }
    }
  }
}
