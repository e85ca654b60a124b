/** Where a process has segments mapped. Lists never change: they are replaced, so that a keyframe can hold one. */
import { SegmentKind } from '../trace/records.ts';
import { PAGE_BYTES } from '../trace/recording.ts';
import type { Address, ByteCount } from '../util/units.ts';

/** Whole pages: `offset` in the segment is at `address`. */
export interface Mapping {
  readonly segment: number;
  readonly address: Address;
  readonly size: ByteCount;
  readonly offset: ByteCount;
  /** What is written goes to the segment, and not to this process alone. */
  readonly isShared: boolean;
}

/** Whether what one process writes into such a segment stays its own. */
export const isPrivate = (kind: SegmentKind | undefined): boolean =>
  kind === SegmentKind.privateAnonymous || kind === SegmentKind.privateFile;

/** Ascending by address, and none overlaps another. */
export type Mappings = readonly Mapping[];

export const NO_MAPPINGS: Mappings = [];

/** Above every address: what `lowestShared` gives for a process that shares nothing. */
const NOWHERE = 2 ** 32;

const pageStart = (address: number): number => address - (address % PAGE_BYTES);

/** With one more; what it covers of others is theirs no more. */
export function withMapping(mappings: Mappings, { address, size, offset, ...rest }: Mapping): Mappings {
  const start = pageStart(address);
  const end = pageStart(address + size + PAGE_BYTES - 1);
  if (end === start) return mappings;
  const made = { ...rest, address: start, size: end - start, offset: pageStart(offset) };
  return [...withoutRange(mappings, start, end - start), made].sort((a, b) => a.address - b.address);
}

/** Without what lies in the pages of a range; the rest of a mapping on either side stays. */
export function withoutRange(mappings: Mappings, address: Address, size: ByteCount): Mappings {
  const start = pageStart(address);
  const end = pageStart(address + size + PAGE_BYTES - 1);
  return mappings.flatMap((each) => {
    const eachEnd = each.address + each.size;
    if (eachEnd <= start || each.address >= end) return [each];
    const before = { ...each, size: start - each.address };
    const after = { ...each, address: end, size: eachEnd - end, offset: each.offset + end - each.address };
    return [before, after].filter((part) => part.size > 0);
  });
}

/** The shared mapping that holds an address. */
export function sharedAt(mappings: Mappings, address: Address): Mapping | undefined {
  return mappings.find((each) => each.isShared && address >= each.address && address < each.address + each.size);
}

/** No shared mapping begins below this. */
export function lowestShared(mappings: Mappings): Address {
  return mappings.find((each) => each.isShared)?.address ?? NOWHERE;
}

/** The parts of a range that lie in shared mappings, each with where it is in its segment. */
export function sharedParts(
  mappings: Mappings,
  address: Address,
  size: ByteCount,
): { readonly segment: number; readonly offset: ByteCount; readonly size: ByteCount; readonly address: Address }[] {
  return mappings.flatMap((each) => {
    const start = Math.max(address, each.address);
    const end = Math.min(address + size, each.address + each.size);
    if (!each.isShared || end <= start) return [];
    return [{ segment: each.segment, offset: each.offset + start - each.address, size: end - start, address: start }];
  });
}
