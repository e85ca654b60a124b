import type { CodeOffset } from '../util/units.ts';
import type { FunctionInfo, Scope } from './debug-info.ts';

/** The scopes of a function that a code offset lies in, outermost (the body) first. */
export function scopesAt(info: FunctionInfo, codeOffset: CodeOffset): Scope[] {
  const path: Scope[] = [];
  let scope: Scope | undefined = info.body;
  while (scope) {
    path.push(scope);
    scope = scope.scopes.find((inner) => covers(inner, codeOffset));
  }
  return path;
}

function covers(scope: Scope, codeOffset: CodeOffset): boolean {
  return scope.ranges.some(({ low, high }) => low <= codeOffset && codeOffset < high);
}
