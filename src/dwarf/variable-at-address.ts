import type { Address, ByteCount, CodeOffset } from '../util/units.ts';
import type { DebugInfo, Variable } from './debug-info.ts';
import type { PathInType } from './path-in-type.ts';
import { pathInType } from './path-in-type.ts';
import { sizeOf } from './size-of.ts';
import type { VariableInScope } from './variables-in-scope.ts';
import { variablesInScope } from './variables-in-scope.ts';

export interface VariableAtAddress<V extends Variable = Variable> {
  readonly variable: V;
  /** From the variable's first byte. */
  readonly offset: ByteCount;
  /** Where inside it: 'table' + '[3].name'. */
  readonly inside: PathInType;
}

interface Extent {
  readonly low: Address;
  readonly high: Address;
  readonly variable: Variable;
}

/** Sorted once for each `DebugInfo`. */
const extents = new WeakMap<DebugInfo, readonly Extent[]>();

/** The global, static or string literal that an address lies in; undefined for none. Binary search. */
export function variableAtAddress(info: DebugInfo, address: Address): VariableAtAddress | undefined {
  let sorted = extents.get(info);
  if (!sorted) extents.set(info, (sorted = extentsOf(info)));
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as Extent).low <= address) low = middle + 1;
    else high = middle;
  }
  const candidate = sorted[low - 1];
  return candidate && address < candidate.high
    ? describe(info, candidate.variable, address - candidate.low)
    : undefined;
}

function extentsOf(info: DebugInfo): Extent[] {
  const list: Extent[] = [];
  for (const variable of [...info.globals, ...info.literals]) {
    const { location } = variable;
    const size = sizeOf(info, variable.type);
    if (location.kind !== 'address' || !size) continue;
    list.push({ low: location.address, high: location.address + size, variable });
  }
  // A literal may share the bytes at the end of another one; the one that begins last is the closest.
  return list.sort((a, b) => a.low - b.low || b.high - a.high);
}

/** The same for the locals and parameters of a frame that is at `codeOffset`; the innermost scope's first. */
export function localAtAddress(
  info: DebugInfo,
  codeOffset: CodeOffset,
  frameBase: Address,
  address: Address,
): VariableAtAddress<VariableInScope> | undefined {
  for (const variable of variablesInScope(info, codeOffset)) {
    if (variable.location.kind !== 'frame') continue;
    const offset = address - (frameBase + variable.location.offset);
    if (offset >= 0 && offset < (sizeOf(info, variable.type) ?? 0)) return describe(info, variable, offset);
  }
  return undefined;
}

function describe<V extends Variable>(info: DebugInfo, variable: V, offset: ByteCount): VariableAtAddress<V> {
  return { variable, offset, inside: pathInType(info, variable.type, offset) };
}
