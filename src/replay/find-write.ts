/** Searching a window's records for what wrote to a place in memory, also from another process that shares it. */
import { KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import { recordSize } from '../trace/walk-records.ts';
import type { Address, ByteCount, ProcessId, StepIndex } from '../util/units.ts';
import { isPrivate } from './mappings.ts';
import type { MomentContext } from './moment.ts';
import type { Attachment, SystemSurvey } from './system.ts';
import type { StepQuery } from './timeline.ts';
import { taskAtRow } from './window-index.ts';
import type { SavedState } from './window-state.ts';

export interface WatchedRange {
  readonly process: ProcessId;
  readonly address: Address;
  readonly size: ByteCount;
}

/** Memory of a process; absent: of the one that runs the statement where the search starts. */
export type Watched<Range extends { readonly process: ProcessId }> = Omit<Range, 'process'> & Partial<Range>;

/** Asks for a statement that wrote into the range, also through another process's mapping. */
export function writeTo(range: Watched<WatchedRange>): StepQuery {
  return {
    kind: 'records',
    search: (context, from, direction) =>
      findWrite(context, from, direction, { process: runningAt(context, from), ...range }),
  };
}

/** The process that runs a statement. */
export function runningAt({ window, index }: MomentContext, step: StepIndex): ProcessId {
  return taskAtRow(index.turns, step - window.first).process;
}

/** Positions after a statement that wrote into the range. Scans records: from `from`'s keyframe on, or keyframe by keyframe back. */
function findWrite(
  context: MomentContext,
  from: StepIndex,
  direction: 1 | -1,
  range: WatchedRange,
): StepIndex | undefined {
  const places = placesOf(context.survey.system, range);
  const { keyframes, count } = context.index;
  const end = context.window.first + count;
  const inRange = (step: StepIndex): boolean => (direction === 1 ? step > from : step < from);
  const segmentEnd = (segment: number): StepIndex => keyframes[segment + 1]?.begun ?? end;
  let segment = direction === 1 ? keyframes.findIndex((_, at) => segmentEnd(at) > from) : keyframes.length - 1;
  for (; segment >= 0 && segment < keyframes.length; segment += direction) {
    if (direction === -1 && keyframes[segment]!.begun >= from) continue;
    let found: StepIndex | undefined;
    scanWrites(context, keyframes[segment]!, keyframes[segment + 1], places, ({ step }) => {
      if (inRange(step)) found = step;
      return direction === 1 ? found !== undefined : step >= from;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A range of addresses of a process, for some of the time. */
interface WatchedPlace extends WatchedRange {
  /** Where it begins in the range that was asked for. */
  readonly at: ByteCount;
  readonly from: StepIndex;
  readonly to: StepIndex;
}

/** The range itself, and where others see what it shows of shared segments. */
export function placesOf({ segments }: SystemSurvey, range: WatchedRange): readonly WatchedPlace[] {
  const shared = segments
    .filter(({ kind }) => !isPrivate(kind))
    .flatMap(({ attachments }) => aliases(attachments, range));
  return [{ ...range, at: 0, from: 0, to: Infinity }, ...shared];
}

function aliases(attachments: readonly Attachment[], range: WatchedRange): WatchedPlace[] {
  return attachments.flatMap((mine) => {
    const start = Math.max(range.address, mine.address);
    const size = Math.min(range.address + range.size, mine.address + mine.bytes) - start;
    if (mine.process !== range.process || size <= 0) return [];
    const offset = mine.offset + start - mine.address;
    return attachments.flatMap((other) => {
      const [from, to] = [Math.max(mine.from, other.from), Math.min(mine.to, other.to)];
      const address = other.address + offset - other.offset;
      return other === mine || from > to
        ? []
        : [{ process: other.process, address, size, at: start - range.address, from, to }];
    });
  });
}

function placeHit(
  places: readonly WatchedPlace[],
  process: ProcessId,
  start: Address,
  n: ByteCount,
  step: StepIndex,
): WatchedPlace | undefined {
  for (const place of places)
    if (
      start < place.address + place.size &&
      start + n > place.address &&
      process === place.process &&
      step >= place.from &&
      step <= place.to
    )
      return place;
  return undefined;
}

/** A store that hit a watched place. */
export interface FoundWrite {
  /** The position after it. */
  readonly step: StepIndex;
  readonly place: WatchedPlace;
  readonly start: Address;
  readonly n: ByteCount;
  /** Its old XOR new: from this word on, packed. */
  readonly words: Uint32Array;
  readonly dataAt: number;
}

/** Calls `wrote` with each write into the places, between two keyframes, until it gives true. */
export function scanWrites(
  { window: { chunks } }: MomentContext,
  from: SavedState,
  to: SavedState | undefined,
  places: readonly WatchedPlace[],
  wrote: (write: FoundWrite) => boolean,
): void {
  const low = places.reduce((lowest, { address }) => Math.min(lowest, address), Infinity);
  const high = places.reduce((highest, { address, size }) => Math.max(highest, address + size), 0);
  let step = from.begun;
  let running = from.place.process;
  for (let index = from.place.chunk; index <= (to?.place.chunk ?? chunks.length - 1); index++) {
    const { words, length, process } = chunks[index]!;
    if (index !== from.place.chunk) running = process;
    const end = index === to?.place.chunk ? to.place.at : length;
    for (let at = index === from.place.chunk ? from.place.at : 0; at < end; at += recordSize(words, at)) {
      const header = words[at]!;
      const kind = header & KIND_MASK;
      if (kind === RecordKind.process) running = header >>> KIND_BITS;
      else if (kind === RecordKind.step) step++;
      else if (kind >= RecordKind.store1 && kind <= RecordKind.bulk) {
        const start = words[at + 1]!;
        const n = kind === RecordKind.bulk ? words[at + 2]! : 1 << (kind - RecordKind.store1);
        const place = start < high && start + n > low ? placeHit(places, running, start, n, step) : undefined;
        if (place && wrote({ step, place, start, n, words, dataAt: at + (kind === RecordKind.bulk ? 3 : 2) })) return;
      }
    }
  }
}
