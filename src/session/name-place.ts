import { readValue } from '../dwarf/read-value.ts';
import { sizeOf } from '../dwarf/size-of.ts';
import { localAtAddress, variableAtAddress, type VariableAtAddress } from '../dwarf/variable-at-address.ts';
import { findBlock } from '../layout/find-block.ts';
import type { BlockAt, ByteRange } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, AllocationId } from '../util/units.ts';
import type { SeenMoment } from './followed.ts';
import type { Seen } from './playback.svelte.ts';
import type { Recorded } from './recorded.ts';

/** Bytes of a variable that are asked whether they are set. */
const MOST_LOOKED_AT = 64;

/** A place in the words of the source: a variable's part with what is there now, or the block that it is in. */
export type NamedPlace =
  /** `value` is undefined where some of its bytes were never set. */
  | { readonly kind: 'variable'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'block'; readonly block: AllocationId; readonly size: number };

/** Names bytes; undefined for memory that the user's program doesn't know by name, such as libc's own. */
export function namePlace(
  { address, size }: ByteRange,
  { moment, codeOf }: Pick<Seen, 'moment' | 'codeOf'>,
  blocks: readonly BlockAt[],
  recorded: Recorded,
): NamedPlace | undefined {
  const { debug } = recorded;
  for (const frame of [...moment.frames].reverse()) {
    if (frame.libc) continue;
    const local = localAtAddress(debug, codeOf(frame.site), frame.frameBase, address);
    if (local) return inVariable(local, address, moment, recorded);
  }
  const global = variableAtAddress(debug, address);
  if (global && global.variable.name !== '' && !(debug.files[global.variable.file] ?? '/').startsWith('/')) {
    return inVariable(global, address, moment, recorded);
  }
  const block = findBlock(blocks, address);
  return block && block.state === 'live' ? { kind: 'block', block: block.id, size } : undefined;
}

/** `address`: of the bytes that were asked about; the variable may be one of a frame further out. */
function inVariable(
  { variable, inside }: VariableAtAddress,
  address: Address,
  moment: SeenMoment,
  { debug }: Recorded,
): NamedPlace | undefined {
  const size = sizeOf(debug, inside.type);
  if (size === undefined || variable.name === '' || inside.isPadding) return undefined;
  const name = variable.name + inside.path;
  const start = address - inside.rest;
  const isSet = !moment.shadow(start, Math.min(size, MOST_LOOKED_AT)).includes(ShadowState.undefined);
  if (!isSet) return { kind: 'variable', name, value: undefined };
  const value = readValue(debug, inside.type, (at, n) => moment.bytes(at, n), start);
  return { kind: 'variable', name, value: value.text };
}
