import type { ByteCount, CodeOffset } from '../util/units.ts';
import type { DebugInfo, Scope, Variable } from './debug-info.ts';
import { functionAt } from './function-at.ts';
import { scopesAt } from './scopes-at.ts';
import { sizeOf } from './size-of.ts';

/** What a frame's memory says at a place in its function. */
export interface FrameVariables {
  /** Those whose scopes hold the place, from the frame's base on. */
  readonly inScope: readonly { readonly offset: number; readonly size: ByteCount }[];
  /** Some variables are elsewhere for a while (optimised code). */
  readonly isPartial: boolean;
}

/** Of the function at a code offset; undefined where there is no debug information. */
export function frameVariables(info: DebugInfo, codeOffset: CodeOffset): FrameVariables | undefined {
  const found = functionAt(info, codeOffset);
  if (!found) return undefined;
  const inScope = scopesAt(found, codeOffset).flatMap(({ variables }) =>
    variables.flatMap(({ location, type }) => {
      const size = location.kind === 'frame' ? sizeOf(info, type) : undefined;
      return location.kind === 'frame' && size ? [{ offset: location.offset, size }] : [];
    }),
  );
  return { inScope, isPartial: hasMovingVariables(info, found.body) };
}

/**
 * Whether variables of a scope are in different places at different times, as in optimised code. Without optimisation each has one
 * place, in its function's frame; but for arrays of variable length, to which some register or slot points.
 */
export function hasMovingVariables(info: DebugInfo, { variables, scopes }: Scope): boolean {
  const isMoving = ({ location, type }: Variable): boolean =>
    location.kind === 'list' && sizeOf(info, type) !== undefined;
  return variables.some(isMoving) || scopes.some((scope) => hasMovingVariables(info, scope));
}
