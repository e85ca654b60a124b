import { characterString } from '../dwarf/character-text.ts';
import { pathInType } from '../dwarf/path-in-type.ts';
import { isNamed, isUsers } from '../dwarf/declared-variables.ts';
import { sizeOf } from '../dwarf/size-of.ts';
import { localAtAddress, variableAtAddress, type VariableAtAddress } from '../dwarf/variable-at-address.ts';
import { findBlock } from '../layout/find-block.ts';
import type { TaskRef } from '../replay/system.ts';
import type { BlockAt, ByteRange, Moment, ProcessMoment } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, AllocationId, ByteCount } from '../util/units.ts';
import { mappingAt, nameInBlock, type PlaceInBlock } from './name-in-block.ts';
import { listValue, placeValue, type PlaceValue } from './place-value.ts';
import type { Seen } from './playback.svelte.ts';
import type { Recorded } from './recorded.ts';

/** Of a text in a block. */
const LONGEST_TEXT = 40;

/** A place in the words of the source: a part of a variable or of what one leads to, with what is there now, or the block that it is in. */
export type NamedPlace = {
  /** The variable of which it is a part, or the address of the block or the mapped memory that it is in. */
  readonly whole: string | Address;
} & (
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** Undefined where some of its bytes were never set. */
      readonly value: PlaceValue | undefined;
      /** Whose variable it is, where it isn't the innermost function's. */
      readonly frame?: string;
    }
  | { readonly kind: 'block'; readonly block: AllocationId; readonly size: number }
  | { readonly kind: 'segment'; readonly segment: number; readonly size: number }
);

/** The memory and the stack in which a place has its name. */
export interface NamingMemory extends Pick<ProcessMoment, 'frames' | 'bytes' | 'shadow'>, Pick<Moment, 'layout'> {
  /** Of the process, ascending by address. */
  readonly blocks: readonly BlockAt[];
  readonly mappings: ProcessMoment['mappings'];
}

/**
 * Names bytes; undefined for memory that the user's program doesn't know by name, such as libc's own. `but`: a pointer by which nothing is
 * to be named.
 */
export function namePlace(
  range: ByteRange,
  memory: NamingMemory,
  codeOf: Seen['codeOf'],
  recorded: Recorded,
  but?: string,
): NamedPlace | undefined {
  const { address, size } = range;
  const { debug } = recorded;
  const frames = memory.frames.filter((each) => !each.libc).reverse();
  for (const frame of frames) {
    const local = localAtAddress(debug, codeOf(frame.site), frame.frameBase, address);
    const named = local && inVariable(local, range, memory, recorded);
    if (local) return named && frame !== frames[0] ? { ...named, frame: frame.name } : named;
  }
  const global = variableAtAddress(debug, address);
  if (global && isUsers(debug, global.variable)) {
    return inVariable(global, range, memory, recorded);
  }
  const block = findBlock(memory.blocks, address);
  const mapping = block ? undefined : mappingAt(memory, address);
  const region = block?.state === 'live' ? block : mapping;
  if (!region) return undefined;
  const place = nameInBlock(range, region, memory, codeOf, debug, but);
  if (place) return inRegion(place, region, memory, recorded);
  const whole = region.address;
  if (block) return { kind: 'block', block: block.id, size, whole };
  return mapping && { kind: 'segment', segment: mapping.segment, size, whole };
}

type NamedVariable = NamedPlace & { readonly kind: 'variable' };

function inVariable(
  { variable, offset }: VariableAtAddress,
  { address, size }: ByteRange,
  memory: NamingMemory,
  recorded: Recorded,
): NamedVariable | undefined {
  const inside = pathInType(recorded.debug, variable.type, offset, size);
  if (!isNamed(variable) || inside.isPadding || sizeOf(recorded.debug, inside.type) === undefined) return undefined;
  const value = placeValue(inside.type, address - inside.rest, memory, recorded);
  return { kind: 'variable', name: variable.name + inside.path, whole: variable.name, value };
}

function inRegion(place: PlaceInBlock, region: ByteRange, memory: NamingMemory, recorded: Recorded): NamedVariable {
  const value = valueInRegion(place, region, memory, recorded);
  return { kind: 'variable', name: place.name, whole: region.address, value };
}

function valueInRegion(
  { type, address, count, isText }: PlaceInBlock,
  region: ByteRange,
  memory: NamingMemory,
  recorded: Recorded,
): PlaceValue | undefined {
  const room = region.address + region.size - address;
  if (isText) return textAt(address, room, memory);
  if (count) return listValue(count, type, address, memory, recorded);
  return placeValue(type, address, memory, recorded, room);
}

function textAt(address: Address, room: ByteCount, memory: NamingMemory): PlaceValue | undefined {
  const length = Math.min(LONGEST_TEXT, room);
  const unset = memory.shadow(address, length).indexOf(ShadowState.undefined);
  if (unset === 0) return undefined;
  return { kind: 'text', text: characterString(memory.bytes(address, unset < 0 ? length : unset)).literal };
}

/** What a task has at the moment that is seen; undefined if its process has ended. `blocks` are those of the process that is seen. */
export function memoryOf(
  task: TaskRef,
  { moment, process }: Pick<Seen, 'moment' | 'process'>,
  blocks: readonly BlockAt[],
): NamingMemory | undefined {
  const there = moment.process(task.process);
  if (!there) return undefined;
  return {
    layout: moment.layout,
    frames: there.threads.find(({ thread }) => thread === task.thread)?.frames ?? there.frames,
    bytes: (address, n) => there.bytes(address, n),
    shadow: (address, n) => there.shadow(address, n),
    blocks: task.process === process ? blocks : there.blocks(),
    mappings: there.mappings,
  };
}
