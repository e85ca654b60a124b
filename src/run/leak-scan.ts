import type { LeakKind } from '../leaks/reachability.ts';
import { classifyBlocks, type Range } from '../leaks/reachability.ts';
import { Layout } from '../instrument/memory-layout.ts';
import type { MemoryLayout, SiteTable } from '../trace/recording.ts';
import { FindingKind } from '../trace/records.ts';
import { liveBlocks } from './live-blocks.ts';
import type { ProgramState } from './program-state.ts';
import type { Recorder } from './recorder.ts';

export interface LeakScanContext {
  readonly state: ProgramState;
  readonly layout: MemoryLayout;
  readonly sites: SiteTable;
  readonly frameBytes: Uint32Array;
  readonly importedFunctions: number;
}

const LOADABLE = 0x01;
/** Constants hold no pointers to the heap, but text that may look like one. */
const LOADABLE_AND_STORABLE = 0x81;

/** Where pointers that count may lie: globals, and the frames of calls that are still in progress. */
export function roots({ state, layout, sites, frameBytes, importedFunctions }: LeakScanContext): Range[] {
  const ranges: Range[] = [{ address: layout.globalBase, size: layout.heapBase - layout.globalBase }];
  for (const [from, to] of state.mapped) ranges.push({ address: from, size: to - from });
  for (const { site, frameBase } of state.threadSlots().flatMap(({ slots }) => slots)) {
    const size = frameBytes[(sites.functionIndex[site] ?? 0) - importedFunctions] ?? 0;
    if (size > 0) ranges.push({ address: frameBase, size });
  }
  return [...ranges, ...state.threadBlocks];
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

/** Records a leak finding for each block that is still live, but for those that `ignore` says are no one's fault. */
export function recordLeaks(
  context: LeakScanContext,
  recorder: Recorder,
  ignore: (block: { readonly id: number; readonly stack: number }, kind: LeakKind) => boolean,
): void {
  const blocks = liveBlocks(context.state, context.layout.heapBase);
  const kinds = classifyBlocks(blocks, roots(context), wordReader(context));
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
