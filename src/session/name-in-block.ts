/** What the source calls a place in a block: `list->next`, `values[3]`, `*count`. */
import type { DebugInfo, TypeId } from '../dwarf/debug-info.ts';
import { isUsers } from '../dwarf/declared-variables.ts';
import { pathInType } from '../dwarf/path-in-type.ts';
import { endsInFlexibleArray, resolve, sizeOf } from '../dwarf/size-of.ts';
import { variablesInScope } from '../dwarf/variables-in-scope.ts';
import { findBlock } from '../layout/find-block.ts';
import type { ByteRange, MappingMoment } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, ByteCount } from '../util/units.ts';
import type { NamingMemory } from './name-place.ts';
import type { Seen } from './playback.svelte.ts';

/** Places that are looked at on the way: a sentence isn't worth more. */
const MOST_PLACES = 400;
/** Elements of an array that may hold the pointer. */
const MOST_ELEMENTS = 32;

interface Place {
  /** An expression of C. */
  readonly name: string;
  readonly type: TypeId;
  readonly address: Address;
}

export interface PlaceInBlock extends Place {
  /** The name is a pointer's that leads to the text which the bytes are part of: `*line` has room for one character only. */
  readonly isText?: true;
  /** So many of the type, one after the other. */
  readonly count?: number;
}

/** A pointer that was set. */
interface Pointer {
  readonly name: string;
  readonly target: Address;
  /** What it leads to. */
  readonly type: TypeId;
  /** From the target to the end of its block; undefined where it leads elsewhere. */
  readonly room: ByteCount | undefined;
}

/** By the first byte of the region. */
type PointersInto = ReadonlyMap<Address, readonly Pointer[]>;
const known = new WeakMap<NamingMemory, PointersInto>();

/** A block, or memory that is mapped. */
interface Region {
  readonly address: Address;
  readonly size: ByteCount;
}

/**
 * By the pointers that the innermost function and the globals lead to, nearest first: of two names the one with fewer steps counts, and of
 * these the one of the variable that was declared further in. Undefined where no pointer that has a type leads there. `but`: a pointer
 * that doesn't count, as it is what points there that is spoken of.
 */
export function nameInBlock(
  range: ByteRange,
  region: Region,
  memory: NamingMemory,
  codeOf: Seen['codeOf'],
  debug: DebugInfo,
  but?: string,
): PlaceInBlock | undefined {
  let pointers = known.get(memory);
  if (!pointers) known.set(memory, (pointers = pointersInto(memory, codeOf, debug)));
  const isText = but === undefined && range.size > 1 && looksLikeText(memory.bytes(range.address, range.size));
  for (const pointer of pointers.get(region.address) ?? []) {
    const named = pointer.name === but ? undefined : throughPointer(debug, pointer, range, isText);
    if (named) return named;
  }
  return undefined;
}

function pointersInto(memory: NamingMemory, codeOf: Seen['codeOf'], debug: DebugInfo): PointersInto {
  const places = roots(debug, memory, codeOf);
  const into = new Map<Address, Pointer[]>();
  const followed = new Set<string>();
  let looked = 0;
  for (const place of places) {
    if (++looked > MOST_PLACES) break;
    const { type } = resolve(debug, place.type);
    if (type.kind !== 'pointer') {
      places.push(...partsOf(debug, place));
      continue;
    }
    const target = pointerAt(memory, place.address);
    const block = findBlock(memory.blocks, target);
    if (!target || block?.state === 'freed') continue;
    const region: Region | undefined = block ?? mappingAt(memory, target);
    const room = region && region.address + region.size - target;
    const pointer: Pointer = { name: place.name, target, type: type.target, room };
    if (region) into.set(region.address, [...(into.get(region.address) ?? []), pointer]);
    const key = `${target} ${type.target}`;
    if (followed.has(key) || !(region ?? isVariable(memory, target))) continue;
    followed.add(key);
    places.push(...targetParts(debug, pointer));
  }
  return into;
}

function roots(debug: DebugInfo, memory: NamingMemory, codeOf: Seen['codeOf']): Place[] {
  const frame = memory.frames.findLast((each) => !each.libc);
  const locals = frame ? variablesInScope(debug, codeOf(frame.site)) : [];
  const places = locals.flatMap(({ name, type, location, shadowed }): Place[] => {
    if (location.kind !== 'frame' || shadowed || !frame) return [];
    return [{ name, type, address: frame.frameBase + location.offset }];
  });
  return [...places.filter((place) => leadsOn(debug, place.type)), ...globalRoots(debug)];
}

const globalsOf = new WeakMap<DebugInfo, readonly Place[]>();

/** The same at every step. */
function globalRoots(debug: DebugInfo): readonly Place[] {
  let places = globalsOf.get(debug);
  if (!places) {
    places = debug.globals.flatMap((variable): Place[] => {
      const { name, type, location } = variable;
      if (location.kind !== 'address' || !isUsers(debug, variable) || !leadsOn(debug, type)) return [];
      return [{ name, type, address: location.address }];
    });
    globalsOf.set(debug, places);
  }
  return places;
}

/** Whether there may be a pointer in it. */
function leadsOn(debug: DebugInfo, type: TypeId): boolean {
  const { kind } = resolve(debug, type).type;
  return kind === 'pointer' || kind === 'array' || kind === 'struct' || kind === 'union';
}

/** What a process has mapped there. */
export function mappingAt({ mappings }: NamingMemory, address: Address): MappingMoment | undefined {
  return mappings.find((each) => each.address <= address && address < each.address + each.size);
}

const isVariable = ({ layout }: NamingMemory, address: Address): boolean =>
  (address >= layout.stackLow && address < layout.stackHigh) ||
  (address >= layout.globalBase && address < layout.heapBase);

/** Members and elements that are pointers or have parts. */
function partsOf(debug: DebugInfo, { name, type: id, address }: Place): Place[] {
  const { type } = resolve(debug, id);
  if (type.kind === 'struct' || type.kind === 'union') {
    return type.members.flatMap((member): Place[] => {
      if (member.bits || !leadsOn(debug, member.type)) return [];
      const path = member.name === '' ? '' : `.${member.name}`;
      return [{ name: name + path, type: member.type, address: address + member.offset }];
    });
  }
  const [dimension, ...inner] = type.kind === 'array' ? type.dimensions : [];
  if (type.kind !== 'array' || dimension?.kind !== 'count' || inner.length > 0) return [];
  return elementsAt(debug, name, type.element, address, dimension.count);
}

function elementsAt(debug: DebugInfo, name: string, type: TypeId, address: Address, count: number): Place[] {
  const size = sizeOf(debug, type);
  if (!size || !leadsOn(debug, type)) return [];
  return Array.from({ length: Math.min(count, MOST_ELEMENTS) }, (_, i) => ({
    ...{ name: `${name}[${i}]`, type, address: address + i * size },
  }));
}

/** What may lead on in what a pointer leads to. */
function targetParts(debug: DebugInfo, pointer: Pointer): Place[] {
  const { name, type, target } = pointer;
  const size = sizeOf(debug, type);
  if (size && isArray(debug, pointer, size)) {
    return elementsAt(debug, grouped(name), type, target, Math.floor((pointer.room ?? 0) / size));
  }
  const { kind } = resolve(debug, type).type;
  if (kind === 'pointer') return [{ name: `*${name}`, type, address: target }];
  if (kind !== 'struct' && kind !== 'union') return [];
  return partsOf(debug, { name: '', type, address: target }).map((part) => ({
    ...part,
    name: `${grouped(name)}->${part.name.slice(1)}`,
  }));
}

/** A block with room for several is an array of them. */
function isArray(debug: DebugInfo, { room, type }: Pointer, size: ByteCount): boolean {
  return room !== undefined && room >= 2 * size && !endsInFlexibleArray(debug, type);
}

/** `(*link)`, as a member or an element of it is written. */
const grouped = (name: string): string => (name.startsWith('*') ? `(${name})` : name);

function throughPointer(
  debug: DebugInfo,
  pointer: Pointer,
  { address, size }: ByteRange,
  isText: boolean,
): PlaceInBlock | undefined {
  const { name, type, target, room = 0 } = pointer;
  const element = sizeOf(debug, type);
  if (!element || address < target || address + size > target + room) return undefined;
  if (isText && isCharacter(debug, type)) return { name, type, address: target, isText: true };
  const from = address - target;
  if (isArray(debug, pointer, element)) return inArray(debug, pointer, { from, size, element });
  const { path, type: inside, rest, isPadding } = pathInType(debug, type, from, size);
  if (isPadding || rest + size > (sizeOf(debug, inside) || Infinity)) return undefined;
  const place = { type: inside, address: address - rest };
  if (path.startsWith('.')) return { name: `${grouped(name)}->${path.slice(1)}`, ...place };
  return { name: path === '' ? `*${name}` : `(*${name})${path}`, ...place };
}

interface Span {
  /** From where the pointer leads to. */
  readonly from: ByteCount;
  readonly size: ByteCount;
  readonly element: ByteCount;
}

/** An element, a part of one, or several whole ones. */
function inArray(debug: DebugInfo, pointer: Pointer, { from, size, element }: Span): PlaceInBlock | undefined {
  const name = grouped(pointer.name);
  const index = Math.floor(from / element);
  const offset = from - index * element;
  const count = size / element;
  const address = pointer.target + from;
  if (offset === 0 && count > 1 && Number.isInteger(count))
    return { name: `${name}[${index}…${index + count - 1}]`, type: pointer.type, address, count };
  if (offset + size > element) return undefined;
  const { path, type, rest, isPadding } = pathInType(debug, pointer.type, offset, size);
  return isPadding ? undefined : { name: `${name}[${index}]${path}`, type, address: address - rest };
}

function isCharacter(debug: DebugInfo, id: TypeId): boolean {
  const { type } = resolve(debug, id);
  return type.kind === 'base' && type.size === 1 && type.name === 'char';
}

/** A number that is written in a block of characters is none. */
const looksLikeText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte >= 32 || byte === 0 || (byte >= 9 && byte <= 13));

/** 0 where it was never set. */
function pointerAt(memory: NamingMemory, address: Address): Address {
  if (memory.shadow(address, 4).includes(ShadowState.undefined)) return 0;
  const bytes = memory.bytes(address, 4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
}
