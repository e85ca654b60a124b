/** The bytes of a struct that no member has: the compiler leaves them so that what follows is aligned. */
import type { Child, Value } from '../dwarf/value.ts';
import type { ByteCount } from '../util/units.ts';
import type { Row } from './object-model.ts';

export interface Gap {
  /** From the start of the struct. */
  readonly offset: ByteCount;
  readonly size: ByteCount;
  /** The member after it; undefined at the end. */
  readonly before: Value | undefined;
}

/** Takes the members of a struct in their order. */
export function paddingOf(struct: Value, members: readonly Child[]): Gap[] {
  const gaps: Gap[] = [];
  let end: ByteCount = 0;
  for (const { value } of members) {
    const offset = value.offset - struct.offset;
    if (offset > end) gaps.push({ offset: end, size: offset - end, before: value });
    const size = value.bits ? Math.ceil((value.bits.offset + value.bits.size) / 8) : value.size;
    end = Math.max(end, offset + size);
  }
  if (end < struct.size) gaps.push({ offset: end, size: struct.size - end, before: undefined });
  return gaps;
}

export function paddingRow(id: string, { offset, size }: Gap, struct: Value, depth: number): Row {
  return {
    id: `${id}/padding@${offset}`,
    depth,
    name: '',
    type: '',
    text: '',
    written: 'all',
    changed: false,
    isOpen: undefined,
    address: struct.address === undefined ? undefined : struct.address + offset,
    size,
    pointing: undefined,
    padding: size,
  };
}
