import type { CodeOffset } from '../util/units.ts';
import type { DebugInfo, Variable } from './debug-info.ts';
import { variablesInScope } from './variables-in-scope.ts';

/**
 * A function's own variables that are in scope, parameters first, then in the order of their declarations: outer scopes come before
 * inner ones, so that entering a block adds variables at the end.
 */
export function declaredVariables(debug: DebugInfo, code: CodeOffset): readonly Variable[] {
  const own = variablesInScope(debug, code).filter(
    (variable) => variable.inlineDepth === 0 && !variable.isStatic && isNamed(variable),
  );
  return own.sort((a, b) => Number(b.isParameter) - Number(a.isParameter) || a.line - b.line);
}

/** Whether the source names it: clang keeps the size of a variable-length array in a variable of its own. */
export const isNamed = ({ name }: Variable): boolean => name !== '' && !name.startsWith('__vla_expr');

/** Whether the program's own sources have it, not a library's. */
export const isUsers = ({ files }: DebugInfo, { name, file }: Variable): boolean =>
  name !== '' && !(files[file] ?? '/').startsWith('/');
