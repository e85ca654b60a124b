/**
 * What the Objects view shows of a moment, as plain data before it has places: frames and globals on the left, blocks on
 * the right, each a box of rows.
 *
 *     main            leak.c:20          block 3 · 30 bytes
 *       name  char *        "Ada"          [0]  'H'
 *       line  char *     0x11a40 o ------> [1]  'i'
 */
import type { Moment, StackLine } from '../replay/timeline.ts';
import type { Address, AllocationId, ByteCount } from '../util/units.ts';
import type { Mapped } from './mapped-blocks.ts';
import type { Use } from './offence.ts';

/** What is read of a moment. */
export type ObjectMoment = Pick<Moment, 'events' | 'reads' | 'layout' | 'frames' | 'bytes' | 'shadow'> &
  Partial<Pick<Moment, 'threadLocals'>>;

/** Where a pointer leads. 'ended': to a variable that is no more. */
export type Pointing =
  | { readonly kind: 'null' | 'function' | 'literal' | 'unknown' | 'ended' }
  /** To a box of the picture, or to something inside it. */
  | { readonly kind: 'object'; readonly target: Address; readonly box: string }
  /** To a block that was given back. */
  | { readonly kind: 'freed'; readonly target: Address; readonly box: string };

/**
 * Rows that lie side by side: the elements of an array of numbers in a strip with their indices, those of an array of arrays in a
 * grid, the members of a union.
 */
export interface RowGroup {
  readonly id: string;
  readonly kind: 'strip' | 'grid' | 'union';
  /** Of a grid. */
  readonly columns: number;
}

export interface Row {
  /** Stays the same from step to step as long as it is the same part of the same object: 'f0/p.next', 'b3[2]'. */
  readonly id: string;
  readonly depth: number;
  readonly name: string;
  readonly type: string;
  /** As C would write it; '' where the row only opens its parts. */
  readonly text: string;
  /** Whether its bytes were ever written: none of them makes `text` meaningless. */
  readonly written: 'all' | 'some' | 'none';
  readonly changed: boolean;
  /** Whether its address stands beside it. */
  readonly showsAddress?: true;
  /** Whether the step read it. */
  readonly wasRead?: true;
  /** Whether its scope ended: its bytes still hold the last value. */
  readonly hasEnded?: true;
  readonly isOpen: boolean | undefined;
  readonly address: Address | undefined;
  readonly size: ByteCount;
  readonly pointing: Pointing | undefined;
  /** For a pointer, also one that is NULL: the name of the type it leads to, without qualifiers and typedefs. */
  readonly pointsTo?: string;
  readonly group?: RowGroup;
  /** For bytes between or after members that belong to none: how many. */
  readonly padding?: ByteCount;
  /** For a row that stands for elements left out: how many. */
  readonly more?: number;
  /** What the finding that is being looked at does to these bytes. */
  readonly offence?: Use;
  /** Whether this pointer led there. */
  readonly led?: true;
  /** Whether a lesson points it out. */
  readonly isPointedOut?: true;
}

export interface FrameBox {
  readonly id: string;
  readonly kind: 'frame';
  readonly name: string;
  readonly at: StackLine;
  readonly isInnermost: boolean;
  /** Whether this step called it. */
  readonly isNew?: true;
  readonly rows: readonly Row[];
}

/** The frame of a function that has returned: shown where a finding is about one of its variables. */
export interface EndedFrame {
  readonly id: string;
  readonly kind: 'ended';
  readonly name: string;
  readonly rows: readonly Row[];
}

/** Stands for calls of a deep recursion that are left out. */
export interface FoldedFrames {
  readonly id: string;
  readonly kind: 'folded';
  readonly count: number;
  readonly rows: readonly Row[];
}

export interface GlobalsBox {
  readonly id: string;
  readonly kind: 'globals';
  readonly rows: readonly Row[];
}

export interface BlockBox {
  readonly id: string;
  readonly kind: 'block';
  readonly block: AllocationId;
  readonly address: Address;
  readonly size: ByteCount;
  readonly state: 'live' | 'freed' | 'leaked';
  /** What a pointer says that the block holds one of, as `Row.pointsTo` writes it; '' where nobody knows. */
  readonly type: string;
  readonly rows: readonly Row[];
  /** Not of the heap: what the process has mapped. */
  readonly mapped?: Mapped;
  /** It keeps the room that its head will need. */
  readonly willLeak?: true;
  /** Whether this step allocated or freed it. */
  readonly happened?: 'allocated' | 'freed';
  /** Whether the finding that is being looked at is about this block. */
  readonly inFocus?: true;
  /** Whether a lesson points it out. */
  readonly isPointedOut?: true;
}

/** What stands in the left column. */
export type StackBox = FrameBox | EndedFrame | FoldedFrames | GlobalsBox;
export type Box = StackBox | BlockBox;

export interface ObjectModel {
  readonly left: readonly StackBox[];
  readonly right: readonly BlockBox[];
  /** Blocks that are not shown because there are too many. */
  readonly hiddenBlocks: number;
}
