import type { Moment } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, ByteCount } from '../util/units.ts';
import { hexByte } from '../util/hex-byte.ts';
import { isOffending, type OffendingBytes } from './offence.ts';
import { cellAt, type TypedCell } from './typed-cells.ts';

/** How a byte is shown. */
export type ByteLook = 'defined' | 'undefined' | 'freed' | 'redzone' | 'unallocated';

const LOOKS: Readonly<Record<number, ByteLook>> = {
  [ShadowState.defined]: 'defined',
  [ShadowState.readOnly]: 'defined',
  [ShadowState.undefined]: 'undefined',
  [ShadowState.freed]: 'freed',
  [ShadowState.heapHeaderFreed]: 'freed',
  [ShadowState.heapFree]: 'freed',
  [ShadowState.heapRedzone]: 'redzone',
  [ShadowState.heapHeader]: 'redzone',
  [ShadowState.stackRedzone]: 'redzone',
  [ShadowState.globalRedzone]: 'redzone',
};

/** The look that a byte's shadow state gives it; what nobody may touch counts as unallocated. */
export function byteLook(state: number): ByteLook {
  return LOOKS[state] ?? 'unallocated';
}

/** A byte as a character: printable ASCII, else a dot. */
export function byteCharacter(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

/** A byte of a dump. */
export interface ByteCell {
  readonly text: string;
  readonly character: string;
  readonly look: ByteLook;
  readonly changed: boolean;
  readonly offending: boolean;
  readonly picked: boolean;
  /** The variable or member that it belongs to, and whether it is its first byte. */
  readonly part: TypedCell | undefined;
  readonly isStart: boolean;
}

export interface ByteRange {
  readonly address: Address;
  readonly size: ByteCount;
}

/** What is marked in a dump. */
export interface ByteMarks {
  readonly stores: readonly ByteRange[];
  readonly offending: OffendingBytes | undefined;
  readonly picked: ByteRange | undefined;
  /** As `typedCells` gives them. */
  readonly parts: readonly TypedCell[];
}

/** `count` bytes from `first` on, as cells of a row. */
export function byteCells(
  moment: Pick<Moment, 'bytes' | 'shadow'>,
  first: Address,
  count: ByteCount,
  { stores, offending, picked, parts }: ByteMarks,
): ByteCell[] {
  const shadow = moment.shadow(first, count);
  return Array.from(moment.bytes(first, count), (byte, i) => {
    const look = byteLook(shadow[i] ?? 0);
    const at = first + i;
    const known = look === 'defined' || look === 'freed';
    const part = cellAt(parts, at);
    return {
      text: look === 'undefined' ? '??' : hexByte(byte),
      character: known ? byteCharacter(byte) : ' ',
      look,
      changed: stores.some((store) => isIn(store, at)),
      offending: isOffending(offending, at, 1),
      picked: picked !== undefined && isIn(picked, at),
      part,
      isStart: part?.address === at,
    };
  });
}

const isIn = ({ address, size }: ByteRange, at: Address): boolean => at >= address && at < address + size;
