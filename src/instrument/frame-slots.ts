import { ValueType } from '../wasm-binary/module.ts';
import { ACCESS_BYTES, isLoad } from '../wasm-binary/stack-effect.ts';
import { accessType } from './access-opcodes.ts';
import type { FrameAnalysis } from './frame-analysis.ts';

/** A part of a frame that is accessed as a whole. */
export interface FrameSlot {
  readonly offset: number;
  readonly bytes: number;
  /** Some byte of it may be read before it is written. */
  readonly mayBeUnassigned: boolean;
  /** Some accesses are to other parts of it, or reach beyond it. */
  readonly overlaps: boolean;
  /** Type of the wasm local that always has its value, once it is assigned; undefined: there is none. */
  readonly keptIn: number | undefined;
}

/** By offset. */
export type FrameSlots = ReadonlyMap<number, FrameSlot>;

/** More than that in one function are kept in memory. */
const MOST_SLOTS = 400;

interface Part {
  bytes: number;
  overlaps: boolean;
  isLoaded: boolean;
  /** 0: accessed both as a float and as an integer. */
  type: number;
}

/** Integers of less than 64 bits are kept in 32, also where they are loaded as 64. */
function keptType(opcode: number): number {
  const type = accessType(opcode);
  return type === ValueType.i64 && ACCESS_BYTES[opcode]! < 8 ? ValueType.i32 : type;
}

function frameParts({ accesses, accessOpcodes }: FrameAnalysis): [offset: number, part: Part][] {
  const parts = new Map<number, Part>();
  for (let k = 0; k < accesses.length; k++) {
    const at = accesses[k]!;
    if (at < 0) continue;
    const opcode = accessOpcodes[k]!;
    const bytes = ACCESS_BYTES[opcode]!;
    const type = keptType(opcode);
    const part = parts.get(at);
    if (!part) {
      parts.set(at, { bytes, overlaps: false, isLoaded: isLoad(opcode), type });
      continue;
    }
    part.overlaps ||= part.bytes !== bytes;
    part.bytes = Math.max(part.bytes, bytes);
    part.isLoaded ||= isLoad(opcode);
    if (part.type !== type) part.type = 0;
  }
  return [...parts].sort(([a], [b]) => a - b);
}

/** Marks the parts that lie partly in each other. */
function markOverlaps(parts: readonly [offset: number, part: Part][]): void {
  let last: Part | undefined;
  let end = 0;
  for (const [offset, part] of parts) {
    if (last && offset < end) last.overlaps = part.overlaps = true;
    if (offset + part.bytes < end) continue;
    end = offset + part.bytes;
    last = part;
  }
}

/**
 * The parts of a frame that doesn't escape: variables that nobody but the function's own accesses at constants can reach.
 * What is in such a variable is in a wasm local as well, if it is always accessed as a whole and assigned before it is read.
 */
export function frameSlots(analysis: FrameAnalysis): FrameSlots | undefined {
  const { frame } = analysis;
  if (!frame || frame.escapes) return undefined;
  const slots = new Map<number, FrameSlot>();
  const parts = frameParts(analysis);
  markOverlaps(parts);
  for (const [offset, { bytes, overlaps, isLoaded, type }] of parts) {
    const mayBeUnassigned = frame.unassigned.subarray(offset, offset + bytes).includes(1);
    const isKept = isLoaded && !overlaps && !mayBeUnassigned && parts.length <= MOST_SLOTS;
    slots.set(offset, { offset, bytes, mayBeUnassigned, overlaps, keptIn: (isKept && type) || undefined });
  }
  return slots;
}

/** The slots, if their undefined bits can be followed in locals: there are not too many, and none lies partly in another. */
export function separateSlots(slots: FrameSlots | undefined): FrameSlots | undefined {
  if (!slots || slots.size > MOST_SLOTS) return undefined;
  for (const { overlaps } of slots.values()) if (overlaps) return undefined;
  return slots;
}
