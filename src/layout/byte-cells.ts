import type { Moment } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, ByteCount } from '../util/units.ts';
import { hexByte } from '../util/hex-byte.ts';
import { chunkAtOrAfter, LOOK, type HeapChunks } from './heap-chunks.ts';
import { isOffending, type OffendingBytes } from './offence.ts';
import { cellAt, type TypedCell } from './typed-cells.ts';

/** How a byte is shown. `freed`: in quarantine, or after its scope; `free`: of a chunk that may be given out again. */
export type ByteLook = 'defined' | 'undefined' | 'freed' | 'free' | 'redzone' | 'header' | 'unallocated';

const LOOKS: Readonly<Record<number, ByteLook>> = {
  [ShadowState.defined]: 'defined',
  [ShadowState.readOnly]: 'defined',
  [ShadowState.undefined]: 'undefined',
  [ShadowState.freed]: 'freed',
  [ShadowState.heapHeaderFreed]: 'header',
  [ShadowState.heapFree]: 'free',
  [ShadowState.heapRedzone]: 'redzone',
  [ShadowState.heapHeader]: 'header',
  [ShadowState.stackRedzone]: 'redzone',
  [ShadowState.globalRedzone]: 'redzone',
};

/** The look that a byte's shadow state gives it; what nobody may touch counts as unallocated. */
export function byteLook(state: number): ByteLook {
  return LOOKS[state] ?? 'unallocated';
}

/**
 * The looks of bytes from `first` on. In the heap their chunks say what they are: the allocator keeps its lists in the shadow of freed
 * memory, whose states therefore don't tell a redzone there from what was the block's.
 */
export function byteLooks(shadow: Uint8Array, first: Address, chunks: HeapChunks | undefined): ByteLook[] {
  const looks = Array.from(shadow, byteLook);
  if (!chunks) return looks;
  const fill = (look: ByteLook, from: Address, to: Address): void => {
    if (to > first) looks.fill(look, Math.max(0, from - first), to - first);
  };
  const { count, start, payload, payloadEnd, end, look } = chunks;
  for (let at = chunkAtOrAfter(chunks, first); at < count && start[at]! < first + shadow.length; at += 1) {
    fill('header', start[at]!, payload[at]!);
    if (look[at] === LOOK.quarantined) fill('freed', payload[at]!, payloadEnd[at]!);
    if (look[at] === LOOK.free) fill('free', payload[at]!, payloadEnd[at]!);
    fill('redzone', payloadEnd[at]!, end[at]!);
  }
  return looks;
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
  /** Absent: nothing is known of the heap but its shadow. */
  readonly chunks?: HeapChunks | undefined;
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
  { chunks, stores, offending, picked, parts }: ByteMarks,
): ByteCell[] {
  const looks = byteLooks(moment.shadow(first, count), first, chunks);
  return Array.from(moment.bytes(first, count), (byte, i) => {
    const look = looks[i] ?? 'unallocated';
    const at = first + i;
    const known = look === 'defined' || look === 'freed' || look === 'free';
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

/** Bytes of a row that look alike, by their offsets in it. */
export interface ByteRun {
  readonly first: number;
  readonly last: number;
  readonly look: ByteLook;
}

/** For those who don't see the looks: runs of all that is not an ordinary value. */
export function byteRuns(cells: readonly Pick<ByteCell, 'look'>[]): ByteRun[] {
  const runs: ByteRun[] = [];
  for (const [at, { look }] of cells.entries()) {
    const run = runs.at(-1);
    if (run?.look === look && run.last === at - 1) runs[runs.length - 1] = { ...run, last: at };
    else if (look !== 'defined') runs.push({ first: at, last: at, look });
  }
  return runs;
}
