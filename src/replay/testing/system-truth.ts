/** What a made-up system knows about itself, for replay to be held against. */
import type { TaskRef } from '../system.ts';

export interface SegmentTruth {
  readonly bytes: Uint8Array;
  readonly writers: Uint8Array;
}

export interface Truth {
  readonly step: number;
  readonly task: TaskRef;
  readonly processes: ReadonlyMap<
    number,
    {
      readonly memory: Uint8Array;
      readonly frames: ReadonlyMap<number, readonly number[]>;
      readonly live: readonly number[];
    }
  >;
  readonly segments: ReadonlyMap<number, SegmentTruth>;
}

/** What one statement did. */
export interface StatementTruth extends TaskRef {
  readonly depth: number;
  readonly site: number;
  readonly writes: {
    readonly process: number;
    readonly address: number;
    readonly n: number;
    readonly shared?: string;
  }[];
  readonly events: number[];
}
