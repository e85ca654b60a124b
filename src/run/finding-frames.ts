/** What a `detail` record tells of the frames around a finding, read while they are still there. */
import { Layout } from '../instrument/memory-layout.ts';
import type { Instrumented } from '../instrument/options.ts';
import { ShadowState } from '../trace/records.ts';
import type { ProgramState } from './program-state.ts';

/** Of the program's innermost frame so many bytes are kept: pointers are found in them. */
const MOST_BYTES = 1024;
/** How far below an address a returned frame may begin. */
const LARGEST_FRAME = 1 << 20;

interface FrameAt {
  readonly site: number;
  readonly frameBase: number;
}

const NO_FRAME: FrameAt = { site: 0, frameBase: 0 };

/** The words site, frame base (of the program's innermost frame), site, frame base (of the frame that `address` is in), and the first frame's bytes. */
export function frameDetail(state: ProgramState, instrumented: Instrumented, address: number): Uint8Array {
  const slots = state.slots();
  const first = state.field(Layout.STATE_USER_SITES);
  const end = state.field(Layout.STATE_USER_SITES_END);
  const sizeOf = frameSizes(instrumented);
  const own = slots.findLast(({ site }) => site >= first && site < end) ?? NO_FRAME;
  const isStack =
    address < state.field(Layout.STATE_STACK_HIGH) || (address >= Layout.THREADS_BASE && address < Layout.THREADS_END);
  const framed = slots.filter((slot) => sizeOf(slot) > 0);
  const owner = isStack ? (returnedFrame(state, address, sizeOf) ?? liveFrame(framed, address)) : NO_FRAME;
  return withFrameBytes(state, own, sizeOf(own), [own.site, own.frameBase, owner.site, owner.frameBase]);
}

function withFrameBytes({ bytes }: ProgramState, { frameBase }: FrameAt, size: number, words: number[]): Uint8Array {
  const kept = frameBase === 0 ? 0 : Math.min(size, MOST_BYTES);
  const detail = new Uint8Array(words.length * 4 + kept);
  new Uint32Array(detail.buffer, 0, words.length).set(words);
  detail.set(bytes.subarray(frameBase, frameBase + kept), words.length * 4);
  return detail;
}

/**
 * Of a stack address that is in no frame: what it missed or hit between redzones below one, as the words site, frame base (of that frame),
 * address, size, and the frame's first bytes. Undefined if there is nothing such.
 */
export function belowFrameDetail(
  state: ProgramState,
  instrumented: Instrumented,
  address: number,
): Uint8Array | undefined {
  const sizeOf = frameSizes(instrumented);
  const framed = state.slots().filter((slot) => sizeOf(slot) > 0);
  if (framed.some((slot) => address >= slot.frameBase && address < slot.frameBase + sizeOf(slot))) return undefined;
  let owner = NO_FRAME;
  for (const slot of framed)
    if (slot.frameBase > address && (owner === NO_FRAME || slot.frameBase < owner.frameBase)) owner = slot;
  const object = owner === NO_FRAME ? undefined : objectNear(state.bytes, address, owner.frameBase);
  return object && withFrameBytes(state, owner, sizeOf(owner), [owner.site, owner.frameBase, ...object]);
}

/** Address and size of what lies between two redzones and is nearest to an address; of two as near the lower one: running past an end is the usual mistake. */
function objectNear(bytes: Uint8Array, address: number, end: number): [number, number] | undefined {
  const isRedzone = (at: number): boolean => bytes[Layout.LIMIT + at] === ShadowState.stackRedzone;
  const isStorable = (at: number): boolean => (bytes[Layout.LIMIT + at]! & 0x80) !== 0;
  const lowest = Math.max(Layout.NULL_PAGE_END, address - LARGEST_FRAME);
  let below = address;
  while (below > lowest && isRedzone(below)) below--;
  let above = address;
  while (above < end && isRedzone(above)) above++;
  const isAbove = !isStorable(below) || above - address < address - below;
  let start = isAbove ? above : below;
  if (start >= end || !isStorable(start)) return undefined;
  let stop = start;
  while (start > lowest && isStorable(start - 1)) start--;
  while (stop < end && isStorable(stop)) stop++;
  return isRedzone(start - 1) && isRedzone(stop) ? [start, stop - start] : undefined;
}

/** By the frame's site; 0 for a function without one. */
function frameSizes({ sites }: Instrumented): (frame: FrameAt) => number {
  return ({ site }) => sites.frameBytes?.[sites.functionIndex[site] ?? 0] ?? 0;
}

/** The frame that begins nearest below the address: the stack grows down, so that is the innermost such one. */
function liveFrame(slots: readonly FrameAt[], address: number): FrameAt {
  let nearest = NO_FRAME;
  for (const slot of slots) if (slot.frameBase <= address && slot.frameBase > nearest.frameBase) nearest = slot;
  return nearest;
}

/**
 * The frame of a function that has returned, by the mark that it left in the shadow of its first bytes: afterReturnMark, then
 * its entry site, five bits a byte (`FrameProbes.leave`).
 */
function returnedFrame(
  { bytes }: ProgramState,
  address: number,
  sizeOf: (frame: FrameAt) => number,
): FrameAt | undefined {
  if (((bytes[Layout.LIMIT + address] ?? 0) & 0x81) !== 0) return undefined;
  const lowest = Math.max(Layout.NULL_PAGE_END, address - LARGEST_FRAME);
  for (let at = address & ~15; at >= lowest; at -= 16) {
    const shadow = Layout.LIMIT + at;
    if (bytes[shadow] !== ShadowState.afterReturnMark) continue;
    let site = 0;
    for (let i = 4; i >= 0; i--) site = site * 32 + ((bytes[shadow + 1 + i]! >> 1) & 0x1f);
    const frame = { site, frameBase: at };
    return address < at + sizeOf(frame) ? frame : undefined;
  }
  return undefined;
}
