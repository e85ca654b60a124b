/** What is in a variable, as a sentence tells it: pointers by what they lead to, arrays and structs by their parts. */
import { childrenOf, readValue, type ReadOptions } from '../dwarf/read-value.ts';
import type { DebugInfo, TypeId } from '../dwarf/debug-info.ts';
import { sizeOf } from '../dwarf/size-of.ts';
import type { Definedness, PointerValue, Value } from '../dwarf/value.ts';
import { findBlock } from '../layout/find-block.ts';
import { pointedString } from '../layout/pointed-string.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, AllocationId, ByteCount } from '../util/units.ts';
import { mappingAt } from './name-in-block.ts';
import type { NamingMemory } from './name-place.ts';
import type { Recorded } from './recorded.ts';

export type PlaceValue =
  /** As C would write it; `{1, 2, 3}` for what has parts, `"text"` for a pointer to text that is in no block. */
  | { readonly kind: 'text'; readonly text: string }
  /** A pointer into a block; `offset` 0: to its beginning. */
  | (Led & {
      readonly kind: 'block';
      readonly block: AllocationId;
      readonly offset: ByteCount;
      readonly isFreed: boolean;
    })
  /** A pointer into memory that is mapped. */
  | (Led & { readonly kind: 'segment'; readonly segment: number })
  /** A pointer to a variable on the stack. */
  | (Led & { readonly kind: 'stack' });

/** Where a pointer leads, and how large what it is said to lead to is. */
interface Led {
  readonly address: Address;
  readonly size: ByteCount;
}

/** Bytes that are asked whether they are set. */
const MOST_LOOKED_AT = 64;
/** Of an array or a struct. */
const MOST_PARTS = 6;
/** A row of a grid is as deep as a sentence goes. */
const MOST_DEPTH = 2;
const UNSET = '?';

/**
 * Undefined where none of its bytes, or not all of a scalar's, were ever set. `room`: bytes that are there, of which a flexible array takes
 * what it can.
 */
export function placeValue(
  type: TypeId,
  address: Address,
  memory: NamingMemory,
  recorded: Recorded,
  room?: ByteCount,
): PlaceValue | undefined {
  const { debug } = recorded;
  const reader = new ValueReader(recorded, memory, room);
  const value = reader.read(type, address);
  const hasParts = value.kind === 'struct' || value.kind === 'union' || value.kind === 'array';
  if (value.defined === 'none' || (value.defined === 'some' && !hasParts)) return undefined;
  if (value.kind === 'pointer' && value.target !== 0 && !value.toFunction) {
    const led = ledTo(value, memory, sizeOf(debug, value.targetType) ?? 1);
    if (led) return led;
  }
  return { kind: 'text', text: reader.textOf(value, MOST_DEPTH) };
}

/** The same of `count` elements. */
export function listValue(
  count: number,
  type: TypeId,
  address: Address,
  memory: NamingMemory,
  recorded: Recorded,
): PlaceValue {
  const reader = new ValueReader(recorded, memory);
  const size = sizeOf(recorded.debug, type) ?? 0;
  const parts = Array.from({ length: Math.min(count, MOST_PARTS + 1) }, (_, i) =>
    reader.read(type, address + i * size),
  );
  return { kind: 'text', text: reader.listed(parts, MOST_DEPTH) };
}

class ValueReader {
  readonly #options: ReadOptions;
  readonly #debug: DebugInfo;
  readonly #memory: NamingMemory;

  constructor(recorded: Recorded, memory: NamingMemory, room?: ByteCount) {
    this.#debug = recorded.debug;
    this.#memory = memory;
    this.#options = {
      definedness: (at, n) => definedness(memory, at, n),
      functionName: (index) => recorded.functionName(index),
      ...(room !== undefined && { extent: room }),
    };
  }

  read(type: TypeId, address: Address): Value {
    return readValue(this.#debug, type, this.#bytes, address, this.#options);
  }

  textOf(value: Value, depth: number): string {
    if (value.defined === 'none') return UNSET;
    if (value.kind === 'pointer') return this.#pointedText(value) ?? value.text;
    const isWhole = value.kind === 'array' && value.string !== undefined;
    if (depth === 0 || isWhole || (value.kind !== 'array' && value.kind !== 'struct')) return value.text;
    const parts = childrenOf(this.#debug, value, this.#bytes, this.#options, { limit: MOST_PARTS + 1 });
    if (parts.length === 0) return value.text;
    return this.listed(
      parts.map((part) => part.value),
      depth,
    );
  }

  listed(parts: readonly Value[], depth: number): string {
    const shown = parts.slice(0, MOST_PARTS).map((part) => this.textOf(part, depth - 1));
    return `{${shown.join(', ')}${parts.length > MOST_PARTS ? ', …' : ''}}`;
  }

  readonly #bytes = (at: Address, n: ByteCount): Uint8Array => this.#memory.bytes(at, n);

  #pointedText(value: PointerValue): string | undefined {
    if (value.toFunction || value.target === 0) return undefined;
    return pointedString(this.#debug, value, this.#memory, this.#memory.blocks);
  }
}

function ledTo({ target }: PointerValue, memory: NamingMemory, size: ByteCount): PlaceValue | undefined {
  const block = findBlock(memory.blocks, target);
  if (block && target < block.address + Math.max(1, block.size))
    return {
      ...{ kind: 'block', address: target, size, block: block.id },
      ...{ offset: target - block.address, isFreed: block.state === 'freed' },
    };
  const mapping = mappingAt(memory, target);
  if (mapping) return { kind: 'segment', address: target, size, segment: mapping.segment };
  const { stackLow, stackHigh } = memory.layout;
  return target >= stackLow && target < stackHigh ? { kind: 'stack', address: target, size } : undefined;
}

/** Of large places the beginning counts. */
function definedness(memory: NamingMemory, address: Address, size: ByteCount): Definedness {
  const shadow = memory.shadow(address, Math.min(size, MOST_LOOKED_AT));
  if (!shadow.includes(ShadowState.undefined)) return 'all';
  return shadow.every((state) => state === ShadowState.undefined) ? 'none' : 'some';
}
