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
  const sizeOf = ({ site }: FrameAt): number => instrumented.sites.frameBytes?.[functionOf(instrumented, site)] ?? 0;
  const own = slots.findLast(({ site }) => site >= first && site < end) ?? NO_FRAME;
  const isStack =
    address < state.field(Layout.STATE_STACK_HIGH) || (address >= Layout.THREADS_BASE && address < Layout.THREADS_END);
  const framed = slots.filter((slot) => sizeOf(slot) > 0);
  const owner = isStack ? (returnedFrame(state, address, sizeOf) ?? liveFrame(framed, address)) : NO_FRAME;
  const kept = own.frameBase === 0 ? 0 : Math.min(sizeOf(own), MOST_BYTES);
  const bytes = new Uint8Array(16 + kept);
  new Uint32Array(bytes.buffer, 0, 4).set([own.site, own.frameBase, owner.site, owner.frameBase]);
  bytes.set(state.bytes.subarray(own.frameBase, own.frameBase + kept), 16);
  return bytes;
}

function functionOf({ sites }: Instrumented, site: number): number {
  return sites.functionIndex[site] ?? 0;
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
