import { readValue } from '../dwarf/read-value.ts';
import { sizeOf } from '../dwarf/size-of.ts';
import { localAtAddress, variableAtAddress, type VariableAtAddress } from '../dwarf/variable-at-address.ts';
import { findBlock } from '../layout/find-block.ts';
import type { TaskRef } from '../replay/system.ts';
import type { BlockAt, ByteRange, ProcessMoment } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, AllocationId } from '../util/units.ts';
import type { Seen } from './playback.svelte.ts';
import type { Recorded } from './recorded.ts';

/** Bytes of a variable that are asked whether they are set. */
const MOST_LOOKED_AT = 64;

/** A place in the words of the source: a variable's part with what is there now, or the block that it is in. */
export type NamedPlace =
  /** `value` is undefined where some of its bytes were never set. */
  | { readonly kind: 'variable'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'block'; readonly block: AllocationId; readonly size: number }
  | { readonly kind: 'segment'; readonly segment: number; readonly size: number };

/** The memory and the stack in which a place has its name. */
export interface NamingMemory extends Pick<ProcessMoment, 'frames' | 'bytes' | 'shadow'> {
  /** Of the process, ascending by address. */
  readonly blocks: readonly BlockAt[];
  readonly mappings: ProcessMoment['mappings'];
}

/** Names bytes; undefined for memory that the user's program doesn't know by name, such as libc's own. */
export function namePlace(
  { address, size }: ByteRange,
  memory: NamingMemory,
  codeOf: Seen['codeOf'],
  recorded: Recorded,
): NamedPlace | undefined {
  const { debug } = recorded;
  for (const frame of [...memory.frames].reverse()) {
    if (frame.libc) continue;
    const local = localAtAddress(debug, codeOf(frame.site), frame.frameBase, address);
    if (local) return inVariable(local, address, memory, recorded);
  }
  const global = variableAtAddress(debug, address);
  if (global && global.variable.name !== '' && !(debug.files[global.variable.file] ?? '/').startsWith('/')) {
    return inVariable(global, address, memory, recorded);
  }
  const block = findBlock(memory.blocks, address);
  if (block?.state === 'live') return { kind: 'block', block: block.id, size };
  const mapping = memory.mappings.find((each) => each.address <= address && address < each.address + each.size);
  return mapping && { kind: 'segment', segment: mapping.segment, size };
}

/** `address`: of the bytes that were asked about; the variable may be one of a frame further out. */
function inVariable(
  { variable, inside }: VariableAtAddress,
  address: Address,
  memory: NamingMemory,
  { debug }: Recorded,
): NamedPlace | undefined {
  const size = sizeOf(debug, inside.type);
  if (size === undefined || variable.name === '' || inside.isPadding) return undefined;
  const name = variable.name + inside.path;
  const start = address - inside.rest;
  const isSet = !memory.shadow(start, Math.min(size, MOST_LOOKED_AT)).includes(ShadowState.undefined);
  if (!isSet) return { kind: 'variable', name, value: undefined };
  const value = readValue(debug, inside.type, (at, n) => memory.bytes(at, n), start);
  return { kind: 'variable', name, value: value.text };
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
    frames: there.threads.find(({ thread }) => thread === task.thread)?.frames ?? there.frames,
    bytes: (address, n) => there.bytes(address, n),
    shadow: (address, n) => there.shadow(address, n),
    blocks: task.process === process ? blocks : there.blocks(),
    mappings: there.mappings,
  };
}
