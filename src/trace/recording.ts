/**
 * A recording: everything that is known about one run. Pure data; whatever is shown is derived from it.
 *
 * File format (all integers little-endian):
 *
 *     "HEAPSCPE"  u32 version
 *     section*    u32 tag, u32 length, u32 CRC-32 of all the rest of the section, contents, zeros to a multiple of 4
 *
 *     META        JSON: RecordingMeta
 *     MODL        the linked wasm
 *     SITE        u32 n, u32 f, u32 code[n], u32 functionIndex[n], u32 frameBytes[f], u8 pendingSteps[n]
 *     PLAC?       u64 where in the file the part for who reads a long recording in parts begins (SYMB, SUMM, LAST); 0: there is none
 *     CHNK*       a chunk of the survey: u32 process, words
 *     STRT*       between chunks: a stretch begins here. What lives then (replay/stretches/run-summary.ts, packed)
 *     WIND        a window: u32 n, n bytes of JSON (bounds, layout, where the runs of memory lie), zeros to a multiple of 4,
 *                 u32 functionIndex, frameBase, callSite, statement of each frame (those of further threads after main's), the bytes of memory, those of shadow
 *     WPRC*       the snapshot of a further process in the window before, in the same form as WIND
 *     WSEG*       the bytes of a segment at the beginning of the window before: u32 segment, bytes
 *     WSIT?       the sites of the window before, if it has its own, as in SITE
 *     WCHK*       a chunk of the window before: u32 process, words
 *     SYMB*       JSON: SymbolPart, of native recordings; anywhere after SITE
 *     SUMM?       of a recording with stretches: what is known of all of them (likewise)
 *     LAST        JSON: RunEnd
 *
 * in this order, but CHNK may stand between the parts of windows. PLAC, STRT and SUMM repeat what follows from the rest. A tag whose last letter is small (LASt) says that the contents are
 * a u32 with their length and then deflated bytes. A reader that meets damage keeps what came before it and says at which
 * offset it stopped; without whole META, MODL and SITE sections it has nothing and refuses. Changes bump `RECORDING_VERSION`.
 */
import type { CheckOptions } from './check-options.ts';
import type { SymbolTable } from './symbols.ts';
import type { CodeOffset, FunctionIndex, ProcessId, StepIndex, ThreadId, Address } from '../util/units.ts';

export const RECORDING_VERSION = 6;

export interface Recording {
  readonly meta: RecordingMeta;
  /** The linked module before instrumentation: code offsets and DWARF refer to it. Empty for native recordings. */
  readonly module: Uint8Array;
  readonly sites: SiteTable;
  /** Of a program without a module: what its sites are. `sites` is then `sitesOf` it. */
  readonly symbols?: SymbolTable;
  /** The survey of the whole run. */
  readonly survey: readonly Chunk[];
  /** Zero or more windows, each a complete account of a range of steps. */
  readonly windows: readonly RecordedWindow[];
  readonly end: RunEnd;
}

export interface RecordingMeta {
  readonly origin: 'wasm' | 'native';
  /** Program name, argv[0]. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly seed: number;
  /** Absent: as `DEFAULT_CHECKS`. */
  readonly checks?: CheckOptions;
  /** The user's sources, so that a report can quote them. */
  readonly sources: readonly { readonly path: string; readonly text: string }[];
  /** ISO 8601. Not part of what determinism compares. */
  readonly recordedAt: string;
}

/** Columns by `SiteId`. Site 0 is "nowhere". */
export interface SiteTable {
  readonly code: Uint32Array; // CodeOffset
  readonly functionIndex: Uint32Array;
  /** By `FunctionIndex`: bytes from the frame base up that are the function's frame; absent or too short: not known. */
  readonly frameBytes?: Uint32Array;
  /** Statements begun but not yet added to the step counter when this site runs: true step = counter + this. */
  readonly pendingSteps: Uint8Array;
}

export interface Site {
  readonly code: CodeOffset;
  readonly functionIndex: FunctionIndex;
}

/** Words as `records.ts` describes them; `words` may be longer than `length`. */
export interface Chunk {
  /** Whose records they are up to the first `process` record. */
  readonly process: ProcessId;
  readonly words: Uint32Array;
  /** Used words. */
  readonly length: number;
}

export interface RecordedWindow {
  /** The state before the statement with index `first`. */
  readonly snapshot: Snapshot;
  /**
   * Of the other processes that were alive then, ascending by process; absent: none were. A process that is created within the
   * window starts as a copy of what its parent is at its `processCreated` event.
   */
  readonly others?: readonly Snapshot[];
  /** What is in segments at `first` where the snapshots' memory doesn't tell: nobody has them mapped, or the copies there are old. */
  readonly segments?: readonly SegmentBytes[];
  readonly first: StepIndex;
  /** Exclusive. */
  readonly end: StepIndex;
  readonly chunks: readonly Chunk[];
  /** The sites of `chunks`, where the window's program was instrumented on its own; absent: the recording's. */
  readonly sites?: SiteTable;
}

export interface Snapshot {
  readonly step: StepIndex;
  readonly process: ProcessId;
  /** Runs of memory that are not all zero, page-aligned (`PAGE_BYTES`), ascending. */
  readonly memory: readonly MemoryRun[];
  /** Shadow bytes likewise, at the program address they describe; absent pages are `unallocated`. */
  readonly shadow: readonly MemoryRun[];
  /** Of the thread that runs main, outermost first. */
  readonly frames: readonly SnapshotFrame[];
  /** Of its other threads, ascending by thread; absent: there are none. */
  readonly threads?: readonly SnapshotThread[];
  /** What is mapped; absent: nothing. The bytes are in `memory`, or in the window's `segments`. */
  readonly segments?: readonly MappedSegment[];
  /** How much of the survey (in words over all its chunks) lies before this point. */
  readonly surveyWords: number;
  readonly layout: MemoryLayout;
}
export const PAGE_BYTES = 4096;

export interface MemoryRun {
  readonly address: Address;
  readonly bytes: Uint8Array;
}

/** A segment where the process has it mapped. `SystemEvent.segmentCreated` tells what it is. */
export interface MappedSegment {
  readonly segment: number;
  readonly address: Address;
  readonly size: number;
  /** Where in the segment it begins; absent: at its start. */
  readonly offset?: number;
}

export interface SnapshotThread {
  readonly thread: ThreadId;
  readonly frames: readonly SnapshotFrame[];
}

export interface SegmentBytes {
  readonly segment: number;
  /** From the segment's start; what follows is zero. */
  readonly bytes: Uint8Array;
}

export interface SnapshotFrame {
  readonly functionIndex: FunctionIndex;
  readonly frameBase: Address;
  readonly callSite: number;
  /** The site of the statement last begun in this frame; 0 if none. */
  readonly statement: number;
}

/** Where the program's regions lie. `stackLow <= stack < stackHigh`, globals in [globalBase, heapBase), heap from heapBase. */
export interface MemoryLayout {
  readonly stackLow: Address;
  readonly stackHigh: Address;
  readonly globalBase: Address;
  readonly heapBase: Address;
  readonly limit: Address;
}

/** The end of the system: how its first process ended, or why all of it was stopped. The others' ends are `exited` events. */
export type RunEnd =
  | { readonly kind: 'exit'; readonly code: number; readonly steps: StepIndex }
  | {
      readonly kind: 'trap';
      readonly reason: TrapReason;
      readonly message: string;
      readonly site: number;
      readonly steps: StepIndex;
    }
  | { readonly kind: 'killed'; readonly reason: string; readonly steps: StepIndex }
  | {
      readonly kind: 'limit';
      readonly reason: 'time' | 'steps' | 'memory' | 'output';
      readonly limit: number;
      readonly steps: StepIndex;
    };

export const TRAP_REASONS = [
  'unreachable',
  'division-by-zero',
  'integer-overflow',
  'out-of-bounds',
  'stack-overflow',
  'null-function',
  'bad-function-pointer',
  'abort',
  'float-to-integer',
  'other',
] as const;
export type TrapReason = (typeof TRAP_REASONS)[number];
