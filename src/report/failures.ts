/** Allocations that were made to fail on purpose, as reports name them. */
import type { StackAt } from '../replay/findings.ts';
import type { RunEnd } from '../trace/recording.ts';
import type { ByteCount } from '../util/units.ts';

export interface FailedAllocation extends StackAt {
  /** Which allocation it was, counted from 1. */
  readonly number: number;
  readonly size: ByteCount;
  /** How the run ended in which only this one failed. */
  readonly end?: RunEnd;
}
