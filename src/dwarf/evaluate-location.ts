import type { Address, ByteCount, CodeOffset } from '../util/units.ts';
import type { Location } from './debug-info.ts';
import { DwarfError } from './dwarf-error.ts';
import { evaluateExpression } from './evaluate-expression.ts';

/** n bytes of the program's memory. */
export type ReadMemory = (address: Address, n: ByteCount) => Uint8Array;

/** The moment for which a location is asked. */
export interface EvaluationContext {
  /** Of the function's frame; see `FunctionInfo.frameBaseLocal`. Not needed for globals. */
  readonly frameBase?: Address | undefined;
  readonly codeOffset: CodeOffset;
  readonly readMemory: ReadMemory;
  /** The bits of a WebAssembly local of that frame, where they are known. Optimised code keeps variables there. */
  readonly wasmLocal?: (index: number) => bigint | undefined;
  readonly wasmGlobal?: (index: number) => bigint | undefined;
}

/** A value that has no address: a constant, or one that lives in WebAssembly locals. */
export interface ImplicitValue {
  /** All of `bytes` as one little-endian number. */
  readonly value: bigint;
  readonly bytes: Uint8Array;
  /** Bytes that the compiler did not keep. */
  readonly missing: readonly { readonly offset: ByteCount; readonly size: ByteCount }[];
}

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

/** A number as the eight bytes that hold it. */
export function implicitValue(value: bigint): ImplicitValue {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
  return { value, bytes, missing: [] };
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
