/** The parts of a stack where pointers may be that the program can still get at. */
import type { Range } from '../leaks/reachability.ts';
import type { Address } from '../util/units.ts';
import type { Resolver } from './resolver.ts';
import type { Frame } from './timeline.ts';

/** What is known of the program's frames. */
export type FramesKnown = Pick<Resolver, 'frameVariables'>;

export interface StackParts {
  /** Variables in scope, and what is no function's own frame: arrays of variable length, frames of libc. */
  readonly roots: readonly Range[];
  /**
   * The rest of frames: what only a pointer leads to (compound literals, copies of structures), and what nobody comes back to
   * (arguments of the last printf, variables whose scope has been left). Ascending.
   */
  readonly unnamed: readonly Range[];
}

/** So far below the innermost frame its arrays of variable length are looked for; what returned from there counts as dead. */
const FAR_BELOW = 0x10000;

/** From the innermost frame up to `stackHigh`. Undefined where a frame's variables may be elsewhere than on the stack. */
export function stackParts(frames: readonly Frame[], program: FramesKnown, stackHigh: Address): StackParts | undefined {
  const based = frames.filter(({ frameBase }) => frameBase > 0 && frameBase < stackHigh);
  const roots: Range[] = [];
  const unnamed: Range[] = [];
  let high = stackHigh;
  for (const { code, frameBase, frameBytes } of based) {
    const variables = program.frameVariables?.(code);
    if (variables?.isPartial) return undefined;
    // Frames of callees lie below; one without memory of its own has its caller's base.
    const end = variables ? Math.min(high, frameBase + frameBytes) : frameBase;
    if (end < high) roots.push({ address: end, size: high - end });
    const named = variables?.inScope.map(({ offset, size }) => ({ address: frameBase + offset, size })) ?? [];
    roots.push(...named);
    unnamed.push(...without({ address: frameBase, size: Math.max(0, end - frameBase) }, named));
    high = Math.min(high, frameBase);
  }
  if (based.length > 0) roots.push({ address: Math.max(0, high - FAR_BELOW), size: Math.min(high, FAR_BELOW) });
  return { roots, unnamed: unnamed.sort((a, b) => a.address - b.address) };
}

/** What is left of a range when parts of it are taken out. */
function without({ address, size }: Range, parts: readonly Range[]): Range[] {
  const rest: Range[] = [];
  let from = address;
  for (const part of [...parts].sort((a, b) => a.address - b.address)) {
    if (part.address > from) rest.push({ address: from, size: Math.min(part.address, address + size) - from });
    from = Math.max(from, part.address + part.size);
  }
  if (from < address + size) rest.push({ address: from, size: address + size - from });
  return rest.filter((range) => range.size > 0);
}
