/** What a child's memory gets from its parent's: all that is in use, and nothing that is as the engine made it. */
import { Layout } from '../instrument/memory-layout.ts';
import { PAGE_BYTES, type MemoryLayout } from '../trace/recording.ts';
import type { ProgramState } from './program-state.ts';

/** Bytes of the areas for arguments' and results' undefined bits that calls may use: one for each parameter. */
export const PASSED_BYTES = 1000 * 8;

/** What is known of places that make undefined values, and which of them shall. */
export const ORIGINS: readonly (readonly [start: number, bytes: number])[] = [
  [Layout.ORIGINS_BASE, Layout.ORIGINS_SIZE * 16],
  [Layout.WANTED_BASE, Layout.ORIGINS_SIZE / 8],
];

/** `to` is new. Left out: the tables that lead to nodes of stacks (the shim makes them anew), and the counts of the parent's findings. */
export function copyProcessMemory(from: ProgramState, to: ProgramState, layout: MemoryLayout): void {
  const planes = from.bytes.length / Layout.LIMIT;
  for (const [start, end] of from.usedRanges(layout))
    for (let plane = 0; plane < planes; plane++)
      copyUsedPages(from, to, plane * Layout.LIMIT + start, plane * Layout.LIMIT + end);
  const reserved: readonly (readonly [start: number, bytes: number])[] = [
    [Layout.NODES_BASE, (from.field(Layout.STATE_NODE_COUNT) + 1) * 8],
    [Layout.SLOTS_BASE, from.field(Layout.STATE_SLOT) - Layout.SLOTS_BASE],
    [Layout.SUSPENSION_BASE, from.suspensionBytes],
    [Layout.ARGUMENTS_BASE, PASSED_BYTES],
    [Layout.RESULTS_BASE, PASSED_BYTES],
    [Layout.STATE_BASE, PAGE_BYTES],
    ...(from.field(Layout.STATE_TRIES_ORIGINS) === 0 ? [] : ORIGINS),
  ];
  for (const [start, bytes] of reserved) to.bytes.set(from.bytes.subarray(start, start + bytes), start);
}

function copyUsedPages(from: ProgramState, to: ProgramState, start: number, end: number): void {
  from.forEachUsedRun(start, end, (runStart, runEnd) => to.bytes.set(from.bytes.subarray(runStart, runEnd), runStart));
}
