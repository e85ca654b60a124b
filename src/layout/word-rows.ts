/**
 * A block of a program whose types nobody knows: what is known of its bytes as words of the machine. One that is an address in a
 * block is shown as a pointer, as a leak scan would take it.
 */
import type { BlockAt } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import { hexByte } from '../util/hex-byte.ts';
import type { Address } from '../util/units.ts';
import type { ObjectMoment, Row } from './object-model.ts';
import { moreRow, type RowContext } from './read-rows.ts';

/** Gives the rows of a block in place of its bytes. */
export type WordRows = typeof wordRows;

const WORD_BYTES = 8;
/** User addresses have 47 bits; what is above 2^53 is none, and no exact number. */
const MOST_ADDRESS = 2 ** 53;
const WORDS = 8;

export function wordRows(block: BlockAt, context: RowContext, moment: ObjectMoment): Row[] {
  const id = `b${block.id}`;
  const known = knownBytes(block, moment);
  const all = Math.ceil(known / WORD_BYTES);
  const most = context.opened.get(`${id}/more`) ? WORDS * 16 : WORDS;
  const rows = Array.from({ length: Math.min(all, most) }, (_, word): Row => {
    const offset = word * WORD_BYTES;
    const bytes = moment.bytes(block.address + offset, Math.min(WORD_BYTES, known - offset));
    const target = bytes.length === WORD_BYTES ? addressIn(bytes) : undefined;
    const pointing = target === undefined ? undefined : context.pointingToBlock(target);
    const text = pointing ? `0x${target!.toString(16)}` : [...bytes].map(hexByte).join(' ');
    return { ...row(block, `${id}+${offset}`, `+${offset}`, text, offset, bytes.length), pointing };
  });
  if (all > most) return [...rows, moreRow(id, 0, known - most * WORD_BYTES)];
  if (known >= block.size) return rows;
  const last = block.size - 1;
  const name = known === last ? `[${last}]` : `[${known}]…[${last}]`;
  // Nobody looked at the rest, which is not to say that nothing was written there.
  return [...rows, row(block, `${id}/rest`, name, '?', known, block.size - known)];
}

/** How many bytes from the block's beginning are known. */
function knownBytes(block: BlockAt, moment: ObjectMoment): number {
  const unknown = moment.shadow(block.address, block.size).indexOf(ShadowState.undefined);
  return unknown < 0 ? block.size : unknown;
}

/** Little-endian; undefined for 0 and for what can't be an address. */
function addressIn(bytes: Uint8Array): Address | undefined {
  const value = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return value > 0 && value < MOST_ADDRESS ? value : undefined;
}

function row(block: BlockAt, id: string, name: string, text: string, offset: number, size: number): Row {
  return {
    ...{ id, name, text, size, depth: 0, type: '', written: 'all', changed: false, isOpen: undefined },
    address: block.address + offset,
    pointing: undefined,
  };
}
