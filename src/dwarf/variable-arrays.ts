/**
 * Where a frame's arrays of variable length are. Clang keeps their addresses in wasm locals, which nobody records; but each lies
 * between redzones of its own, below the frame, in the order in which they came:
 *
 *     ... | redzone | second | redzone | redzone | first | redzone | frame base ...
 */
import type { Address, ByteCount } from '../util/units.ts';
import type { DebugInfo, Variable } from './debug-info.ts';
import type { EvaluationContext } from './evaluation.ts';
import { readVariable } from './read-variable.ts';
import { resolve } from './size-of.ts';

/** Further below the frame nothing is looked for. */
const LOOKED_AT = 2 ** 20;
const CHUNK = 4096;

type FrameContext = EvaluationContext & { readonly frameBase: Address };

/** What is known of the state of bytes. */
export interface StackShadow {
  shadow(address: Address, n: ByteCount): Uint8Array;
  /** The state of a redzone's bytes. */
  readonly redzone: number;
}

/** Takes variables in the order of their declarations; gives the addresses of those that are such arrays and are there by now. */
export function variableArrays(
  debug: DebugInfo,
  variables: readonly Variable[],
  context: FrameContext,
  shadow: StackShadow,
): ReadonlyMap<Variable, Address> {
  const found = new Map<Variable, Address>();
  const wanted = variables.filter((variable) => isVariable(debug, variable) && isThere(variable, context));
  if (wanted.length === 0) return found;
  const objects = objectsBelow(context.frameBase, shadow);
  for (const variable of wanted) {
    const size = sizeNow(debug, variable, context);
    // alloca() makes objects too, which are nobody's.
    let next = objects.next().value;
    while (next && next.size !== size) next = objects.next().value;
    if (!next) break;
    found.set(variable, next.address);
  }
  return found;
}

/** Whether its type is an array of variable length. */
export function isVariable(debug: DebugInfo, { type }: Variable): boolean {
  const resolved = resolve(debug, type).type;
  return resolved.kind === 'array' && resolved.dimensions.some(({ kind }) => kind === 'variable');
}

/** Its location begins where it has been made. */
export function isThere({ location }: Variable, { codeOffset }: Pick<EvaluationContext, 'codeOffset'>): boolean {
  return location.kind === 'list' && location.entries.some(({ low, high }) => low <= codeOffset && codeOffset < high);
}

function sizeNow(debug: DebugInfo, variable: Variable, context: FrameContext): ByteCount {
  const anywhere = { ...variable, location: { kind: 'address', address: context.frameBase } } as const;
  return readVariable(debug, anywhere, context).value.size;
}

/** What lies between redzones, downwards. */
function* objectsBelow(
  base: Address,
  { shadow, redzone }: StackShadow,
): Generator<{ address: Address; size: ByteCount }, undefined> {
  let end = 0;
  for (let high = base; high > Math.max(0, base - LOOKED_AT); high -= CHUNK) {
    const low = Math.max(0, high - CHUNK);
    const states = shadow(low, high - low);
    for (let at = states.length - 1; at >= 0; at -= 1) {
      const isRedzone = states[at] === redzone;
      if (!isRedzone && end === 0) end = low + at + 1;
      if (!isRedzone || end === 0) continue;
      yield { address: low + at + 1, size: end - low - at - 1 };
      end = 0;
    }
  }
}
