/** What is known to be in shared segments: each process tells what it sees there, and several tell the same. */
import type { Address, ByteCount } from '../util/units.ts';
import type { NativeMapping } from './native-processes.ts';

export interface SegmentChange {
  readonly segment: number;
  readonly offset: ByteCount;
  /** The new ones; the first and the last are not what they were. */
  readonly bytes: Uint8Array;
}

/** The library tells of none that is larger. */
const MOST_BYTES = 1 << 16;

export class SharedSegments {
  readonly #bytes = new Map<number, Uint8Array>();

  /** `bytes` are at `address` now. Gives what is new in it; undefined: nothing, or no mapping lies there. */
  change(
    mappings: ReadonlyMap<Address, NativeMapping>,
    address: Address,
    bytes: Uint8Array,
  ): SegmentChange | undefined {
    for (const [start, { segment, size }] of mappings) {
      const offset = address - start;
      if (offset >= 0 && offset < size) return this.#write(segment, offset, bytes);
    }
    return undefined;
  }

  #write(segment: number, offset: ByteCount, bytes: Uint8Array): SegmentChange | undefined {
    if (offset + bytes.length > MOST_BYTES) return undefined;
    const known = this.#bytes.get(segment) ?? new Uint8Array(MOST_BYTES);
    this.#bytes.set(segment, known);
    const isNew = (byte: number, at: number): boolean => byte !== known[offset + at];
    const first = bytes.findIndex(isNew);
    const last = bytes.findLastIndex(isNew);
    known.set(bytes, offset);
    return first < 0 ? undefined : { segment, offset: offset + first, bytes: bytes.slice(first, last + 1) };
  }
}
