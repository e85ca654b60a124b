import type { Address, ByteCount } from '../util/units.ts';
import type { TypeId } from './debug-info.ts';

interface ValueBase {
  readonly type: TypeId;
  /** undefined for a value that is not in memory (a register, a constant). */
  readonly address: Address | undefined;
  /** From the start of the object that was read, for what has no address. */
  readonly offset: ByteCount;
  /** 0 where the size is not known. */
  readonly size: ByteCount;
  /** For a bit-field: bits from `address`, least significant first. */
  readonly bits?: { readonly offset: number; readonly size: number };
  /** As C would write it: `42`, `'a'`, `0x10040`, `"abc"`, `1.5`, `RED`; `{...}` for what has members. */
  readonly text: string;
  /** Whether its bytes were ever written; only where `ReadOptions.definedness` was given. */
  readonly defined?: Definedness;
}

export type Definedness = 'all' | 'some' | 'none';

/** The contents of a variable, or of a part of one, as plain data. Parts are read by `childrenOf`. */
export type Value =
  /** Integers of 8 bytes and more as a bigint. `character` for the character types. */
  | (ValueBase & { readonly kind: 'integer'; readonly value: number | bigint; readonly character?: string })
  | (ValueBase & { readonly kind: 'boolean'; readonly value: number })
  /** A long double is rounded here to a double; `text` has all its digits. */
  | (ValueBase & { readonly kind: 'float'; readonly value: number })
  | (ValueBase & { readonly kind: 'complex'; readonly real: number; readonly imaginary: number })
  /** `enumerator` undefined: no enumerator has this value. */
  | (ValueBase & { readonly kind: 'enum'; readonly value: bigint; readonly enumerator: string | undefined })
  | PointerValue
  | ArrayValue
  | (ValueBase & { readonly kind: 'struct' | 'union'; readonly memberCount: number })
  | (ValueBase & { readonly kind: 'unreadable'; readonly reason: UnreadableReason });

export type UnreadableReason =
  /** An incomplete type, `void`, or a function. */
  | 'incomplete'
  /** The compiled program doesn't keep the variable at this moment. */
  | 'optimised-out'
  /** It does, but in WebAssembly locals that the `EvaluationContext` doesn't know (see `wasmLocalsOf`). */
  | 'not-recorded';

export interface PointerValue extends ValueBase {
  readonly kind: 'pointer';
  readonly target: Address;
  readonly targetType: TypeId;
  /** Then `target` is an index in the program's function table, not an address. */
  readonly toFunction: boolean;
}

export interface ArrayValue extends ValueBase {
  readonly kind: 'array';
  /** How many of the type's dimensions lie outside: a row of `int m[2][3]` has type `int [2][3]` and this 1. */
  readonly skippedDimensions: number;
  /** undefined: not known (flexible array, incomplete type, variable-length array without its frame). */
  readonly count: number | undefined;
  readonly elementSize: ByteCount | undefined;
  /** For arrays of characters: up to the first zero byte. */
  readonly string?: CharacterString;
}

export interface CharacterString {
  /** As a C string literal, with quotes and escapes. */
  readonly literal: string;
  /** Without: there is no zero byte in the array, or not in the part that was read. */
  readonly isTerminated: boolean;
}

/** A part of a value. */
export interface Child {
  /** 'next', '[3]', or '' for an anonymous struct or union. */
  readonly name: string;
  /** What to write behind the parent's name to get here: '.next', '[3]', ''. */
  readonly path: string;
  readonly value: Value;
}
