import type { Address, ByteCount } from '../util/units.ts';
import { characterString } from './character-text.ts';
import type { DebugInfo, Dimension, Member, Type, TypeId } from './debug-info.ts';
import type { ReadMemory } from './evaluation.ts';
import { readScalar } from './read-scalar.ts';
import { resolve, sizeOf } from './size-of.ts';
import type { Child, Definedness, UnreadableReason, Value } from './value.ts';

export interface ReadOptions {
  /** Asked for each part that is shown; without it `Value.defined` is absent. */
  readonly definedness?: (address: Address, size: ByteCount) => Definedness;
  /** The count that a variable-length array's dimension has now: `evaluateLocation` and a read of `size` bytes. */
  readonly countOf?: (dimension: Extract<Dimension, { kind: 'variable' }>) => number | undefined;
  /** How many bytes from the address there are (a heap block's size): says how long a flexible array is. */
  readonly extent?: ByteCount;
  /** The name of the function with this index in the function table, for the text of function pointers. */
  readonly functionName?: (tableIndex: number) => string | undefined;
}

/** Of a string no more is read. */
const STRING_LIMIT: ByteCount = 256;

/** A place that holds a value: its type, and where it is. */
export interface Place {
  readonly type: TypeId;
  readonly skippedDimensions: number;
  readonly address: Address | undefined;
  readonly offset: ByteCount;
  readonly bits: Member['bits'];
}

/**
 * The value of an object of some type. Parts of structs, unions and arrays are not read; `childrenOf` reads them.
 *
 * `address` undefined: the object is not in memory, and `read` counts from its start (`bytesReader`).
 */
export function readValue(
  info: DebugInfo,
  type: TypeId,
  read: ReadMemory,
  address: Address | undefined,
  options: ReadOptions = {},
): Value {
  return readPlace(info, { type, skippedDimensions: 0, address, offset: 0, bits: undefined }, read, options);
}

/** A reader of bytes that are at hand; what lies outside reads as zero. */
export function bytesReader(bytes: Uint8Array): ReadMemory {
  return (offset, n) => {
    const out = new Uint8Array(n);
    out.set(bytes.subarray(offset, offset + n));
    return out;
  };
}

function readPlace(info: DebugInfo, place: Place, read: ReadMemory, options: ReadOptions): Value {
  const { type } = resolve(info, place.type);
  switch (type.kind) {
    case 'struct':
    case 'union':
      if (type.isDeclaration) return unreadable(place, 'incomplete');
      return describe(place, type.size, options, {
        kind: type.kind,
        memberCount: type.members.length,
        text: '{...}',
      });
    case 'array':
      return readArray(info, type, place, read, options);
    case 'void':
    case 'function':
      return unreadable(place, 'incomplete');
    default: {
      const size = sizeOf(info, place.type) ?? 0;
      const start: number = place.address ?? place.offset;
      const scalar = readScalar(info, type, size, place.bits, (n) => read(start, n), options.functionName);
      return scalar ? describe(place, size, options, scalar) : unreadable(place, 'incomplete');
    }
  }
}

export function unreadable(place: Pick<Place, 'type' | 'address' | 'offset'>, reason: UnreadableReason): Value {
  const { type, address, offset } = place;
  return { kind: 'unreadable', reason, type, address, offset, size: 0, text: UNREADABLE[reason] };
}

const UNREADABLE: Readonly<Record<UnreadableReason, string>> = {
  incomplete: '<incomplete type>',
  'optimised-out': '<optimised out>',
  'not-recorded': '<not recorded>',
};

type Described<V> = V extends unknown ? Omit<V, 'type' | 'address' | 'offset' | 'size' | 'bits' | 'defined'> : never;

/** Adds what all values have. */
function describe(place: Place, size: ByteCount, options: ReadOptions, rest: Described<Value>): Value {
  const { type, address, offset, bits } = place;
  const value = { ...rest, type, address, offset, size, ...(bits && { bits }) } as Value;
  if (!options.definedness || address === undefined) return value;
  const bytes = bits ? Math.ceil((bits.offset + bits.size) / 8) : size;
  return { ...value, defined: options.definedness(address, bytes) };
}

function readArray(
  info: DebugInfo,
  type: Extract<Type, { kind: 'array' }>,
  place: Place,
  read: ReadMemory,
  options: ReadOptions,
): Value {
  const { skippedDimensions } = place;
  const elementSize = elementSizeOf(info, type, skippedDimensions, options);
  const count = arrayCount(type.dimensions[skippedDimensions], elementSize, place, options);
  const size = count === undefined || elementSize === undefined ? 0 : count * elementSize;
  const isText = skippedDimensions === type.dimensions.length - 1 && isCharacter(info, type.element);
  const start: number = place.address ?? place.offset;
  const string =
    isText && count !== undefined ? characterString(read(start, Math.min(count, STRING_LIMIT))) : undefined;
  return describe(place, size, options, {
    kind: 'array',
    skippedDimensions,
    count,
    elementSize,
    text: string?.literal ?? '{...}',
    ...(string && { string }),
  });
}

/** Of an element after the first of the remaining dimensions: a row, or the element itself. */
function elementSizeOf(
  info: DebugInfo,
  type: Extract<Type, { kind: 'array' }>,
  skippedDimensions: number,
  options: ReadOptions,
): ByteCount | undefined {
  let size = sizeOf(info, type.element);
  for (const dimension of type.dimensions.slice(skippedDimensions + 1)) {
    const count = dimensionCount(dimension, options);
    if (size === undefined || count === undefined) return undefined;
    size *= count;
  }
  return size;
}

function dimensionCount(dimension: Dimension | undefined, options: ReadOptions): number | undefined {
  if (dimension?.kind === 'count') return dimension.count;
  return dimension?.kind === 'variable' ? options.countOf?.(dimension) : undefined;
}

function arrayCount(
  dimension: Dimension | undefined,
  elementSize: ByteCount | undefined,
  place: Place,
  options: ReadOptions,
): number | undefined {
  if (dimension?.kind !== 'unknown') return dimensionCount(dimension, options);
  if (options.extent === undefined || !elementSize) return undefined;
  return Math.max(0, Math.floor((options.extent - place.offset) / elementSize));
}

function isCharacter(info: DebugInfo, type: TypeId): boolean {
  const element = resolve(info, type).type;
  return element.kind === 'base' && (element.encoding === 'signed-char' || element.encoding === 'unsigned-char');
}

export interface ChildRange {
  /** First element of an array; 0 if not given. */
  readonly from?: number;
  /** At most so many elements; 100 if not given. */
  readonly limit?: number;
}

/** The members of a struct or union, all of them; the elements of an array, `range` of them; nothing for other values. */
export function childrenOf(
  info: DebugInfo,
  value: Value,
  read: ReadMemory,
  options: ReadOptions = {},
  range: ChildRange = {},
): Child[] {
  if (value.kind === 'struct' || value.kind === 'union') return membersOf(info, value, read, options);
  if (value.kind !== 'array' || value.elementSize === undefined) return [];
  const { elementSize, skippedDimensions } = value;
  const { type, id } = resolve(info, value.type);
  if (type.kind !== 'array') return [];
  const isRow = skippedDimensions + 1 < type.dimensions.length;
  const from = Math.max(0, range.from ?? 0);
  const end = Math.min(value.count ?? 0, from + (range.limit ?? 100));
  const children: Child[] = [];
  for (let i = from; i < end; i++) {
    const place: Place = {
      type: isRow ? id : type.element,
      skippedDimensions: isRow ? skippedDimensions + 1 : 0,
      ...moved(value, i * elementSize),
      bits: undefined,
    };
    children.push({ name: `[${i}]`, path: `[${i}]`, value: readPlace(info, place, read, options) });
  }
  return children;
}

function membersOf(info: DebugInfo, value: Value, read: ReadMemory, options: ReadOptions): Child[] {
  const { type } = resolve(info, value.type);
  if (type.kind !== 'struct' && type.kind !== 'union') return [];
  return type.members.map((member) => {
    const { name, bits } = member;
    const place: Place = {
      type: member.type,
      skippedDimensions: 0,
      ...moved(value, member.offset),
      // From the byte where the field begins.
      bits: bits && { offset: bits.offset - member.offset * 8, size: bits.size },
    };
    return { name, path: name === '' ? '' : `.${name}`, value: readPlace(info, place, read, options) };
  });
}

function moved(value: Value, by: ByteCount): Pick<Place, 'address' | 'offset'> {
  return { address: value.address === undefined ? undefined : value.address + by, offset: value.offset + by };
}
