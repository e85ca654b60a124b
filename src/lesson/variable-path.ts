/**
 * What an author calls a thing in memory: FUNCTION.NAME or the NAME of a global, with what C writes behind it to get at a part:
 * `main.p->next`, `main.a[2]`, `main.bob.city`, and before it: `*main.box`. A `*` binds less than what follows, as in C.
 */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { childrenOf, readValue } from '../dwarf/read-value.ts';
import type { VariableValue } from '../dwarf/read-variable.ts';
import { sizeOf } from '../dwarf/size-of.ts';
import type { Value } from '../dwarf/value.ts';

const NAME = '[A-Za-z_]\\w*';
const STEP = `\\.${NAME}|->${NAME}|\\[\\d{1,9}\\]`;
export const VARIABLE_PATH = new RegExp(`^\\**${NAME}(?:${STEP})*$`);

export type PathStep =
  | { readonly kind: 'member' | 'arrow'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'follow' };

export interface VariablePath {
  readonly first: string;
  /** In the order in which they are taken. */
  readonly steps: readonly PathStep[];
}

/** Of a text that fits `VARIABLE_PATH`. */
export function parseVariablePath(text: string): VariablePath {
  const stars = /^\**/.exec(text)?.[0].length ?? 0;
  const first = new RegExp(`^${NAME}`).exec(text.slice(stars))?.[0] ?? '';
  const steps = text.slice(stars + first.length).match(new RegExp(STEP, 'g')) ?? [];
  return { first, steps: [...steps.map(stepOf), ...Array.from({ length: stars }, () => FOLLOW)] };
}

const FOLLOW: PathStep = { kind: 'follow' };

function stepOf(text: string): PathStep {
  if (text.startsWith('[')) return { kind: 'index', index: Number(text.slice(1, -1)) };
  return text.startsWith('.') ? { kind: 'member', name: text.slice(1) } : { kind: 'arrow', name: text.slice(2) };
}

/** The part that the steps lead to; undefined where there is none: no such member, no pointer, a null pointer, beyond the array. */
export function partOf(info: DebugInfo, whole: VariableValue, steps: readonly PathStep[]): VariableValue | undefined {
  const { read, options } = whole;
  let value: Value | undefined = whole.value;
  for (const step of steps) {
    if (!value) return undefined;
    const { kind } = step;
    if (kind === 'follow') value = pointed(info, whole, value, 0);
    else if (kind === 'index')
      value =
        value.kind === 'pointer'
          ? pointed(info, whole, value, step.index)
          : childrenOf(info, value, read, options, { from: step.index, limit: 1 })[0]?.value;
    else {
      const owner: Value | undefined = kind === 'arrow' ? pointed(info, whole, value, 0) : value;
      value = owner && memberNamed(info, whole, owner, step.name);
    }
  }
  return value && { value, read, options };
}

function pointed(info: DebugInfo, { read, options }: VariableValue, value: Value, index: number): Value | undefined {
  if (value.kind !== 'pointer' || value.target === 0) return undefined;
  const size = sizeOf(info, value.targetType);
  if (size === undefined) return undefined;
  return readValue(info, value.targetType, read, value.target + index * size, options);
}

/** Also one of an anonymous struct or union within. */
function memberNamed(info: DebugInfo, whole: VariableValue, owner: Value, name: string): Value | undefined {
  if (owner.kind !== 'struct' && owner.kind !== 'union') return undefined;
  const members = childrenOf(info, owner, whole.read, whole.options);
  const own = members.find((member) => member.name === name);
  if (own) return own.value;
  for (const member of members) {
    const found = member.name === '' ? memberNamed(info, whole, member.value, name) : undefined;
    if (found) return found;
  }
  return undefined;
}
