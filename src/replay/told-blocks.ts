/** The bytes that blocks held when they were looked at, as memory: where nothing is known, bytes are zero and their shadow says so. */
import { ShadowState } from '../trace/records.ts';
import type { Address, ByteCount, StepIndex } from '../util/units.ts';
import { firstAbove } from './columns.ts';
import type { BlockAt } from './timeline.ts';
import type { ToldMemory } from './told-memory.ts';

export interface KnownBytes {
  bytes(address: Address, n: ByteCount): Uint8Array;
  /** `defined` for what is known, and `undefined` for the rest. */
  shadow(address: Address, n: ByteCount): Uint8Array;
}

/** `blocks`: those of the moment, ascending by address. */
export function knownBytes(blocks: readonly BlockAt[], told: ToldMemory, step: StepIndex): KnownBytes {
  /** Calls `visit` with each run of known bytes in a range, and where in the range it begins. */
  const each = (address: Address, n: ByteCount, visit: (bytes: Uint8Array, at: number) => void): void => {
    let index = Math.max(0, firstAbove(blocks.length, (one) => blocks[one]!.address, address) - 1);
    for (; index < blocks.length && blocks[index]!.address < address + n; index++) {
      const block = blocks[index]!;
      const bytes = block.state === 'live' ? told.contentsOf(block.id, step)?.bytes : undefined;
      if (!bytes) continue;
      const start = Math.max(address, block.address);
      const part = bytes.subarray(start - block.address, address + n - block.address);
      if (part.length > 0) visit(part, start - address);
    }
  };
  return {
    bytes(address, n) {
      const found = new Uint8Array(n);
      each(address, n, (bytes, at) => found.set(bytes, at));
      return found;
    },
    shadow(address, n) {
      const found = new Uint8Array(n).fill(ShadowState.undefined);
      each(address, n, (bytes, at) => found.fill(ShadowState.defined, at, at + bytes.length));
      return found;
    },
  };
}
