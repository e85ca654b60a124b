import type { FrameAnalysis } from './frame-analysis.ts';

/** A part of a frame that is always accessed as a whole. */
export interface FrameSlot {
  readonly offset: number;
  readonly bytes: number;
  /** Some byte of it may be read before it is written. */
  readonly mayBeUnassigned: boolean;
}

/** More than that in one function are kept in memory. */
const MOST_SLOTS = 400;

/**
 * The parts of a frame that doesn't escape, by offset: variables that nobody but the function's own accesses at constants can reach.
 * Undefined where the frame escapes, or parts of it overlap without being the same.
 */
export function frameSlots({
  frame,
  accesses,
  accessBytes,
}: FrameAnalysis): ReadonlyMap<number, FrameSlot> | undefined {
  if (!frame || frame.escapes) return undefined;
  const sizes = new Map<number, number>();
  for (const [k, at] of accesses.entries()) {
    if (at < 0) continue;
    const bytes = accessBytes[k]!;
    if ((sizes.get(at) ?? bytes) !== bytes) return undefined;
    sizes.set(at, bytes);
  }
  if (sizes.size > MOST_SLOTS) return undefined;
  const slots = new Map<number, FrameSlot>();
  let end = 0;
  for (const [offset, bytes] of [...sizes].sort(([a], [b]) => a - b)) {
    if (offset < end) return undefined;
    end = offset + bytes;
    slots.set(offset, { offset, bytes, mayBeUnassigned: frame.unassigned.subarray(offset, end).includes(1) });
  }
  return slots;
}
