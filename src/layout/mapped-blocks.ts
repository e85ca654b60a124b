/** What a process has mapped, as blocks: pointers lead into it as they do into the heap. */
import type { BlockAt, MappingMoment } from '../replay/timeline.ts';
import type { AllocationId, ProcessId } from '../util/units.ts';

export interface MappedMemory extends Pick<MappingMoment, 'segment' | 'address' | 'size' | 'isShared'> {
  /** Those that have the same segment mapped. */
  readonly processes: readonly ProcessId[];
}

/** Of a box: which segment is seen through it. */
export type Mapped = Pick<MappedMemory, 'segment' | 'isShared' | 'processes'>;

/** More mappings of one segment than programs make. */
const MOST_OF_ONE = 64;

/** The segment that a box shows; undefined for a block of the heap. */
export function segmentOf(block: AllocationId): number | undefined {
  return block < 0 ? Math.floor((-block - 1) / MOST_OF_ONE) : undefined;
}

/** Their numbers are below those of allocations, and stay the same while they are mapped. */
export function mappedBlocks(mappings: readonly MappedMemory[]): (BlockAt & { readonly mapped: Mapped })[] {
  const seen = new Map<number, number>();
  return mappings.map(({ segment, address, size, isShared, processes }) => {
    const nth = seen.get(segment) ?? 0;
    seen.set(segment, nth + 1);
    const id = -(segment * MOST_OF_ONE + nth + 1);
    return { id, address, size, state: 'live', mapped: { segment, isShared, processes } };
  });
}
