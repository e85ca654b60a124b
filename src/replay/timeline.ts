/** What the picture, the timeline and the reports read: the types that replay derives from a recording. */
import type {
  Address,
  AllocationId,
  ByteCount,
  FunctionIndex,
  ProcessId,
  SiteId,
  StackId,
  StepIndex,
} from '../util/units.ts';
import type { FindingKind } from '../trace/records.ts';
import type { MemoryLayout } from '../trace/recording.ts';

/** A line of a call stack as it is shown. `file` is '' and `line` 0 where there is no debug information. */
export interface StackLine {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly libc: boolean;
}

/** Every allocation of the run, in columns by `AllocationId` (index 0 unused). Memory for millions of events. */
export interface AllocationTable {
  readonly count: number;
  readonly address: Uint32Array;
  readonly size: Uint32Array;
  /** AllocationOp with ALLOCATION_BY_LIBC. */
  readonly operation: Uint16Array;
  readonly stack: Uint32Array;
  readonly step: Float64Array;
  /** Infinity while never freed. */
  readonly freeStep: Float64Array;
  readonly freeStack: Uint32Array;
  readonly freeOperation: Uint16Array;
  /** Indices in the order of events: +id for an allocation, -id for its free. */
  readonly events: Int32Array;
}

/** A finding with ids still to be resolved; `Survey.stackLines` and `Survey.allocations` resolve them. */
export interface SurveyFinding {
  readonly kind: FindingKind;
  readonly address: Address;
  readonly size: ByteCount;
  readonly flags: number;
  readonly block: AllocationId;
  readonly stack: StackId;
  readonly site: SiteId;
  readonly step: StepIndex;
  readonly process: ProcessId;
}

export interface OutputEvent {
  readonly descriptor: number;
  readonly step: StepIndex;
  readonly bytes: Uint8Array;
  readonly process: ProcessId;
}

/** The whole run, cheaply: what a survey holds. */
export interface Survey {
  readonly allocations: AllocationTable;
  readonly findings: readonly SurveyFinding[];
  readonly outputs: readonly OutputEvent[];
  readonly inputs: readonly OutputEvent[];
  readonly steps: StepIndex;
  /** Innermost first. */
  stackLines(stack: StackId): readonly StackLine[];
  /** Blocks live before statement `step`, ascending by address. */
  liveAt(step: StepIndex): readonly AllocationId[];
}

export interface Frame {
  readonly functionIndex: FunctionIndex;
  readonly name: string;
  readonly libc: boolean;
  readonly frameBase: Address;
  /** The statement the frame is at: about to run in the innermost frame, in the middle of a call in the others. */
  readonly at: StackLine;
  readonly site: SiteId;
}

export interface MemoryChange {
  readonly address: Address;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What happened between the previous statement and this moment, in order. */
export type StepEvent =
  | { readonly kind: 'store'; readonly change: MemoryChange }
  | {
      readonly kind: 'allocate';
      readonly id: AllocationId;
      readonly operation: number;
      readonly address: Address;
      readonly size: ByteCount;
    }
  | { readonly kind: 'free'; readonly id: AllocationId; readonly operation: number; readonly address: Address }
  | { readonly kind: 'call'; readonly functionIndex: FunctionIndex; readonly name: string }
  | { readonly kind: 'return'; readonly functionIndex: FunctionIndex; readonly name: string }
  | { readonly kind: 'output'; readonly descriptor: number; readonly bytes: Uint8Array }
  | { readonly kind: 'input'; readonly bytes: Uint8Array }
  | { readonly kind: 'finding'; readonly index: number };

/**
 * The program's state before the statement `step` runs (after everything before it), at a position of a window.
 * Valid until the replay moves on: read what you need, keep nothing.
 */
export interface Moment {
  readonly step: StepIndex;
  /** Outermost first. Frames of libc that have no debug information are included and marked. */
  readonly frames: readonly Frame[];
  readonly layout: MemoryLayout;
  /** A copy of n bytes; bytes outside the program's memory read as zero. */
  bytes(address: Address, n: ByteCount): Uint8Array;
  /** Shadow states (ShadowState) of n bytes. */
  shadow(address: Address, n: ByteCount): Uint8Array;
  /** Blocks live, and freed ones whose memory has not been given out again, ascending by address. */
  blocks(): readonly BlockAt[];
  readonly events: readonly StepEvent[];
}

export interface BlockAt {
  readonly id: AllocationId;
  readonly address: Address;
  readonly size: ByteCount;
  readonly state: 'live' | 'freed';
}

/** Goes anywhere in one recorded window. `first <= step <= end`; end is the moment after the last statement. */
export interface Replay {
  readonly first: StepIndex;
  readonly end: StepIndex;
  seek(step: StepIndex): Moment;
  /** The place of the statement with this index, without seeking. */
  statementAt(step: StepIndex): StackLine & { readonly site: SiteId; readonly depth: number };
  /** The next (direction 1) or previous (-1) step at which `wanted` holds, or undefined. */
  find(from: StepIndex, direction: 1 | -1, wanted: StepQuery): StepIndex | undefined;
}

export type StepQuery =
  /** At most this deep in the call stack (over: the current depth; out: one less). */
  | { readonly kind: 'depth'; readonly atMost: number }
  | { readonly kind: 'allocation' }
  | { readonly kind: 'line'; readonly at: readonly { readonly file: string; readonly line: number }[] }
  | { readonly kind: 'write'; readonly address: Address; readonly size: ByteCount };
