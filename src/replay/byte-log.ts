/** Bytes one after the other, in an array that is used again. */
import type { Address, ByteCount } from '../util/units.ts';

export interface ByteSource {
  byteAt(address: Address): number;
  bytes(address: Address, n: ByteCount): Uint8Array;
}

export class ByteLog {
  #bytes = new Uint8Array(1024);
  #used = 0;

  clear(): void {
    this.#used = 0;
  }

  add(memory: ByteSource, address: number, n: number): void {
    if (this.#used + n > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#used + n, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    if (n > 16) this.#bytes.set(memory.bytes(address, n), this.#used);
    else for (let byte = 0; byte < n; byte++) this.#bytes[this.#used + byte] = memory.byteAt(address + byte);
    this.#used += n;
  }

  /** A copy of n bytes from `from` on. */
  slice(from: number, n: number): Uint8Array {
    return this.#bytes.slice(from, from + n);
  }
}
