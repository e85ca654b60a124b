/** The chunks of a heap as the shim has them: read off the shadow bytes of a snapshot, from one to the next. */
import { ShadowState } from '../trace/records.ts';
import type { Snapshot } from '../trace/recording.ts';
import { chunkCapacity, HEADER_BYTES } from './chunk-sizes.ts';

export interface WalkedChunk {
  readonly start: number;
  readonly end: number;
  readonly state: 'live' | 'quarantined' | 'free';
  /** Of a free chunk: where the next of its list begins; 0: none. */
  readonly next: number;
}

/** Up to the wilderness, which begins at `top`. Throws where the chunks don't fit together. */
export function walkHeap({ shadow, layout }: Snapshot, redzone: number, top: number): WalkedChunk[] {
  const bytes = new Map<number, number>();
  for (const run of shadow) run.bytes.forEach((byte, i) => bytes.set(run.address + i, byte));
  const state = (at: number): number => bytes.get(at) ?? 0;
  const number = (at: number): number =>
    [4, 3, 2, 1, 0].reduce((sum, i) => sum * 64 + ((state(at + i) >> 1) & 0x3f), 0);
  const chunks: WalkedChunk[] = [];
  for (let start = layout.heapBase; start < top; start = chunks.at(-1)!.end) {
    const marker = state(start + 15);
    const isOwn = marker === ShadowState.heapFree;
    if (isOwn || (marker === ShadowState.heapHeaderFreed && state(start + 31) === ShadowState.heapFree)) {
      const data = isOwn ? start : start + HEADER_BYTES;
      const end = start + number(data);
      if (number(end - 16) !== end - start) throw new Error(`the chunk at ${start} has no tag at its end`);
      if (chunks.at(-1)?.state === 'free') throw new Error(`the chunk at ${start} was not joined with the one before`);
      chunks.push({ start, end, state: 'free', next: number(data + 5) });
      continue;
    }
    if (marker !== ShadowState.heapHeader && marker !== ShadowState.heapHeaderFreed)
      throw new Error(`no chunk at ${start}`);
    const end = start + HEADER_BYTES + chunkCapacity(number(start), redzone);
    chunks.push({ start, end, state: marker === ShadowState.heapHeader ? 'live' : 'quarantined', next: 0 });
  }
  if ((chunks.at(-1)?.end ?? top) !== top) throw new Error('the last chunk does not end at the wilderness');
  return chunks;
}
