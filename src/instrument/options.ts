import type { DebugInfo } from '../dwarf/debug-info.ts';
import type { Module } from '../wasm-binary/module.ts';
import type { FollowedFunctions } from './followed-functions.ts';
import type { FunctionRole } from './function-roles.ts';
import type { SiteTable } from '../trace/recording.ts';

/**
 * survey: allocations, findings, steps counted. window: every statement, call, return and store as well. precise: a survey that
 * follows undefined values bit by bit; origins: the same, with the host saying which places make any.
 */
export type Density = 'survey' | 'window' | 'precise' | 'origins';

export const isPrecise = (density: Density): boolean => density === 'precise' || density === 'origins';

export interface InstrumentOptions {
  readonly debug: DebugInfo;
  readonly density: Density;
  /** Check loads and stores against shadow memory; true unless a benchmark says otherwise. */
  readonly checks?: boolean;
  /**
   * The code will be rewritten once more, so that offsets in it tell nothing: every function has a call slot, and whatever may trap
   * notes its site there first.
   */
  readonly notesTraps?: boolean;
  /**
   * Of the precise densities: indices of the functions whose values are followed; absent: all. The others are checked as in a survey,
   * and tell the host (`suspect`) when an undefined value comes near them.
   */
  readonly follows?: ReadonlySet<number>;
  /** Frames may lie on the stacks of several threads. */
  readonly hasThreads?: boolean;
  /** Threads may be interrupted before each access to what others can reach. */
  readonly preemptsAccesses?: boolean;
  /** Tasks may give way before each statement of the user's code. */
  readonly preemptsStatements?: boolean;
}

export interface Instrumented {
  readonly wasm: Uint8Array;
  readonly density: Density;
  readonly sites: SiteTable;
  readonly followed: FollowedFunctions;
  /** By position in the code section. */
  readonly roles: readonly FunctionRole[];
  /** The module that was read. */
  readonly module: Module;
  /** Bytes of each function's frame, by position in the code section. */
  readonly frameBytes: Uint32Array;
  /** For an offset in the new module (as engines print it), the code offset and function it came from. */
  locate(newOffset: number): { readonly code: number; readonly functionIndex: number } | undefined;
}
