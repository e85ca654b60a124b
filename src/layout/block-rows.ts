import type { DebugInfo, TypeId } from '../dwarf/debug-info.ts';
import { characterString, characterText } from '../dwarf/character-text.ts';
import { readValue, type ReadOptions } from '../dwarf/read-value.ts';
import { endsInFlexibleArray, resolve, sizeOf } from '../dwarf/size-of.ts';
import type { Value } from '../dwarf/value.ts';
import type { BlockAt } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import { hexByte } from '../util/hex-byte.ts';
import type { Address, ByteCount } from '../util/units.ts';
import { segmentOf } from './mapped-blocks.ts';
import type { ObjectMoment, Row } from './object-model.ts';
import {
  columnsOf,
  elementsOfNote,
  gridLine,
  moreRow,
  partRows,
  readRows,
  strip,
  type RowContext,
} from './read-rows.ts';

/** Objects of a typed block that are shown before "n more". */
const OBJECTS = 8;
/** The same of numbers and pointers. */
const ELEMENTS = 32;
/** Of objects that are no larger than a number, a line is shown also of what was never used. */
const LARGE = 9;
const SMALL_OBJECTS = 4;
const BYTES_PER_ROW = 8;
const BYTE_ROWS = 2;
const LONGEST_TEXT = 64;

/**
 * What is in a block: objects of the type that a pointer to it told, or, where none did, its bytes. Freed blocks show no
 * contents: nobody may read them.
 */
export function blockRows(
  block: BlockAt,
  type: TypeId | undefined,
  context: RowContext,
  moment: ObjectMoment,
  options: ReadOptions,
): Row[] {
  if (block.state === 'freed') return [];
  const size = type === undefined ? undefined : sizeOf(context.debug, type);
  if (type === undefined || !size || size > block.size) {
    if (looksLikeText(block, moment)) return textRows(block, context, moment);
    return (context.wordRows ?? byteRows)(block, context, moment);
  }
  if (isCharacter(context.debug, type)) return textRows(block, context, moment);
  const count = endsInFlexibleArray(context.debug, type) ? 1 : Math.floor(block.size / size);
  const read = (address: Address, n: ByteCount): Uint8Array => moment.bytes(address, n);
  const id = `b${block.id}`;
  const extent: ReadOptions = { ...options, extent: block.size };
  if (count === 1) {
    const shown = {
      id,
      name: '',
      value: readValue(context.debug, type, read, block.address, extent),
      read,
      options: extent,
    };
    const isCompound = shown.value.kind === 'struct' || shown.value.kind === 'union';
    return isCompound ? partRows(shown, context, 0) : readRows({ ...shown, name: '*' }, context);
  }
  const isStruct = ['struct', 'union'].includes(resolve(context.debug, type).type.kind);
  const most = (isStruct ? OBJECTS : ELEMENTS) * (context.opened.get(`${id}/more`) ? 16 : 1);
  const rows: Row[] = [];
  const valueOf = (i: number): Value => readValue(context.debug, type, read, block.address + i * size, options);
  const columns = columnsOf(valueOf(0), context.debug, options, 1);
  const elementRows = (i: number): Row[] => {
    const shown = { id: `${id}[${i}]`, name: `[${i}]`, value: valueOf(i), read, options };
    return columns > 0 ? gridLine(shown, context, 0, columns) : readRows(shown, context);
  };
  // Of a large table only the occupied places.
  const isTable = count > ELEMENTS && resolve(context.debug, type).type.kind === 'pointer';
  const isMapped = segmentOf(block.id) !== undefined && !context.opened.get(`${id}/more`);
  const isShort = isTable && most === ELEMENTS;
  const shown = isShort ? 0 : Math.min(count, most, isMapped ? used(block, size, most, moment) : count);
  for (let i = 0; i < shown; i += 1) rows.push(...elementRows(i));
  const grouped =
    columns > 0 ? rows.map((row): Row => ({ ...row, group: { id, kind: 'grid', columns } })) : strip(rows, id);
  const beyond = elementsOfNote(context, read, block, size, shown, isTable).filter((i) => i < count);
  const more =
    count > shown
      ? [...beyond.flatMap(elementRows), moreRow(id, 0, count - shown - (isTable ? beyond.length : 0))]
      : [];
  return [...grouped, ...more];
}

/** How many of a mapping's first objects it takes to show all that is not zero: whole pages are mapped, whatever was asked for. */
function used(block: BlockAt, size: ByteCount, most: number, moment: ObjectMoment): number {
  const last = moment.bytes(block.address, Math.min(block.size, most * size)).findLastIndex((byte) => byte !== 0);
  return Math.max(size < LARGE ? SMALL_OBJECTS : 1, Math.ceil((last + 1) / size));
}

function isCharacter(debug: DebugInfo, type: TypeId): boolean {
  const { type: resolved } = resolve(debug, type);
  return resolved.kind === 'base' && resolved.size === 1 && resolved.name === 'char';
}

/** A block of characters: its text as far as it is written, and what is left of it. */
function textRows(block: BlockAt, context: RowContext, moment: ObjectMoment): Row[] {
  const length = writtenText(block, moment);
  if (length === 0) return byteRows(block, context, moment);
  const id = `b${block.id}`;
  const string = characterString(moment.bytes(block.address, length));
  const isWhole = string.isTerminated || length === block.size;
  const text = isWhole ? string.literal : `${string.literal.slice(0, -1)}…"`;
  const isOpen = context.opened.get(`${id}/text`) ?? false;
  const rows: Row[] = [{ ...bytesRow(block, `${id}/text`, '', text, 0, length, 'all', context), isOpen }];
  if (isOpen) rows.push(...characterRows(block, moment.bytes(block.address, length), context));
  const isUnwritten = (at: number): boolean => moment.shadow(block.address + at, 1)[0] === ShadowState.undefined;
  if (length < block.size && isUnwritten(length)) {
    const name = length === block.size - 1 ? `[${length}]` : `[${length}]…[${block.size - 1}]`;
    const written = context.wordRows ? 'all' : 'none';
    rows.push(bytesRow(block, `${id}/rest`, name, '?', length, block.size - length, written, context));
  }
  return rows;
}

/** Each character with its index, the zero at the end, too. */
function characterRows(block: BlockAt, bytes: Uint8Array, context: RowContext): readonly Row[] {
  const rows = [...bytes].map((byte, at): Row => {
    const row = bytesRow(block, `b${block.id}[${at}]`, `[${at}]`, characterText(byte), at, 1, 'all', context);
    return { ...row, depth: 1 };
  });
  return strip(rows, `b${block.id}/text`);
}

/** How many bytes from the start are written, of those that can be shown. */
function writtenText(block: BlockAt, moment: ObjectMoment): number {
  const shown = Math.min(block.size, LONGEST_TEXT);
  const unwritten = moment.shadow(block.address, shown).findIndex((state) => state !== ShadowState.defined);
  return unwritten < 0 ? shown : unwritten;
}

/** Whether what is written begins with a string of printable characters: then it was meant as text. */
function looksLikeText(block: BlockAt, moment: ObjectMoment): boolean {
  const bytes = moment.bytes(block.address, writtenText(block, moment));
  const end = bytes.indexOf(0);
  return (
    end >= 2 &&
    bytes
      .subarray(0, end)
      .every((byte) => (byte >= 0x20 && byte < 0x7f) || byte >= 0x80 || byte === 0x0a || byte === 0x09)
  );
}

/** Bytes in hexadecimal, those never written as "??"; a few rows of them. */
function byteRows(block: BlockAt, context: RowContext, moment: ObjectMoment): Row[] {
  const all = Math.ceil(block.size / BYTES_PER_ROW);
  const most = context.opened.get(`b${block.id}/more`) ? 32 : BYTE_ROWS;
  const rows: Row[] = [];
  for (let i = 0; i < Math.min(all, most); i += 1) {
    const offset = i * BYTES_PER_ROW;
    const n = Math.min(BYTES_PER_ROW, block.size - offset);
    const bytes = moment.bytes(block.address + offset, n);
    const shadow = moment.shadow(block.address + offset, n);
    const texts = [...bytes].map((byte, at) => (shadow[at] === ShadowState.defined ? hexByte(byte) : '??'));
    const known = texts.filter((text) => text !== '??').length;
    const written = known === 0 ? 'none' : known === n ? 'all' : 'some';
    rows.push(bytesRow(block, `b${block.id}+${offset}`, `+${offset}`, texts.join(' '), offset, n, written, context));
  }
  if (all > most) rows.push(moreRow(`b${block.id}`, 0, block.size - most * BYTES_PER_ROW));
  return rows;
}

function bytesRow(
  block: BlockAt,
  id: string,
  name: string,
  text: string,
  offset: number,
  size: number,
  written: Row['written'],
  context: RowContext,
): Row {
  const address = block.address + offset;
  return {
    id,
    depth: 0,
    name,
    type: '',
    text,
    written,
    changed: context.bytes.changed(address, size),
    ...(context.showsAddresses && { showsAddress: true }),
    ...(context.bytes.wasRead(address, size) && { wasRead: true }),
    isOpen: undefined,
    address,
    size,
    pointing: undefined,
  };
}
