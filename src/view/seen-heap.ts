import { layHeapChunks, type Allocator, type HeapChunks } from '../layout/heap-chunks.ts';
import type { AllocationTable, BlockAt } from '../replay/timeline.ts';
import type { Seen } from '../session/playback.svelte.ts';
import type { Recorded } from '../session/recorded.ts';
import { DEFAULT_CHECKS } from '../session/run-options.ts';

/** The allocator whose chunks they are; undefined: without memory of our own making the blocks are glibc's, of whose chunks no more is known. */
export function allocatorOf(seen: Seen, { checks, hasMemory }: Recorded): Allocator | undefined {
  if (!hasMemory) return undefined;
  const { redzoneBytes, quarantineBytes } = checks ?? DEFAULT_CHECKS;
  return { base: seen.moment.layout.heapBase, redzone: redzoneBytes, quarantine: quarantineBytes };
}

/** The heap of the process that is seen, by chunk. */
export function seenChunks(
  seen: Seen,
  recorded: Recorded,
  table: AllocationTable,
  blocks: readonly BlockAt[],
): HeapChunks {
  return layHeapChunks({
    blocks,
    step: seen.step,
    table,
    isLeaked: (id) => (recorded.leaked.get(id) ?? Infinity) <= seen.step,
    allocator: allocatorOf(seen, recorded),
  });
}
