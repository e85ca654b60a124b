/**
 * What DWARF says about a linked module, as plain data: it survives `structuredClone`, so a worker can hand it over.
 * Addresses are code offsets (bytes from the start of the code section's contents), as in
 * https://yurydelendik.github.io/webassembly-dwarf/ . DWARF 4 and 5.
 */
import type { Address, ByteCount, CodeOffset } from '../util/units.ts';

export type TypeId = number;
export type FileId = number;

export interface DebugInfo {
  /** Paths as the user knows them (relative to the compilation directory when inside it). */
  readonly files: readonly string[];
  readonly lines: LineTable;
  /** Concrete subprograms (with code), ascending by `low`. */
  readonly functions: readonly FunctionInfo[];
  /** Variables with static duration: file scope ones, and the statics of functions (`inFunction`). */
  readonly globals: readonly Variable[];
  /** String literals that have an address of their own; their `name` is empty. */
  readonly literals: readonly Variable[];
  /** By `TypeId`; 0 is void. */
  readonly types: readonly Type[];
  /** Damage that was met, and skipped. Empty for what a compiler wrote. */
  readonly problems: readonly DebugProblem[];
}

export interface DebugProblem {
  /** Name of the section ('.debug_info'), or 'module' for the WebAssembly container itself. */
  readonly section: string;
  /** Byte offset inside that section. */
  readonly offset: ByteCount;
  readonly message: string;
}

/** Rows ascending by address; columns because there may be a million. */
export interface LineTable {
  readonly address: Uint32Array;
  readonly file: Uint16Array;
  readonly line: Uint32Array;
  readonly column: Uint16Array;
  /** Bits of `LineFlag`. */
  readonly flags: Uint8Array;
}

export const LineFlag = { isStatement: 1, prologueEnd: 2, endSequence: 4, basicBlock: 8 } as const;

export interface CodeRange {
  readonly low: CodeOffset;
  /** Exclusive. */
  readonly high: CodeOffset;
}

export interface FunctionInfo extends CodeRange {
  readonly name: string;
  readonly file: FileId;
  readonly line: number;
  /** The wasm local that holds the frame base (DW_OP_WASM_location 0, n), where DW_AT_frame_base says so. */
  readonly frameBaseLocal: number | undefined;
  /** A function type (not the return type alone). */
  readonly type: TypeId | undefined;
  readonly isStatic: boolean;
  readonly isVariadic: boolean;
  readonly body: Scope;
}

/** A lexical block, or the body of a subprogram or of an inlined one. */
export interface Scope {
  readonly ranges: readonly CodeRange[];
  readonly variables: readonly Variable[];
  readonly scopes: readonly Scope[];
  readonly inlined: InlinedCall | undefined;
}

export interface InlinedCall {
  readonly name: string;
  readonly declFile: FileId;
  readonly declLine: number;
  readonly callFile: FileId;
  readonly callLine: number;
  readonly callColumn: number;
}

export interface Variable {
  readonly name: string;
  readonly type: TypeId;
  readonly file: FileId;
  readonly line: number;
  readonly isParameter: boolean;
  /** Static duration (globals and function statics). */
  readonly isStatic: boolean;
  readonly location: Location;
  /** Name of the function for a function-local static. */
  readonly inFunction?: string;
}

export type Location =
  /** Frame base + offset: how every local lives at -O0. */
  | { readonly kind: 'frame'; readonly offset: number }
  /** Of a thread-local variable: the first thread's. */
  | { readonly kind: 'address'; readonly address: Address; readonly isThreadLocal?: true }
  /**
   * Any other DWARF expression, to be evaluated with `evaluateLocation`. It stands by itself: DW_OP_addrx and
   * DW_OP_constx are replaced by what they index, and operands that refer to a base type entry hold its
   * `size * 256 + encoding` in its place (0: the generic type).
   */
  | { readonly kind: 'expression'; readonly bytes: Uint8Array }
  /** Different expressions for different code ranges (optimised code). */
  | { readonly kind: 'list'; readonly entries: readonly (CodeRange & { readonly bytes: Uint8Array })[] }
  | { readonly kind: 'constant'; readonly value: bigint }
  | { readonly kind: 'none' };

export type Type =
  | { readonly kind: 'void' }
  | { readonly kind: 'base'; readonly name: string; readonly size: ByteCount; readonly encoding: Encoding }
  | { readonly kind: 'pointer'; readonly target: TypeId; readonly size: ByteCount }
  | { readonly kind: 'array'; readonly element: TypeId; readonly dimensions: readonly Dimension[] }
  | {
      readonly kind: 'struct' | 'union';
      readonly name: string;
      readonly size: ByteCount;
      readonly members: readonly Member[];
      readonly isDeclaration: boolean;
    }
  | {
      readonly kind: 'enum';
      readonly name: string;
      readonly size: ByteCount;
      readonly underlying: TypeId | undefined;
      readonly enumerators: readonly { readonly name: string; readonly value: bigint }[];
    }
  | { readonly kind: 'typedef'; readonly name: string; readonly target: TypeId }
  | { readonly kind: 'const' | 'volatile' | 'restrict' | 'atomic'; readonly target: TypeId }
  | {
      readonly kind: 'function';
      readonly returns: TypeId;
      readonly parameters: readonly TypeId[];
      readonly isVariadic: boolean;
      readonly isPrototyped: boolean;
    };

export type Encoding =
  'boolean' | 'float' | 'signed' | 'unsigned' | 'signed-char' | 'unsigned-char' | 'complex-float' | 'utf';

/** Number of elements: a constant, unknown (flexible array, incomplete type), or a VLA's count. */
export type Dimension =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'unknown' }
  /** The count is the value of this (artificial) variable at run time. */
  | { readonly kind: 'variable'; readonly location: Location; readonly size: ByteCount };

export interface Member {
  /** '' for an anonymous struct or union. */
  readonly name: string;
  readonly type: TypeId;
  /** From the start of the struct; for a bit-field, of the byte that holds its first bit. */
  readonly offset: ByteCount;
  /** For a bit-field: bits from the start of the struct (little-endian numbering) and width. */
  readonly bits?: { readonly offset: number; readonly size: number };
}
