/** What a native recording tells of memory: bytes of shared segments as they changed, and what blocks held when they were looked at. */
import { recordBytes, stepOf } from '../trace/walk-records.ts';
import type { AllocationId, ByteCount, ProcessId, StepIndex, ThreadId } from '../util/units.ts';
import { firstAbove, withRoom } from './columns.ts';

/** Some bytes of a segment, as one task wrote them. */
export interface SegmentWrite {
  readonly process: ProcessId;
  readonly thread: ThreadId;
  readonly segment: number;
  readonly offset: ByteCount;
  readonly step: StepIndex;
  readonly bytes: Uint8Array;
}

export interface BlockContents {
  /** When they were looked at. */
  readonly step: StepIndex;
  /** The block's first ones. */
  readonly bytes: Uint8Array;
}

export interface ToldMemory {
  /** Writes to segments, ascending by step. */
  readonly writeCount: number;
  writeAt(index: number): SegmentWrite;
  /** How many writes there were up to a position. */
  writesUpTo(step: StepIndex): number;
  /** How many blocks were looked at. */
  readonly blockCount: number;
  /** What was last seen of a block up to a position, if it was looked at. */
  contentsOf(block: AllocationId, step: StepIndex): BlockContents | undefined;
}

const WRITE_FIELDS = 6;
const SEGMENT_WORDS = 4;
const BLOCK_WORDS = 3;

export class ToldMemoryLog implements ToldMemory {
  writeCount = 0;
  /** Process, thread, segment, offset, step, end of its bytes. */
  #writes = new Float64Array(0);
  #bytes = new Uint8Array(0);
  #used = 0;
  #lastStep = 0;
  /** Ascending by step. */
  readonly #contents = new Map<AllocationId, BlockContents[]>();

  get blockCount(): number {
    return this.#contents.size;
  }

  /** A `segmentBytes` record whose bytes begin at word `at`. False for one that is too short. */
  addWrite(process: ProcessId, thread: ThreadId, words: Uint32Array, at: number): boolean {
    const n = words[at - 1]! - SEGMENT_WORDS * 4;
    if (n < 0) return false;
    const from = this.writeCount * WRITE_FIELDS;
    this.#writes = withRoom(this.#writes, from + WRITE_FIELDS - 1);
    this.#bytes = withRoom(this.#bytes, this.#used + n);
    this.#bytes.set(new Uint8Array(words.buffer, words.byteOffset + (at + SEGMENT_WORDS) * 4, n), this.#used);
    this.#used += n;
    this.#lastStep = Math.max(this.#lastStep, stepOf(words[at + 2]!, words[at + 3]!));
    this.#writes.set([process, thread, words[at]!, words[at + 1]!, this.#lastStep, this.#used], from);
    this.writeCount++;
    return true;
  }

  /** A `blockContents` record likewise. */
  addContents(words: Uint32Array, at: number): boolean {
    const n = words[at - 1]! - BLOCK_WORDS * 4;
    if (n < 0) return false;
    const block = words[at]!;
    const contents = { step: stepOf(words[at + 1]!, words[at + 2]!), bytes: recordBytes(words, at + BLOCK_WORDS, n) };
    const known = this.#contents.get(block);
    if (known) known.push(contents);
    else this.#contents.set(block, [contents]);
    return true;
  }

  writeAt(index: number): SegmentWrite {
    const from = index * WRITE_FIELDS;
    const [process, thread, segment, offset, step, end] = this.#writes.subarray(from, from + WRITE_FIELDS);
    const start = index === 0 ? 0 : this.#writes[from - 1]!;
    return {
      ...{ process: process!, thread: thread!, segment: segment!, offset: offset!, step: step! },
      bytes: this.#bytes.subarray(start, end!),
    };
  }

  writesUpTo(step: StepIndex): number {
    return firstAbove(this.writeCount, (index) => this.#writes[index * WRITE_FIELDS + 4]!, step);
  }

  contentsOf(block: AllocationId, step: StepIndex): BlockContents | undefined {
    return this.#contents.get(block)?.findLast((contents) => contents.step <= step);
  }
}
