import type { Address, ByteCount } from '../util/units.ts';

/** Leak kinds, as memcheck's manual (4.2.8) defines them; the numbers are those of a leak finding's flags. */
export const LeakKind = { definitelyLost: 1, indirectlyLost: 2, possiblyLost: 3, stillReachable: 4 } as const;
export type LeakKind = (typeof LeakKind)[keyof typeof LeakKind];

/** Live blocks in columns, ascending by address. */
export interface BlockColumns {
  readonly address: Uint32Array;
  readonly size: Uint32Array;
}

export interface Range {
  readonly address: Address;
  readonly size: ByteCount;
}

/** The aligned 32-bit word at an address, or 0 where there is none with a value. */
export type ReadWord = (address: Address) => number;

const UNREACHED = 0;

/**
 * Classifies every block by how the roots lead to it: memcheck's rules. Words are looked at where they are aligned. A pointer to
 * a block's start keeps it reachable, one into its middle only possibly; what an unreachable block points to is indirectly
 * lost, and of a lost cycle the block at the lowest address counts as definitely lost. Takes O(words log blocks).
 */
export function classifyBlocks(blocks: BlockColumns, roots: Iterable<Range>, readWord: ReadWord): Uint8Array {
  const kinds = new Uint8Array(blocks.address.length);
  const work: number[] = [];
  const find = blockFinder(blocks);

  const scan = (from: Address, size: ByteCount, visit: (pointer: Address, block: number) => void): void => {
    const end = from + size - 3;
    for (let at = (from + 3) & ~3; at < end; at += 4) {
      const pointer = readWord(at);
      if (pointer === 0) continue;
      const block = find(pointer);
      if (block >= 0) visit(pointer, block);
    }
  };
  const scanBlock = (block: number, visit: (pointer: Address, block: number) => void): void =>
    scan(blocks.address[block]!, blocks.size[block]!, visit);

  const isStart = (pointer: Address, block: number): boolean => {
    const address = blocks.address[block]!;
    return pointer === address || followsHeader(pointer - address, blocks.size[block]!, address, readWord);
  };

  /** Reaches a block directly or, through a doubtful pointer somewhere on the way, possibly. */
  const reach = (doubtful: boolean) => (pointer: Address, block: number) => {
    const kind = doubtful || !isStart(pointer, block) ? LeakKind.possiblyLost : LeakKind.stillReachable;
    if (kinds[block]! >= kind) return;
    kinds[block] = kind;
    work.push(block);
  };
  for (const root of roots) scan(root.address, root.size, reach(false));
  while (work.length > 0) {
    const block = work.pop()!;
    scanBlock(block, reach(kinds[block] === LeakKind.possiblyLost));
  }

  for (let leader = 0; leader < kinds.length; leader++) {
    if (kinds[leader] !== UNREACHED) continue;
    kinds[leader] = LeakKind.definitelyLost;
    work.push(leader);
    const follow = (_pointer: Address, block: number): void => {
      if (block === leader) return;
      if (kinds[block] === UNREACHED) {
        kinds[block] = LeakKind.indirectlyLost;
        work.push(block);
      } else if (kinds[block] === LeakKind.definitelyLost) kinds[block] = LeakKind.indirectlyLost;
    };
    while (work.length > 0) scanBlock(work.pop()!, follow);
  }
  return kinds;
}

/**
 * Whether a pointer into a block is what its owner keeps: one past a header that tells the block's size or the number of its elements
 * (memcheck's heuristics `length64` and `newarray`, which are on unless they are turned off). A header of 4 bytes, which `size_t` has here,
 * only with the size: an `int` that counts is none on a machine where `size_t` has 8.
 */
function followsHeader(distance: ByteCount, size: ByteCount, address: Address, readWord: ReadWord): boolean {
  if (address % 4 !== 0 || distance > size) return false;
  const first = readWord(address);
  if (first === 0) return false;
  if (distance === 4) return first === size - 4;
  return distance === 8 && readWord(address + 4) === 0 && (size - 8) % first === 0;
}

/** The block that holds an address, or -1. A block of no bytes is found at its start. */
function blockFinder({ address, size }: BlockColumns): (pointer: Address) => number {
  const first = address[0] ?? Infinity;
  const last = address.length > 0 ? address.at(-1)! + Math.max(1, size.at(-1)!) : 0;
  return (pointer) => {
    if (pointer < first || pointer >= last) return -1;
    let low = 0;
    let high = address.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (address[middle]! <= pointer) low = middle + 1;
      else high = middle;
    }
    const block = low - 1;
    return pointer - address[block]! < Math.max(1, size[block]!) ? block : -1;
  };
}
