import { characterString } from '../dwarf/character-text.ts';
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { resolve } from '../dwarf/size-of.ts';
import type { PointerValue } from '../dwarf/value.ts';
import type { BlockAt } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import { findBlock } from './find-block.ts';
import type { ObjectMoment } from './object-model.ts';

const LONGEST = 64;

/**
 * The text that a `char *` leads to, where it is a string that no box shows: a literal, a global or a part of the stack.
 * Strings in blocks are read there.
 */
export function pointedString(
  debug: DebugInfo,
  { target, targetType }: PointerValue,
  moment: Pick<ObjectMoment, 'layout' | 'shadow' | 'bytes'>,
  blocks: readonly BlockAt[],
): string | undefined {
  const type = resolve(debug, targetType).type;
  if (type.kind !== 'base' || type.size !== 1 || type.name !== 'char') return undefined;
  const { layout } = moment;
  if (target < layout.globalBase || target >= layout.heapBase || findBlock(blocks, target)) return undefined;
  const shadow = moment.shadow(target, LONGEST);
  const readable = shadow.findIndex((state) => state !== ShadowState.defined && state !== ShadowState.readOnly);
  const string = characterString(moment.bytes(target, readable < 0 ? LONGEST : readable));
  if (string.isTerminated) return string.literal;
  return readable < 0 ? `${string.literal.slice(0, -1)}…"` : undefined;
}
