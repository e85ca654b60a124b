/** The bytes of segments that processes share: one copy each, whoever looks, and who wrote each byte last. */
import type { ByteCount, ProcessId } from '../util/units.ts';
import { PAGE_WORDS, PagedBytes } from './paged-bytes.ts';

interface SegmentStore {
  readonly bytes: PagedBytes;
  /** 1 + the process (mod 255); 0: nobody. */
  readonly writers: PagedBytes;
}

export class SharedSegments {
  readonly #stores = new Map<number, SegmentStore>();

  /** `sizeOf` gives the most bytes that a segment can hold. */
  constructor(readonly sizeOf: (segment: number) => ByteCount) {}

  get changedPages(): number {
    let pages = 0;
    for (const { bytes, writers } of this.#stores.values()) pages += bytes.changedPages + writers.changedPages;
    return pages;
  }

  /** Those that hold something, or held it at another position of the window. */
  get known(): readonly number[] {
    return [...this.#stores.keys()];
  }

  bytes(segment: number, offset: ByteCount, n: ByteCount): Uint8Array {
    return this.#stores.get(segment)?.bytes.bytes(offset, n) ?? new Uint8Array(n);
  }

  writers(segment: number, offset: ByteCount, n: ByteCount): Uint8Array {
    return this.#stores.get(segment)?.writers.bytes(offset, n) ?? new Uint8Array(n);
  }

  /** What is in a segment when nobody has written yet. */
  set(segment: number, offset: ByteCount, bytes: Uint8Array): void {
    this.#store(segment).bytes.set(offset, bytes);
  }

  clear(segment: number): void {
    const { bytes } = this.#store(segment);
    bytes.fill(0, bytes.limit, 0);
  }

  /** Writes those bytes of an aligned word that `written` has set. */
  writeWord(segment: number, offset: ByteCount, xor: number, written: number, process: ProcessId): void {
    const { bytes, writers } = this.#store(segment);
    if (offset >= bytes.limit) return;
    const word = (offset >>> 2) & (PAGE_WORDS - 1);
    bytes.ownPage(offset)[word]! ^= xor & written;
    const page = writers.ownPage(offset);
    const mark = (process % 255) + 1;
    page[word] = (page[word]! & ~written) | ((mark * 0x01010101) & written);
  }

  keep(keyframe: number): void {
    for (const { bytes, writers } of this.#stores.values()) {
      bytes.keep(keyframe);
      writers.keep(keyframe);
    }
  }

  load(keyframe: number): void {
    for (const { bytes, writers } of this.#stores.values()) {
      bytes.load(keyframe);
      writers.load(keyframe);
    }
  }

  #store(segment: number): SegmentStore {
    let store = this.#stores.get(segment);
    if (!store) {
      const size = this.sizeOf(segment);
      this.#stores.set(segment, (store = { bytes: new PagedBytes(size, 0), writers: new PagedBytes(size, 0) }));
    }
    return store;
  }
}
