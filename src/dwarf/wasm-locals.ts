import { DW_OP } from './constants.ts';
import type { FunctionInfo, Location, Scope } from './debug-info.ts';
import { readOperations } from './expressions.ts';

/**
 * The WebAssembly locals (besides the frame base) that locations of a function's variables refer to, ascending. Whoever
 * wants to show such variables must record these locals: at -O0 the addresses of variable-length arrays, in optimised
 * code nearly everything.
 */
export function wasmLocalsOf(info: FunctionInfo): number[] {
  const locals = new Set<number>();
  addScope(info.body, locals);
  return [...locals].sort((a, b) => a - b);
}

function addScope(scope: Scope, locals: Set<number>): void {
  for (const { location } of scope.variables) addLocation(location, locals);
  for (const inner of scope.scopes) addScope(inner, locals);
}

function addLocation(location: Location, locals: Set<number>): void {
  const expressions =
    location.kind === 'list' ? location.entries.map(({ bytes }) => bytes) : 'bytes' in location ? [location.bytes] : [];
  for (const bytes of expressions) {
    for (const { code, operands } of readOperations(bytes)) {
      if (code === DW_OP.WASM_location && operands[0] === 0) locals.add(Number(operands[1]));
    }
  }
}
