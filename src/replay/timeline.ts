/** What the picture, the timeline and the reports read: the types that replay derives from a recording. */
import type {
  Address,
  AllocationId,
  ByteCount,
  CodeOffset,
  FunctionIndex,
  ProcessId,
  SiteId,
  StackId,
  StepIndex,
  ThreadId,
} from '../util/units.ts';
import type { FindingKind } from '../trace/records.ts';
import type { MemoryLayout } from '../trace/recording.ts';
import type { AllocationTotals } from './allocations.ts';
import type { WholeRun } from './stretches/whole-run.ts';
import type { ToldMemory } from './told-memory.ts';
import type { MomentContext } from './moment.ts';
import type { KernelEvent, SystemSurvey, TaskRef, TaskState } from './system.ts';

/** A line of a call stack as it is shown. `file` is '' and `line` 0 where there is no debug information. */
export interface StackLine {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly libc: boolean;
}

/** Whole numbers from 0 to 2^53: doubles where one of them needs more than 32 bits, which only native programs' do. */
export type NumberColumn = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Allocations, in columns by `AllocationId` (index 0 unused). Memory for millions of events. */
export interface AllocationTable {
  readonly count: number;
  readonly address: NumberColumn;
  readonly size: NumberColumn;
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
  readonly thread: ThreadId;
}

export interface OutputEvent {
  readonly descriptor: number;
  readonly step: StepIndex;
  readonly bytes: Uint8Array;
  readonly process: ProcessId;
}

/** Of a run that is too long to have all its allocations at once. */
export interface RunPart {
  readonly whole: WholeRun;
  /** At steps after `first`, up to `end`, all that happened is in the survey. Elsewhere most allocations are missing. */
  readonly first: StepIndex;
  readonly end: StepIndex;
  /** What a block is called: its number in the whole run. */
  numberOf(block: AllocationId): number;
}

/** The whole run, cheaply: what a survey holds. */
export interface Survey {
  /** Absent: `allocations` has all there were. */
  readonly part?: RunPart;
  /** Every allocation of the run, whichever process made it, and what became of it in that process. */
  readonly allocations: AllocationTable;
  /** By `AllocationId`, which process made it; where the column ends: process 0. */
  readonly owners: Uint16Array;
  /** Of the whole run. */
  readonly totals: AllocationTotals;
  /** Processes, threads, what they share and when they ran. */
  readonly system: SystemSurvey;
  /**
   * Allocations as one process has them: those of its ancestors up to the fork, then its own, with what became of its copies.
   * For process 0 of a run that doesn't fork this is `allocations`.
   */
  allocationsOf(process: ProcessId): AllocationTable;
  readonly findings: readonly SurveyFinding[];
  readonly outputs: readonly OutputEvent[];
  readonly inputs: readonly OutputEvent[];
  /** What a native recording tells of memory; a window holds that of other programs. */
  readonly told: ToldMemory;
  readonly steps: StepIndex;
  /** Innermost first. */
  stackLines(stack: StackId): readonly StackLine[];
  /** Blocks live in a process (absent: the first) before statement `step`, ascending by address. */
  liveAt(step: StepIndex, process?: ProcessId): readonly AllocationId[];
}

export interface Frame {
  readonly functionIndex: FunctionIndex;
  readonly name: string;
  readonly libc: boolean;
  readonly frameBase: Address;
  /** The statement the frame is at: about to run in the innermost frame, in the middle of a call in the others. */
  readonly at: StackLine;
  readonly site: SiteId;
  /** Of that statement; 0 where there is none. */
  readonly code: CodeOffset;
  /** From the base up: the function's own frame; 0 where it is not known. */
  readonly frameBytes: ByteCount;
}

export interface ByteRange {
  readonly address: Address;
  readonly size: ByteCount;
}

export interface MemoryChange {
  readonly address: Address;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly shared?: SharedPlace;
}

/** Where in a segment that processes share. */
export interface SharedPlace {
  readonly segment: number;
  readonly offset: ByteCount;
}

/** What happened between the previous statement and this moment, in order, and which task did it. */
export type StepEvent = TaskRef & WhatHappened;

export type WhatHappened =
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
  | { readonly kind: 'finding'; readonly index: number }
  /** A load from a shared segment, where the recording has such. */
  | { readonly kind: 'read'; readonly address: Address; readonly size: ByteCount; readonly shared?: SharedPlace }
  | { readonly kind: 'system'; readonly event: KernelEvent };

/** A process's memory and call stack at a moment. */
export interface ProcessMemory {
  /** Outermost first. Frames of libc that have no debug information are included and marked. */
  readonly frames: readonly Frame[];
  /** A copy of n bytes; bytes outside the program's memory read as zero. */
  bytes(address: Address, n: ByteCount): Uint8Array;
  /** Shadow states (ShadowState) of n bytes; `shared` memory counts as defined. */
  shadow(address: Address, n: ByteCount): Uint8Array;
  /** Blocks live, and freed ones whose memory has not been given out again, ascending by address. */
  blocks(): readonly BlockAt[];
}

/**
 * The program's state before the statement `step` runs (after everything before it), at a position of a window. Memory and
 * frames are those of the task that runs next. Valid until the replay moves on: read what you need, keep nothing.
 */
export interface Moment extends ProcessMemory {
  readonly step: StepIndex;
  readonly layout: MemoryLayout;
  readonly events: readonly StepEvent[];
  /**
   * What the statement before this moment read, as far as it can be told: also parts of what it reads more than once, in order.
   * Nothing where the program's instructions are not there.
   */
  readonly reads: readonly ByteRange[];
  /** The task that runs the next statement; at the window's end, the one that ran last. */
  readonly task: TaskRef;
  /** How far from the first thread's the task's thread-local variables are. */
  readonly threadLocals: ByteCount;
  /** The processes that are alive, and `task`'s at the window's end, ascending: one that ended has no memory any more. */
  readonly processes: readonly ProcessId[];
  process(process: ProcessId): ProcessMoment | undefined;
  /** Shared segments that somebody has mapped or that hold something, ascending by id. */
  segments(): readonly SegmentMoment[];
}

/** One process at a moment. `frames` are those of the thread that runs or ran last. */
export interface ProcessMoment extends ProcessMemory {
  readonly process: ProcessId;
  /** Ascending by thread; there is always at least one. */
  readonly threads: readonly ThreadMoment[];
  /** What it has mapped, shared or for itself, ascending by address. */
  readonly mappings: readonly MappingMoment[];
}

export interface ThreadMoment extends TaskRef {
  readonly state: TaskState;
  readonly frames: readonly Frame[];
}

/** A segment that processes share, drawn once. */
export interface SegmentMoment {
  readonly segment: number;
  readonly size: ByteCount;
  /** Where each process sees it, ascending by process. */
  readonly mappings: readonly MappingMoment[];
  bytes(offset: ByteCount, n: ByteCount): Uint8Array;
  /** Who last wrote each of n bytes in this window: 1 + the process's id (modulo 255); 0: nobody has. */
  writers(offset: ByteCount, n: ByteCount): Uint8Array;
}

/** `offset` in the segment is at `address` in the process. */
export interface MappingMoment {
  readonly process: ProcessId;
  readonly segment: number;
  readonly address: Address;
  readonly size: ByteCount;
  readonly offset: ByteCount;
  readonly isShared: boolean;
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
  /** The place of the statement with this index, and who runs it, without seeking. */
  statementAt(step: StepIndex): StackLine & TaskRef & { readonly site: SiteId; readonly depth: number };
  /** The next (direction 1) or previous (-1) step at which `wanted` holds, or undefined. */
  find(from: StepIndex, direction: 1 | -1, wanted: StepQuery): StepIndex | undefined;
}

export type StepQuery =
  /**
   * A statement at most this deep in the call stack (over: the current depth; out: one less) of one task; absent: of the task that
   * runs the statement at `from`.
   */
  | { readonly kind: 'depth'; readonly atMost: number; readonly task?: TaskRef }
  /** A statement of this task. */
  | { readonly kind: 'statement'; readonly task: TaskRef }
  /** Another task goes on here than ran the statement before. */
  | { readonly kind: 'switch' }
  | { readonly kind: 'allocation'; readonly process?: ProcessId }
  | {
      readonly kind: 'line';
      readonly at: readonly { readonly file: string; readonly line: number }[];
      /** Absent: in any task. */
      readonly task?: TaskRef;
    }
  /** What a search of the window's records finds: `writeTo`, `valueOf`. Surveys have no such records. */
  | { readonly kind: 'records'; readonly search: RecordSearch }
  /** The system did something of one of these kinds (absent: anything), to or by a task (absent: any). */
  | { readonly kind: 'system'; readonly kinds?: readonly KernelEvent['kind'][]; readonly task?: TaskRef };

/** The nearest step after (1) or before (-1) `from`. */
export type RecordSearch = (context: MomentContext, from: StepIndex, direction: 1 | -1) => StepIndex | undefined;
