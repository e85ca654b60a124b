import type { BlockDistance } from '../replay/findings.ts';
import type { Address, AllocationId, ByteCount } from '../util/units.ts';

export type Use = 'read' | 'write' | 'free';

/** What the finding that is being looked at is about: the views mark it. */
export interface Offence {
  readonly blocks: readonly AllocationId[];
  /** The bytes that are misused at this very moment. */
  readonly bytes: OffendingBytes | undefined;
}

export interface OffendingBytes {
  readonly address: Address;
  readonly size: ByteCount;
  readonly use: Use;
  readonly block?: BlockDistance;
  /** The variable that was hit or missed. */
  readonly variable?: { readonly name: string; readonly function?: string };
  /** The variable they were, where it is no more. */
  readonly ended?: EndedVariable;
}

export interface EndedVariable {
  /** '' where it isn't known. */
  readonly name: string;
  readonly function: string;
  /** Whether all of its function's frame ended, and not only its scope. */
  readonly isFrame: boolean;
}

/** Whether [address, address + size) has bytes in common with the offending ones. */
export function isOffending(bytes: OffendingBytes | undefined, address: Address, size: ByteCount): boolean {
  return bytes !== undefined && address < bytes.address + bytes.size && bytes.address < address + Math.max(1, size);
}
