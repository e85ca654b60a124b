import type { BlockAt } from '../replay/timeline.ts';
import type { Address } from '../util/units.ts';

/** The block that an address lies in or just behind (C allows a pointer there); `blocks` ascend by address. */
export function findBlock(blocks: readonly BlockAt[], address: Address): BlockAt | undefined {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.address ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  const block = blocks[low - 1];
  return block && address <= block.address + block.size ? block : undefined;
}
