import type { ByteCount } from '../util/units.ts';
import type { DebugInfo, Member, Type, TypeId } from './debug-info.ts';
import { resolve, sizeOf } from './size-of.ts';

export interface PathInType {
  /** What to write behind the object's name: '.items[2].x'; '' for the object itself. */
  readonly path: string;
  /** Of what the path leads to. */
  readonly type: TypeId;
  /** How far into it the byte lies; 0 for its first byte. */
  readonly rest: ByteCount;
  /** The byte belongs to no member: the path leads to the struct around it. */
  readonly isPadding: boolean;
}

const MAX_DEPTH = 64;

/**
 * Names the byte at `offset` of an object of this type, as far inside as members and elements go. Of a union's members
 * the first that holds the byte is named, and of bit-fields the first in the byte. Elements of arrays are counted on past
 * the end if the last dimension's size is not known, and else the path stays at the array. `atLeast`: the path stays at what
 * has so many bytes from the one at `offset` on: so not at a bit-field.
 */
export function pathInType(info: DebugInfo, type: TypeId, offset: ByteCount, atLeast: ByteCount = 0): PathInType {
  let path = '';
  let id = type;
  let rest = offset;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const current = resolve(info, id).type;
    if (current.kind === 'array') {
      const step = intoArray(info, current, rest);
      if (!step || !hasRoom(info, current.element, step.rest, atLeast)) break;
      path += step.path;
      rest = step.rest;
      id = current.element;
    } else if (current.kind === 'struct' || current.kind === 'union') {
      const member = current.members.find((each) => holds(info, each, rest));
      if (!member) return { path, type: id, rest, isPadding: !current.isDeclaration };
      const isTooSmall = member.bits && member.bits.size < atLeast * 8;
      if (isTooSmall || !hasRoom(info, member.type, rest - member.offset, atLeast)) break;
      path += member.name === '' ? '' : `.${member.name}`;
      rest -= member.offset;
      id = member.type;
      if (member.bits) break;
    } else break;
  }
  return { path, type: id, rest, isPadding: false };
}

function intoArray(
  info: DebugInfo,
  type: Extract<Type, { kind: 'array' }>,
  offset: ByteCount,
): { path: string; rest: ByteCount } | undefined {
  const size = sizeOf(info, type.element);
  if (!size) return undefined;
  const index = Math.floor(offset / size);
  const counts = type.dimensions.map((dimension) => (dimension.kind === 'count' ? dimension.count : undefined));
  const indices: number[] = [];
  let left = index;
  // From the last dimension, whose elements are neighbours, to the first.
  for (let i = counts.length - 1; i > 0; i--) {
    const count = counts[i];
    if (!count) return undefined;
    indices.unshift(left % count);
    left = Math.floor(left / count);
  }
  if (counts[0] !== undefined && left >= counts[0]) return undefined;
  return { path: [left, ...indices].map((each) => `[${each}]`).join(''), rest: offset - index * size };
}

/** Flexible arrays, whose size is not known, have room for all that follows. */
function hasRoom(info: DebugInfo, type: TypeId, from: ByteCount, bytes: ByteCount): boolean {
  const size = sizeOf(info, type);
  return bytes <= 1 || !size || from + bytes <= size;
}

function holds(info: DebugInfo, member: Member, offset: ByteCount): boolean {
  if (offset < member.offset) return false;
  if (member.bits) return offset * 8 < member.bits.offset + member.bits.size;
  const { type } = resolve(info, member.type);
  const size = sizeOf(info, member.type) ?? 0;
  return offset < member.offset + size || (type.kind === 'array' && type.dimensions[0]?.kind === 'unknown');
}
