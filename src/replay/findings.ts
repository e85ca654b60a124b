/** Findings as reports and the page show them: repeated ones counted, leaks grouped, every id resolved. Data only, no words. */
import type { Address, AllocationId, ByteCount, ProcessId, StepIndex, ThreadId } from '../util/units.ts';
import type { FindingPlace } from './finding-place.ts';
import type { VariablePlace } from './variable-near.ts';
import type { TaskRef, Wait } from './system.ts';
import type { StackLine } from './timeline.ts';

/** Kinds as users and `--json` spell them, by `FindingKind`. */
export const FINDING_NAMES = [
  'double-free',
  'invalid-free',
  'use-after-free',
  'use-after-return',
  'use-after-scope',
  'heap-buffer-overflow',
  'heap-buffer-underflow',
  'stack-buffer-overflow',
  'global-buffer-overflow',
  'uninitialised-read',
  'null-dereference',
  'stack-overflow',
  'overlapping-memcpy',
  'bad-malloc-size',
  'division-by-zero',
  'out-of-memory',
  'deadlock',
  'trap',
  'leak',
  'undefined-behaviour',
] as const;
export type FindingName = (typeof FINDING_NAMES)[number];

/** By the number in a leak record's flags; 0 is unused. The last is a segment that nobody removed (`SHARED_SEGMENT_LEFT`). */
export const LEAK_KINDS = [
  '',
  'definitely-lost',
  'indirectly-lost',
  'possibly-lost',
  'still-reachable',
  'shared-segment',
] as const;
export type LeakKind = Exclude<(typeof LEAK_KINDS)[number], ''>;

/**
 * What real programs leave behind on purpose is reachable: of native programs, as memcheck does, leaks of these kinds are findings, and
 * others are only counted.
 */
export const LOST_KINDS: ReadonlySet<LeakKind> = new Set(['definitely-lost', 'indirectly-lost', 'possibly-lost']);

export interface StackAt {
  /** Innermost first. */
  readonly stack: readonly StackLine[];
  readonly step: StepIndex;
}

/** Where an access lies with regard to a block: "4 bytes after a 40-byte block". */
export interface BlockDistance {
  readonly id: AllocationId;
  readonly address: Address;
  readonly size: ByteCount;
  readonly where: 'before' | 'inside' | 'after';
  /** From the block's start to the access (inside), from its end (after), or from the access to its start (before). */
  readonly bytes: ByteCount;
}

interface FindingBase {
  readonly step: StepIndex;
  readonly process: ProcessId;
  readonly thread: ThreadId;
  /** Innermost first. For a leak: of the allocation. */
  readonly stack: readonly StackLine[];
  /** Positions in `survey.findings` of those that this one stands for, in order; of very many only the first ones. */
  readonly indices: readonly number[];
  readonly allocated?: StackAt;
}

export interface MisuseFinding extends FindingBase, FindingPlace {
  readonly kind: Exclude<FindingName, 'leak'>;
  /** How often this happened at the same place with the same stack; the rest is about the first time. */
  readonly count: number;
  readonly address: Address;
  readonly access?: 'read' | 'write';
  /** Of the access, or of the request (bad-malloc-size, out-of-memory); 0 where it has none. */
  readonly size: ByteCount;
  readonly block?: BlockDistance;
  readonly freed?: StackAt;
  /** The address was part of a mapping, and this took it away. */
  readonly unmapped?: StackAt;
  /** uninitialised-read: what the value was part of when it should have been set, as far as trying told. */
  readonly origin?: Origin;
  /** undefined-behaviour: which, in English, as clang's runtime words it. */
  readonly text?: string;
  /** stack-overflow: how many calls were in progress. `stack` has the outermost and the innermost of them. */
  readonly calls?: number;
  /** deadlock: all that wait, by process and thread. */
  readonly waits?: readonly WaitingTask[];
}

export interface WaitingTask extends TaskRef {
  readonly pid: number;
  /** The process has several threads. */
  readonly isOneOfSeveral: boolean;
  readonly wait: Wait;
}

export type Origin =
  | { readonly kind: 'block'; readonly size: ByteCount; readonly allocated: StackAt }
  | { readonly kind: 'variable'; readonly variable: VariablePlace }
  /** What alloca() gave, or a variable without a name in the debug information: where that was, innermost first. */
  | { readonly kind: 'alloca'; readonly size: ByteCount; readonly stack: readonly StackLine[] };

export interface LeakFinding extends FindingBase {
  readonly kind: 'leak';
  readonly leak: LeakKind;
  readonly allocated: StackAt;
  readonly bytes: ByteCount;
  readonly blocks: number;
  readonly blockIds: readonly AllocationId[];
  /** libc allocated them for itself: not the program's to free. */
  readonly libc: boolean;
}

export type Finding = MisuseFinding | LeakFinding;
