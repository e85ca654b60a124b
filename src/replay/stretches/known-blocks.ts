/**
 * The blocks that a run may still name: those that live, and of freed ones the last at each address, which may be freed again. So it takes as much
 * memory as the run has addresses, however many blocks there have been.
 *
 *     number of a block --(hash)--> slot: its columns <--(AddressTable)-- address in a process
 */
import { AddressTable } from '../../util/address-table.ts';
import type { Address, AllocationId, ProcessId } from '../../util/units.ts';
import { withRoom } from '../columns.ts';
import type { BlockColumns } from './block-rows.ts';

export const BlockState = { live: 1, freed: 2 } as const;

const LEAST_CAPACITY = 1024;
/** No address of a program is as high. */
const PROCESS_UNIT = 2 ** 48;

export class KnownBlocks implements BlockColumns {
  /** Those that live. */
  live = 0;
  /** By slot; slot 0 is none. */
  id = new Uint32Array(0);
  address = new Float64Array(0);
  size = new Float64Array(0);
  operation = new Uint16Array(0);
  stack = new Uint32Array(0);
  step = new Float64Array(0);
  process = new Uint16Array(0);
  state = new Uint8Array(0);
  /** 1: all that happens to it is kept. */
  pinned = new Uint8Array(0);
  freeStep = new Float64Array(0);
  freeStack = new Uint32Array(0);
  freeOperation = new Uint16Array(0);
  #slots = 0;
  readonly #byAddress = new AddressTable();
  /** Open addressing; holds slots. */
  #byId = new Int32Array(LEAST_CAPACITY);
  #shift = 32 - Math.log2(LEAST_CAPACITY);

  /** Slots are from 1 to this. */
  get slots(): number {
    return this.#slots;
  }

  /** Takes a block in, in the place of a freed one that had its address. */
  add(
    id: AllocationId,
    address: Address,
    size: number,
    operation: number,
    stack: number,
    step: number,
    process: ProcessId,
  ): void {
    const key = address + process * PROCESS_UNIT;
    let slot = this.#byAddress.get(key);
    if (slot > 0 && this.state[slot] === BlockState.freed) this.#forget(this.id[slot]!);
    else {
      slot = ++this.#slots;
      this.#makeRoom(slot);
      this.#byAddress.set(key, slot);
    }
    this.id[slot] = id;
    this.address[slot] = address;
    this.size[slot] = size;
    this.operation[slot] = operation;
    this.stack[slot] = stack;
    this.step[slot] = step;
    this.process[slot] = process;
    this.state[slot] = BlockState.live;
    this.pinned[slot] = 0;
    this.live += 1;
    this.#byId[this.#placeOf(id)] = slot;
  }

  /** 0: it is not known any more, or there was none. */
  slotOf(id: AllocationId): number {
    return this.#byId[this.#placeOf(id)]!;
  }

  free(slot: number, operation: number, stack: number, step: number): void {
    this.state[slot] = BlockState.freed;
    this.freeOperation[slot] = operation;
    this.freeStack[slot] = stack;
    this.freeStep[slot] = step;
    this.live -= 1;
  }

  /** Where the block's slot is, or would be put. Consecutive numbers lie evenly spread (multiplication by the golden ratio). */
  #placeOf(id: AllocationId): number {
    const table = this.#byId;
    const mask = table.length - 1;
    let at = Math.imul(id, 0x9e3779b1) >>> this.#shift;
    for (let slot = table[at]!; slot !== 0 && this.id[slot] !== id; slot = table[at]!) at = (at + 1) & mask;
    return at;
  }

  /** Takes an entry out; those behind it move up, so that they are still found. */
  #forget(id: AllocationId): void {
    const table = this.#byId;
    const mask = table.length - 1;
    let hole = this.#placeOf(id);
    for (let at = (hole + 1) & mask; table[at] !== 0; at = (at + 1) & mask) {
      const home = Math.imul(this.id[table[at]!]!, 0x9e3779b1) >>> this.#shift;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      table[hole] = table[at]!;
      hole = at;
    }
    table[hole] = 0;
  }

  #makeRoom(slot: number): void {
    if (slot * 2 > this.#byId.length) this.#grow();
    if (slot < this.id.length) return;
    this.id = withRoom(this.id, slot);
    this.address = withRoom(this.address, slot);
    this.size = withRoom(this.size, slot);
    this.operation = withRoom(this.operation, slot);
    this.stack = withRoom(this.stack, slot);
    this.step = withRoom(this.step, slot);
    this.process = withRoom(this.process, slot);
    this.state = withRoom(this.state, slot);
    this.pinned = withRoom(this.pinned, slot);
    this.freeStep = withRoom(this.freeStep, slot);
    this.freeStack = withRoom(this.freeStack, slot);
    this.freeOperation = withRoom(this.freeOperation, slot);
  }

  #grow(): void {
    const old = this.#byId;
    this.#byId = new Int32Array(old.length * 2);
    this.#shift -= 1;
    for (const slot of old) if (slot !== 0) this.#byId[this.#placeOf(this.id[slot]!)] = slot;
  }
}
