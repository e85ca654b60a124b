import { ALLOCATION_BY_LIBC, KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import { recordSize } from '../trace/walk-records.ts';
import type { BlockColumns } from '../leaks/reachability.ts';

/** Keeps the live blocks of a run up to date from its records, in columns by allocation id. */
export class LiveBlocks {
  private address = new Uint32Array(1024);
  private size = new Uint32Array(1024);
  private stack = new Uint32Array(1024);
  private count = 1;

  /** Follows a chunk's records, and marks in them the allocations that libc made for itself. */
  feed(words: Uint32Array, length: number, isLibcs: (stack: number) => boolean): void {
    for (let at = 0; at < length; at += recordSize(words, at)) {
      const kind = words[at]! & KIND_MASK;
      if (kind === RecordKind.allocate && words[at + 1] !== 0) {
        this.add(words[at + 1]!, words[at + 2]!, words[at + 3]!, words[at + 4]!);
        if (isLibcs(words[at + 4]!)) words[at]! |= ALLOCATION_BY_LIBC << KIND_BITS;
      } else if (kind === RecordKind.free) this.address[words[at + 1]!] = 0;
    }
  }

  private add(id: number, address: number, size: number, stack: number): void {
    if (id >= this.address.length) {
      const wider = (from: Uint32Array): Uint32Array<ArrayBuffer> => {
        const to = new Uint32Array(Math.max(id + 1, from.length * 2));
        to.set(from);
        return to;
      };
      this.address = wider(this.address);
      this.size = wider(this.size);
      this.stack = wider(this.stack);
    }
    this.address[id] = address;
    this.size[id] = size;
    this.stack[id] = stack;
    this.count = Math.max(this.count, id + 1);
  }

  /** The blocks that are live now, ascending by address. */
  columns(): BlockColumns & { readonly id: Uint32Array; readonly stack: Uint32Array } {
    const live: number[] = [];
    for (let id = 1; id < this.count; id++) if (this.address[id] !== 0) live.push(id);
    const id = Uint32Array.from(live).sort((a, b) => this.address[a]! - this.address[b]!);
    return {
      id,
      address: id.map((i) => this.address[i]!),
      size: id.map((i) => this.size[i]!),
      stack: id.map((i) => this.stack[i]!),
    };
  }
}
