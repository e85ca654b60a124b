/** Blocks by address: a hash table in columns, as a program may have tens of millions of them and frees each by its address. */
import type { Address } from './units.ts';

const LEAST_CAPACITY = 1024;
/** The table grows when it is fuller than this. */
const MOST_FILLED = 0.6;

/** Numbers (32 bits with a sign, never 0) by address. Address 0 is no key. Entries are replaced, never taken out. */
export class AddressTable {
  #keys: Float64Array;
  #values: Int32Array;
  #count: number;

  constructor(from?: AddressTable) {
    this.#keys = from ? from.#keys.slice() : new Float64Array(LEAST_CAPACITY);
    this.#values = from ? from.#values.slice() : new Int32Array(LEAST_CAPACITY);
    this.#count = from ? from.#count : 0;
  }

  /** 0: there is none. */
  get(address: Address): number {
    return this.#values[this.#placeOf(address)]!;
  }

  set(address: Address, value: number): void {
    let at = this.#placeOf(address);
    if (this.#values[at] === 0) {
      if (++this.#count > this.#keys.length * MOST_FILLED) {
        this.#grow();
        at = this.#placeOf(address);
      }
      this.#keys[at] = address;
    }
    this.#values[at] = value;
  }

  /** Sets and gives what was there. */
  exchange(address: Address, value: number): number {
    const at = this.#placeOf(address);
    const before = this.#values[at]!;
    if (before === 0) this.set(address, value);
    else this.#values[at] = value;
    return before;
  }

  /** Turns a number above 0 into its negative. Gives what was there. */
  negate(address: Address): number {
    const at = this.#placeOf(address);
    const before = this.#values[at]!;
    if (before > 0) this.#values[at] = -before;
    return before;
  }

  clear(): void {
    this.#keys = new Float64Array(LEAST_CAPACITY);
    this.#values = new Int32Array(LEAST_CAPACITY);
    this.#count = 0;
  }

  each(visit: (value: number, address: Address) => void): void {
    for (let at = 0; at < this.#keys.length; at++)
      if (this.#values[at] !== 0) visit(this.#values[at]!, this.#keys[at]!);
  }

  /** Where the address is, or would be put. */
  #placeOf(address: Address): number {
    const mask = this.#keys.length - 1;
    // Blocks lie 16 bytes apart or more; both halves of the number count.
    const low = (address / 16) | 0;
    const high = (address / 2 ** 36) | 0;
    let at = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    at = (at ^ (at >>> 15)) & mask;
    while (this.#values[at] !== 0 && this.#keys[at] !== address) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Int32Array(keys.length * 2);
    for (let old = 0; old < keys.length; old++) {
      if (values[old] === 0) continue;
      const at = this.#placeOf(keys[old]!);
      this.#keys[at] = keys[old]!;
      this.#values[at] = values[old]!;
    }
  }
}
