import type { LeakKind } from '../leaks/reachability.ts';
import { classifyBlocks, type Range } from '../leaks/reachability.ts';
import { Layout } from '../instrument/memory-layout.ts';
import type { MemoryLayout, SiteTable } from '../trace/recording.ts';
import { FindingKind, ShadowState } from '../trace/records.ts';
import type { Address } from '../util/units.ts';
import { liveBlocks } from './live-blocks.ts';
import type { CallSlot, ProgramState } from './program-state.ts';
import type { Recorder } from './recorder.ts';

export interface LeakScanContext {
  readonly state: ProgramState;
  readonly layout: MemoryLayout;
  readonly sites: SiteTable;
  readonly frameBytes: Uint32Array;
  readonly importedFunctions: number;
  /** Of the running thread. */
  readonly stackPointer: Address;
}

const LOADABLE = 0x01;
/** Constants hold no pointers to the heap, but text that may look like one. */
const LOADABLE_AND_STORABLE = 0x81;

/** Where pointers that count may lie: globals, and the frames of calls that are still in progress. */
export function roots(context: LeakScanContext): Range[] {
  const { state, layout } = context;
  const ranges: Range[] = [{ address: layout.globalBase, size: layout.heapBase - layout.globalBase }];
  for (const [from, to] of state.mapped) ranges.push({ address: from, size: to - from });
  for (const { thread, slots } of state.threadSlots()) {
    const frames = framesOf(slots, context);
    for (const frame of frames) ranges.push(frame);
    const lowest = thread === state.runningThread ? context.stackPointer : frames.at(-1)?.address;
    if (lowest === undefined) continue;
    for (const range of betweenFrames(frames, lowest, state)) ranges.push(range);
  }
  return [...ranges, ...state.threadBlocks];
}

/** Outermost first: of functions that have one. */
function framesOf(slots: readonly CallSlot[], { sites, frameBytes, importedFunctions }: LeakScanContext): Range[] {
  return slots
    .map(({ site, frameBase }) => ({
      address: frameBase,
      size: frameBytes[(sites.functionIndex[site] ?? 0) - importedFunctions] ?? 0,
    }))
    .filter(({ size }) => size > 0);
}

/** Variable-length arrays and alloca()'s memory lie below their function's frame; what else lies there has lost its marks. */
function* betweenFrames(frames: readonly Range[], lowest: Address, { bytes }: ProgramState): Iterable<Range> {
  for (const [i, { address: end }] of frames.entries()) {
    const next = frames[i + 1];
    for (let at = next ? Math.max(lowest, next.address + next.size) : lowest; at < end;) {
      const start = at;
      while (at < end && bytes[Layout.LIMIT + at] === ShadowState.defined) at++;
      if (at > start) yield { address: start, size: at - start };
      else at++;
    }
  }
}

function isOnThreadStack(address: number): boolean {
  return address >= Layout.THREADS_BASE && address < Layout.THREADS_END;
}

/** Words of the heap and of globals count only where they have a value; frames keep no shadow of their own. */
export function wordReader({ state, layout }: LeakScanContext): (address: number) => number {
  const { words, bytes } = state;
  return (address) => {
    const wanted = address >= layout.heapBase ? LOADABLE : LOADABLE_AND_STORABLE;
    if (address >= layout.globalBase && !isOnThreadStack(address))
      for (let i = 0; i < 4; i++) if ((bytes[Layout.LIMIT + address + i]! & wanted) !== wanted) return 0;
    return words[address >> 2]!;
  };
}

/**
 * Records a leak finding for each block that is still live, but for those that `ignore` says are no one's fault. Pointers in those whose stack
 * `keepsNothing` knows don't count.
 */
export function recordLeaks(
  context: LeakScanContext,
  recorder: Recorder,
  ignore: (block: { readonly id: number; readonly stack: number }, kind: LeakKind) => boolean,
  keepsNothing: (stack: number) => boolean,
): void {
  const blocks = liveBlocks(context.state, context.layout.heapBase);
  const sizes = blocks.size.map((size, i) => (keepsNothing(blocks.stack[i]!) ? 0 : size));
  const kinds = classifyBlocks({ address: blocks.address, size: sizes }, roots(context), wordReader(context));
  kinds.forEach((kind, i) => {
    if (ignore({ id: blocks.id[i]!, stack: blocks.stack[i]! }, kind as LeakKind)) return;
    recorder.finding(FindingKind.leak, {
      address: blocks.address[i]!,
      size: blocks.size[i]!,
      flags: kind,
      block: blocks.id[i]!,
      stack: blocks.stack[i]!,
    });
  });
}
