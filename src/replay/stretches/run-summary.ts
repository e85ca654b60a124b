/**
 * A long run in parts that can be looked at one by one. A stretch is some million events; where one begins, the recording has the blocks
 * that live there.
 *
 *     records     | stretch 0      | live  stretch 1      | live  stretch 2 ...    | summary
 *
 * The summary has what is true of the whole run, all records that are about something else than allocations, and of the blocks that these
 * name, or that a fork copied, all that happened to them ("pinned"). With it, one stretch makes a survey in which every step of the
 * stretch is as in the whole run.
 */
import type { Chunk } from '../../trace/recording.ts';
import { checkRecords } from '../../trace/walk-records.ts';
import { pack, unpack } from '../../util/pack.ts';
import type { AllocationId, StepIndex } from '../../util/units.ts';
import type { BlockColumns } from './block-rows.ts';
import type { WholeRun } from './whole-run.ts';

export interface Stretch {
  /** Of the next block that is allocated. */
  readonly firstId: AllocationId;
  /** The step that was told last before it. */
  readonly stepBefore: StepIndex;
}

/** Frees of pinned blocks, in the order of their steps. */
export interface FreeColumns {
  readonly id: Uint32Array;
  readonly step: Float64Array;
  readonly operation: Uint16Array;
  readonly stack: Uint32Array;
  readonly process: Uint16Array;
}

export interface RunSummary {
  readonly whole: WholeRun;
  readonly steps: StepIndex;
  /** How many there were. */
  readonly blocks: AllocationId;
  readonly stretches: readonly Stretch[];
  /** Of each stretch. */
  readonly rest: readonly Chunk[];
  readonly pinned: BlockColumns;
  readonly pinnedFrees: FreeColumns;
}

/** A summary as it is in a file: with the place of each stretch, from its live blocks on, up to the next one's or `end`. */
export interface StoredSummary extends RunSummary {
  readonly places: readonly number[];
  readonly end: number;
}

export const packSummary = (summary: StoredSummary): Uint8Array => pack(summary);
export const packLive = (live: BlockColumns): Uint8Array => pack(live);

/** Undefined where it is damaged. What blocks and numbers say is not looked into: readers leave out what contradicts. */
export function unpackSummary(bytes: Uint8Array): StoredSummary | undefined {
  const read = unpacked(bytes) as StoredSummary | undefined;
  if (!read || !isSummary(read)) return undefined;
  return read.rest.every((chunk) => checkRecords(chunk.words, chunk.length) === undefined) ? read : undefined;
}

export function unpackLive(bytes: Uint8Array): BlockColumns | undefined {
  const read = unpacked(bytes) as BlockColumns | undefined;
  return read && isBlocks(read) ? read : undefined;
}

function unpacked(bytes: Uint8Array): unknown {
  try {
    return unpack(bytes.slice().buffer);
  } catch {
    return undefined;
  }
}

const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function isSummary({
  whole,
  steps,
  blocks,
  stretches,
  rest,
  pinned,
  pinnedFrees,
  places,
  end,
}: StoredSummary): boolean {
  const count = stretches.length;
  return (
    [steps, blocks, end, ...places].every(isWhole) &&
    stretches.every(({ firstId, stepBefore }) => isWhole(firstId) && isWhole(stepBefore)) &&
    count > 0 &&
    rest.length === count &&
    places.length === count &&
    places.every((place, at) => place <= (places[at + 1] ?? end)) &&
    rest.every(
      ({ process, words, length }) => isWhole(process) && words instanceof Uint32Array && length === words.length,
    ) &&
    isBlocks(pinned) &&
    isFrees(pinnedFrees) &&
    isWholeRun(whole)
  );
}

function isBlocks({ id, address, size, operation, stack, step, process }: BlockColumns): boolean {
  const doubles = [address, size, step];
  const words = [id, stack];
  const halves = [operation, process];
  return (
    doubles.every((column) => column instanceof Float64Array && column.length === id.length) &&
    words.every((column) => column instanceof Uint32Array && column.length === id.length) &&
    halves.every((column) => column instanceof Uint16Array && column.length === id.length)
  );
}

function isFrees({ id, step, operation, stack, process }: FreeColumns): boolean {
  const { length } = id;
  return (
    [id, stack].every((column) => column instanceof Uint32Array && column.length === length) &&
    [operation, process].every((column) => column instanceof Uint16Array && column.length === length) &&
    step instanceof Float64Array &&
    step.length === length
  );
}

function isWholeRun(whole: WholeRun): boolean {
  const { bytes, blocks, peak, leaked, temporary, firstStep, firstOperation, curve, totals } = whole;
  const { count, frees, failures, bytes: allBytes, liveBytes, peakBytes } = totals;
  const { partSteps, highest, last, allocations, frees: freeCounts } = curve;
  const parts = highest.length;
  return (
    [count, frees, failures, allBytes, liveBytes, peakBytes, whole.peakBytes, partSteps].every(isWhole) &&
    partSteps > 0 &&
    [bytes, blocks, peak, leaked, temporary, firstStep].every(
      (column) => column instanceof Float64Array && column.length === bytes.length,
    ) &&
    firstOperation instanceof Uint16Array &&
    firstOperation.length === bytes.length &&
    [highest, last].every((column) => column instanceof Float64Array && column.length === parts) &&
    [allocations, freeCounts].every((column) => column instanceof Uint32Array && column.length === parts)
  );
}
