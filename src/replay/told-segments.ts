/** Shared segments of a native recording at any position: goes along the writes, forth and back. */
import type { ByteCount, ProcessId, StepIndex } from '../util/units.ts';
import type { MemoryChange } from './timeline.ts';
import type { ToldMemory } from './told-memory.ts';

interface SegmentState {
  readonly bytes: Uint8Array;
  /** 1 + the process (mod 255); 0: nobody. */
  readonly writers: Uint8Array;
}

/** What a write covered, to be put back. */
interface Covered {
  readonly bytes: Uint8Array;
  readonly writers: Uint8Array;
}

/** Changes of larger segments are not recorded. */
export const MOST_TOLD_BYTES = 65536;

export class ToldSegments {
  /** Writes that have been made. */
  #at = 0;
  readonly #states = new Map<number, SegmentState>();
  readonly #covered: Covered[] = [];
  readonly #told: ToldMemory;
  readonly #sizeOf: (segment: number) => ByteCount;

  /** `sizeOf` gives how many bytes a segment has. */
  constructor(told: ToldMemory, sizeOf: (segment: number) => ByteCount) {
    this.#told = told;
    this.#sizeOf = sizeOf;
  }

  /** Segments are as at this position from now on. */
  goTo(step: StepIndex): void {
    const wanted = this.#told.writesUpTo(step);
    while (this.#at < wanted) this.#write(this.#at++);
    while (this.#at > wanted) this.#undo(--this.#at);
  }

  bytes(segment: number, offset: ByteCount, n: ByteCount): Uint8Array {
    return part(this.#states.get(segment)?.bytes, offset, n);
  }

  writers(segment: number, offset: ByteCount, n: ByteCount): Uint8Array {
    return part(this.#states.get(segment)?.writers, offset, n);
  }

  /** Whether anything was written to it so far. */
  holds(segment: number): boolean {
    return this.#states.has(segment);
  }

  /** What the step up to the present position wrote. */
  changes(
    step: StepIndex,
  ): (Omit<MemoryChange, 'address'> & { readonly process: ProcessId; readonly thread: number })[] {
    this.goTo(step);
    const changes = [];
    for (let index = this.#told.writesUpTo(step - 1); index < this.#at; index++) {
      const { process, thread, segment, offset, bytes } = this.#told.writeAt(index);
      const before = this.#covered[index]!.bytes;
      changes.push({ process, thread, before, after: bytes.slice(0, before.length), shared: { segment, offset } });
    }
    return changes;
  }

  #write(index: number): void {
    const { segment, offset, bytes, process } = this.#told.writeAt(index);
    let state = this.#states.get(segment);
    if (!state) {
      const size = Math.min(MOST_TOLD_BYTES, this.#sizeOf(segment));
      this.#states.set(segment, (state = { bytes: new Uint8Array(size), writers: new Uint8Array(size) }));
    }
    // A damaged recording may write beyond the end.
    const end = Math.min(offset + bytes.length, state.bytes.length);
    const start = Math.min(offset, end);
    this.#covered[index] = { bytes: state.bytes.slice(start, end), writers: state.writers.slice(start, end) };
    state.bytes.set(bytes.subarray(0, end - start), start);
    state.writers.fill((process % 255) + 1, start, end);
  }

  #undo(index: number): void {
    const { segment, offset } = this.#told.writeAt(index);
    const { bytes, writers } = this.#covered.pop()!;
    const state = this.#states.get(segment)!;
    if (bytes.length === 0) return;
    state.bytes.set(bytes, offset);
    state.writers.set(writers, offset);
  }
}

function part(of: Uint8Array | undefined, offset: ByteCount, n: ByteCount): Uint8Array {
  const bytes = new Uint8Array(n);
  if (of) bytes.set(of.subarray(offset, offset + n));
  return bytes;
}
