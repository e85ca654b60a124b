import type { Address } from '../util/units.ts';
import type { Location } from './debug-info.ts';
import { DwarfError } from './dwarf-error.ts';
import type { EvaluationContext } from './evaluation.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { ImplicitValue } from './implicit-value.ts';
import { implicitValue } from './implicit-value.ts';

/**
 * Where a variable is at some moment: its address, or its value if it has no address, or undefined if it can't be known
 * (optimised out here, or in a WebAssembly local that the context doesn't know).
 */
export function evaluateLocation(location: Location, context: EvaluationContext): Address | ImplicitValue | undefined {
  switch (location.kind) {
    case 'frame':
      return context.frameBase === undefined ? undefined : context.frameBase + location.offset;
    case 'address':
      return location.address;
    case 'constant':
      return implicitValue(location.value);
    case 'none':
      return undefined;
    case 'expression':
      return evaluate(location.bytes, context);
    case 'list': {
      const { codeOffset } = context;
      const entry = location.entries.find(({ low, high }) => low <= codeOffset && codeOffset < high);
      return entry && evaluate(entry.bytes, context);
    }
  }
}

function evaluate(bytes: Uint8Array, context: EvaluationContext): Address | ImplicitValue | undefined {
  try {
    return evaluateExpression(bytes, context);
  } catch (error) {
    // An expression that doesn't make sense tells nothing about the variable.
    if (error instanceof DwarfError) return undefined;
    throw error;
  }
}
