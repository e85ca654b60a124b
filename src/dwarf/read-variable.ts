import type { CodeOffset } from '../util/units.ts';
import type { DebugInfo, Dimension, Location, Variable } from './debug-info.ts';
import type { EvaluationContext, ReadMemory } from './evaluation.ts';
import { evaluateLocation } from './evaluate-location.ts';
import type { ReadOptions } from './read-value.ts';
import { bytesReader, readValue, unreadable } from './read-value.ts';
import type { UnreadableReason, Value } from './value.ts';

export interface VariableValue {
  readonly value: Value;
  /** Reads the value's parts: give it to `childrenOf`. The program's memory, or the bytes of a value that isn't in it. */
  readonly read: ReadMemory;
  /** Options that make variable-length arrays readable; likewise for `childrenOf`. */
  readonly options: ReadOptions;
}

/** What a variable holds at some moment, wherever it lives. */
export function readVariable(
  info: DebugInfo,
  variable: Variable,
  context: EvaluationContext,
  options: ReadOptions = {},
): VariableValue {
  const all: ReadOptions = { countOf: (dimension) => countOf(dimension, context), ...options };
  const place = evaluateLocation(variable.location, context);
  if (typeof place === 'number') {
    const read = context.readMemory;
    return { value: readValue(info, variable.type, read, place, all), read, options: all };
  }
  const read = bytesReader(place?.bytes ?? new Uint8Array(0));
  const isWhole = place !== undefined && place.missing.length === 0;
  const value = isWhole
    ? readValue(info, variable.type, read, undefined, all)
    : unreadable(
        { type: variable.type, address: undefined, offset: 0 },
        reasonOf(variable.location, context.codeOffset),
      );
  return { value, read, options: all };
}

/** Why a location gave nothing: it has no expression for this place, or one that needs more than is known. */
function reasonOf(location: Location, codeOffset: CodeOffset): UnreadableReason {
  if (location.kind === 'list') {
    const covers = location.entries.some(({ low, high }) => low <= codeOffset && codeOffset < high);
    return covers ? 'not-recorded' : 'optimised-out';
  }
  return location.kind === 'none' ? 'optimised-out' : 'not-recorded';
}

function countOf(dimension: Extract<Dimension, { kind: 'variable' }>, context: EvaluationContext): number | undefined {
  const place = evaluateLocation(dimension.location, context);
  if (place === undefined) return undefined;
  if (typeof place !== 'number') return Number(place.value);
  const count = context.readMemory(place, dimension.size).reduceRight((sum, byte) => sum * 256 + byte, 0);
  // Before the array's declaration has run, the count is whatever the stack held.
  return count <= 0x7fffffff ? count : undefined;
}
