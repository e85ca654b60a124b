/** Types of the compile stage; see `compiler.ts` for the work. */

export interface SourceFile {
  /** Relative to the project's root, with '/' ('leak.c', 'include/util.h'). */
  readonly path: string;
  readonly text: string | Uint8Array;
}

export interface CompileRequest {
  readonly files: readonly SourceFile[];
  /** Paths of the .c files that are compiled each for itself; absent: all that no other includes. */
  readonly units?: readonly string[];
  /** clang flags of the user's; see `flags.ts` for those that are understood. -O0 -Wall -Wextra unless overridden. */
  readonly flags: readonly string[];
  /** Leave out the checker's redzones (plain clang output); for benchmarks and for cross-checks. */
  readonly plain?: boolean;
}

export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Diagnostic extends SourcePosition {
  readonly severity: 'error' | 'warning' | 'note' | 'fatal';
  readonly message: string;
  /** -W name, where clang gives one. */
  readonly option: string | undefined;
  /** Highlighted ranges; end exclusive. */
  readonly ranges: readonly { readonly start: SourcePosition; readonly end: SourcePosition }[];
  readonly notes: readonly Diagnostic[];
  readonly fixIts: readonly {
    readonly start: SourcePosition;
    readonly end: SourcePosition;
    readonly replacement: string;
  }[];
}

export type CompileResult =
  | { readonly kind: 'linked'; readonly wasm: Uint8Array; readonly diagnostics: readonly Diagnostic[] }
  /** Nothing to run: errors of clang or of the linker (file '' where there is no place). */
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] };

export interface LoadProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}
