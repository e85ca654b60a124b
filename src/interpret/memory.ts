/** The memory that instructions see while a step is made again: what was before it, and what they have stored since. */
import type { Address, ByteCount } from '../util/units.ts';

export interface Change {
  readonly address: Address;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What loads and stores of an interpreter go to. */
export interface SeenMemory {
  /** Undefined where one of the bytes isn't known. */
  load(address: Address, n: ByteCount): Uint8Array | undefined;
  /** `bytes`: undefined for what isn't known. False: there is no such store, so whoever makes it is not where the program was. */
  store(address: Address, n: ByteCount, bytes: Uint8Array | undefined): boolean;
  /** A call was made that isn't followed. */
  skipped(): void;
}

/** Nothing is known of it. */
export const UNKNOWN_MEMORY: SeenMemory = { load: () => undefined, store: () => true, skipped: () => undefined };

export class StepMemory implements SeenMemory {
  /** By address; undefined: written with what isn't known. */
  readonly #written = new Map<Address, number | undefined>();
  #isLate = false;

  /** `after`: bytes as they are after the step; `changes`: what the recording says that the step stored, in order. */
  constructor(
    readonly after: (address: Address, n: ByteCount) => Uint8Array,
    readonly changes: readonly Change[],
  ) {}

  /** From now on, what a call may have stored counts as stored. */
  skipped(): void {
    this.#isLate = true;
  }

  load(address: Address, n: ByteCount): Uint8Array | undefined {
    const bytes = this.after(address, n);
    if (!this.#isLate) for (const change of this.changes.toReversed()) undo(change, address, bytes);
    for (let i = 0; i < n; i += 1) {
      if (!this.#written.has(address + i)) continue;
      const byte = this.#written.get(address + i);
      if (byte === undefined) return undefined;
      bytes[i] = byte;
    }
    return bytes;
  }

  /** What isn't known, the recording says. */
  store(address: Address, n: ByteCount, bytes: Uint8Array | undefined): boolean {
    const recorded = this.changes.find(
      (change) => change.address <= address && address + n <= change.address + change.after.length,
    );
    const from = recorded ? address - recorded.address : 0;
    const stored = bytes ?? recorded?.after.subarray(from, from + n);
    for (let i = 0; i < n; i += 1) this.#written.set(address + i, stored?.[i]);
    return recorded !== undefined;
  }
}

function undo({ address: from, before }: Change, address: Address, bytes: Uint8Array): void {
  const first = Math.max(from, address);
  const end = Math.min(from + before.length, address + bytes.length);
  for (let at = first; at < end; at += 1) bytes[at - address] = before[at - from]!;
}
