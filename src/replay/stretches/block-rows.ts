/** Some blocks of a run, in columns that grow: for millions of them. */
import { withRoom } from '../columns.ts';
import type { Address, AllocationId, ByteCount, ProcessId, StackId, StepIndex } from '../../util/units.ts';

export interface BlockRow {
  readonly id: AllocationId;
  readonly address: Address;
  readonly size: ByteCount;
  /** AllocationOp with ALLOCATION_BY_LIBC. */
  readonly operation: number;
  readonly stack: StackId;
  readonly step: StepIndex;
  /** Who allocated it. */
  readonly process: ProcessId;
}

/** Plain data, as it is packed. */
export interface BlockColumns {
  readonly id: Uint32Array;
  readonly address: Float64Array;
  readonly size: Float64Array;
  readonly operation: Uint16Array;
  readonly stack: Uint32Array;
  readonly step: Float64Array;
  readonly process: Uint16Array;
}

export class BlockRows {
  count = 0;
  #id = new Uint32Array(0);
  #address = new Float64Array(0);
  #size = new Float64Array(0);
  #operation = new Uint16Array(0);
  #stack = new Uint32Array(0);
  #step = new Float64Array(0);
  #process = new Uint16Array(0);

  add(row: BlockRow): void {
    const at = this.count++;
    this.#id = withRoom(this.#id, at);
    this.#address = withRoom(this.#address, at);
    this.#size = withRoom(this.#size, at);
    this.#operation = withRoom(this.#operation, at);
    this.#stack = withRoom(this.#stack, at);
    this.#step = withRoom(this.#step, at);
    this.#process = withRoom(this.#process, at);
    this.#id[at] = row.id;
    this.#address[at] = row.address;
    this.#size[at] = row.size;
    this.#operation[at] = row.operation;
    this.#stack[at] = row.stack;
    this.#step[at] = row.step;
    this.#process[at] = row.process;
  }

  /** Ascending by number. */
  columns(): BlockColumns {
    const { count } = this;
    const order = orderOf(this.#id.subarray(0, count));
    const take = <T extends Uint16Array | Uint32Array | Float64Array>(column: T): T =>
      (column.subarray(0, count) as T).map((_, at) => column[order[at]!]!) as T;
    return {
      id: take(this.#id),
      address: take(this.#address),
      size: take(this.#size),
      operation: take(this.#operation),
      stack: take(this.#stack),
      step: take(this.#step),
      process: take(this.#process),
    };
  }
}

/** Positions by ascending number. Where both fit in a double, it is sorted as one, several times as fast as with a comparator. */
function orderOf(id: Uint32Array): Uint32Array {
  if (id.length >= PLACES) return Uint32Array.from(id.keys()).sort((a, b) => id[a]! - id[b]!);
  const keys = Float64Array.from(id, (value, at) => value * PLACES + at).sort();
  return Uint32Array.from(keys, (key) => key % PLACES);
}

/** 32 bits and these are what a double holds exactly. */
const PLACES = 2 ** 21;

export function rowAt(columns: BlockColumns, at: number): BlockRow {
  return {
    id: columns.id[at]!,
    address: columns.address[at]!,
    size: columns.size[at]!,
    operation: columns.operation[at]!,
    stack: columns.stack[at]!,
    step: columns.step[at]!,
    process: columns.process[at]!,
  };
}

export const NO_BLOCKS: BlockColumns = new BlockRows().columns();
