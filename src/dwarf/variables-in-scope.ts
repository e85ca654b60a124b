import type { CodeOffset } from '../util/units.ts';
import type { DebugInfo, Scope, Variable } from './debug-info.ts';
import { functionAt } from './function-at.ts';
import { scopesAt } from './scopes-at.ts';

/** A variable as seen from a place in the code. */
export interface VariableInScope extends Variable {
  /** A variable of the same name in a scope further in hides it. */
  readonly shadowed: boolean;
  /** 0: of the innermost function at that place, inlined or not; 1: of the one it is inlined into; as `locate` counts. */
  readonly inlineDepth: number;
}

/**
 * The parameters and variables whose scopes hold a code offset, innermost scope first, in the order of their declarations
 * inside a scope. Globals of the file are not among them.
 */
export function variablesInScope(info: DebugInfo, codeOffset: CodeOffset): VariableInScope[] {
  const found = functionAt(info, codeOffset);
  if (!found) return [];
  const variables: VariableInScope[] = [];
  let inlineDepth = 0;
  let names = new Set<string>();
  for (const scope of scopesAt(found, codeOffset).reverse()) {
    addScope(scope, names, inlineDepth, variables);
    if (!scope.inlined) continue;
    inlineDepth++;
    names = new Set();
  }
  return variables;
}

function addScope(scope: Scope, names: Set<string>, inlineDepth: number, variables: VariableInScope[]): void {
  for (const variable of scope.variables) {
    variables.push({ ...variable, shadowed: names.has(variable.name), inlineDepth });
  }
  for (const { name } of scope.variables) names.add(name);
}
