/** How closely a program is watched, and what trouble is made for it. Part of a run's inputs: a window needs the same. */
import type { ByteCount } from '../util/units.ts';

export interface CheckOptions {
  /** At least so many bytes before and after each block of the heap belong to none. */
  readonly redzoneBytes: ByteCount;
  /** Freed blocks are kept from reuse as long as they are not more than this. */
  readonly quarantineBytes: ByteCount;
  /** The run ends after so many findings; 0: it goes on as long as it can. */
  readonly stopAfter: number;
  /** Allocations that give NULL although there is memory. */
  readonly failing?: FailingAllocations;
}

export type FailingAllocations =
  /** The nth of those that the program or libc on its behalf makes, counted from 1. */
  { readonly kind: 'nth'; readonly n: number } | { readonly kind: 'random'; readonly seed: number };

/** Of allocations that fail at random, about one in so many does. */
export const RANDOM_FAILURES_ONE_IN = 8;

export const DEFAULT_CHECKS: CheckOptions = { redzoneBytes: 16, quarantineBytes: 64 * 2 ** 20, stopAfter: 0 };

/** What memcheck allows, and so a redzone that still leaves room for blocks. */
export const REDZONE_BOUNDS = { least: 16, most: 4096 };
