/** What the program calls a place in a block: `p[10]`, `node->next`. */
import type { DebugInfo, TypeId, Variable } from '../dwarf/debug-info.ts';
import { pathInType } from '../dwarf/path-in-type.ts';
import { resolve, sizeOf } from '../dwarf/size-of.ts';
import { variablesInScope } from '../dwarf/variables-in-scope.ts';
import type { Address, ByteCount } from '../util/units.ts';
import type { FramePlace } from './variable-near.ts';

export interface FrameBytes extends FramePlace {
  /** From the frame base up; perhaps not all of them. */
  readonly bytes: Uint8Array;
}

interface Block {
  readonly address: Address;
  readonly size: ByteCount;
}

interface Holder {
  readonly variable: Variable;
  readonly value: Address;
  readonly target: TypeId;
}

/**
 * The place by the one local pointer of the frame that leads to the block; undefined where none does, or several that are
 * as likely. An access of 0 bytes (a free) is named by the pointer alone.
 */
export function pointerExpression(
  info: DebugInfo,
  frame: FrameBytes,
  block: Block,
  address: Address,
  size: ByteCount,
): string | undefined {
  const holders = holdersOf(info, frame, (value) => value === address || isOf(block, value));
  const likely = best(holders, [
    (holder) => size === 0 || sizeOf(info, place(info, holder, address).type) === size,
    (holder) => holder.value === address,
    (holder) => holder.value === block.address,
  ]);
  const [holder] = likely;
  if (!holder || likely.length > 1) return undefined;
  if (size > 0) return place(info, holder, address).text;
  if (holder.value === address) return holder.variable.name;
  const there = place(info, holder, address);
  return there.isAddress ? there.text : `&${there.text}`;
}

/** One past the end still is a pointer to the block. */
function isOf(block: Block, value: Address): boolean {
  return value >= block.address && value <= block.address + block.size;
}

function holdersOf(info: DebugInfo, frame: FrameBytes, leads: (value: Address) => boolean): Holder[] {
  const holders: Holder[] = [];
  const view = new DataView(frame.bytes.buffer, frame.bytes.byteOffset, frame.bytes.byteLength);
  for (const variable of variablesInScope(info, frame.code)) {
    const { type } = resolve(info, variable.type);
    if (variable.shadowed || variable.location.kind !== 'frame' || type.kind !== 'pointer') continue;
    const { offset } = variable.location;
    if (offset < 0 || offset + 4 > view.byteLength) continue;
    const value = view.getUint32(offset, true);
    if (leads(value)) holders.push({ variable, value, target: type.target });
  }
  return holders;
}

/** Those that meet a wish, if any do; then of these those that meet the next. */
function best(holders: readonly Holder[], wishes: readonly ((holder: Holder) => boolean)[]): readonly Holder[] {
  return wishes.reduce((left, wish) => {
    const better = left.filter(wish);
    return better.length > 0 ? better : left;
  }, holders);
}

interface Place {
  readonly text: string;
  readonly type: TypeId;
  /** The text is of a pointer to the place, as there is no element to speak of. */
  readonly isAddress?: boolean;
}

function place(info: DebugInfo, { variable, value, target }: Holder, address: Address): Place {
  const element = sizeOf(info, target);
  const offset = address - value;
  if (!element) {
    const beyond = offset === 0 ? '' : ` ${offset < 0 ? '-' : '+'} ${Math.abs(offset)}`;
    return { text: variable.name + beyond, type: target, isAddress: true };
  }
  const index = Math.floor(offset / element);
  const inside = pathInType(info, target, offset - index * element);
  const isMember = inside.path.startsWith('.');
  if (index !== 0) return { text: `${variable.name}[${index}]${inside.path}`, type: inside.type };
  if (isMember) return { text: `${variable.name}->${inside.path.slice(1)}`, type: inside.type };
  return { text: `*${variable.name}${inside.path}`, type: inside.type };
}
