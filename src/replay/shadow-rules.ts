/**
 * What the records of a window imply about shadow memory. The shim keeps the true one while the program runs; here it is
 * made again from stores and allocations, so that recording it costs nothing. `shadow` records say the rest.
 */
import { AllocationOp, ShadowState } from '../trace/records.ts';
import type { MemoryRun, SnapshotFrame } from '../trace/recording.ts';
import type { PagedBytes } from './paged-bytes.ts';
import type { AllocationTable } from './timeline.ts';

/** Bytes before a block's payload that belong to its header, and the blocks' alignment. */
const HEADER_BYTES = 16;
const STORABLE = 0x80;
/** The bit that says so, in each of four states. */
const LOADABLE_BITS = 0x01010101;
const STORABLE_BITS = 0x80808080;

/**
 * A write defines the bytes it may write to; those it may not stay what they were. Does so for four bytes at once: takes
 * their states and a mask of the bytes written, gives the states after.
 */
export function definedStates(states: number, written: number): number {
  const undefinedBytes = states & STORABLE_BITS & ~((states & LOADABLE_BITS) << 7) & written;
  // From bit 7 of each such byte to all of its bits: `defined` is 0xff.
  return undefinedBytes === 0 ? states : states | ((undefinedBytes >>> 7) * ShadowState.defined);
}

/** The effects of allocations and calls. */
export class ShadowRules {
  /** The block that a realloc has just made: its bytes take over the old block's state when that is freed. */
  #reallocated: { readonly address: number; readonly size: number } | undefined;

  constructor(
    readonly shadow: PagedBytes,
    readonly allocations: AllocationTable,
    /** By function index; absent: frames' states come from `shadow` records only. */
    readonly frameBytes: Uint32Array | undefined,
  ) {}

  /**
   * The frames of a window's first moment. The instrumenter leaves the shadow alone of variables that it knows to be used
   * well, so what looks like no memory there is taken to be defined.
   */
  start(frames: readonly SnapshotFrame[]): void {
    for (const { functionIndex, frameBase } of frames) {
      const states = this.shadow.bytes(frameBase, this.frameBytes?.[functionIndex] ?? 0);
      const isStale = (state: number): boolean =>
        state === ShadowState.unallocated || state === ShadowState.afterReturn;
      this.shadow.set(
        frameBase,
        states.map((state) => (isStale(state) ? ShadowState.defined : state)),
      );
    }
  }

  enter(functionIndex: number, frameBase: number): void {
    const size = this.frameBytes?.[functionIndex];
    if (size) this.shadow.fill(frameBase, size, ShadowState.undefined);
  }

  leave({ functionIndex, frameBase }: SnapshotFrame): void {
    const size = this.frameBytes?.[functionIndex];
    if (size) this.shadow.fill(frameBase, size, ShadowState.afterReturn);
  }

  /** What a `shadow` record says. The bytes of a variable whose scope ends still hold what was written there. */
  mark(address: number, n: number, state: number): void {
    const before = state === ShadowState.afterScope ? this.shadow.bytes(address, n) : undefined;
    if (!before?.includes(ShadowState.defined)) return this.shadow.fill(address, n, state);
    const after = before.map((each) => (each === ShadowState.defined ? ShadowState.afterScopeWritten : state));
    this.shadow.set(address, after);
  }

  allocate(operation: number, id: number, address: number, size: number): void {
    if (id === 0 || address < HEADER_BYTES) return;
    const { shadow } = this;
    shadow.fill(address - HEADER_BYTES, HEADER_BYTES, ShadowState.heapRedzone);
    shadow.fill(address, size, operation === AllocationOp.calloc ? ShadowState.defined : ShadowState.undefined);
    const end = address + size;
    const granuleEnd = Math.ceil(Math.max(end, address + 1) / HEADER_BYTES) * HEADER_BYTES;
    shadow.fill(end, granuleEnd - end, ShadowState.heapRedzone);
    this.#reallocated = isRealloc(operation) ? { address, size } : undefined;
  }

  free(operation: number, id: number, address: number): void {
    const { shadow } = this;
    const size = this.allocations.size[id] ?? 0;
    const made = this.#reallocated;
    if (isRealloc(operation) && made) this.#copyStates(address, made.address, Math.min(size, made.size));
    this.#reallocated = undefined;
    shadow.fill(address, Math.max(size, HEADER_BYTES), ShadowState.freed);
  }

  #copyStates(from: number, to: number, n: number): void {
    const states = this.shadow.bytes(from, n).map((state) => (state & STORABLE ? state : ShadowState.defined));
    this.shadow.set(to, states);
  }
}

/** Whether realloc or its kin, whose new block takes over the old one's contents. */
const isRealloc = (operation: number): boolean =>
  operation === AllocationOp.realloc || operation === AllocationOp.reallocarray;

/**
 * Puts plain states where the shim keeps data in shadow bytes: in the header of every block, in the first bytes of the
 * payload of a freed one (its link in the quarantine's list), and at both ends of a free chunk.
 */
export function normaliseHeaders(shadow: PagedBytes, runs: readonly MemoryRun[], heapBase: number): void {
  for (const run of runs) {
    const start = Math.ceil(Math.max(run.address, heapBase) / HEADER_BYTES) * HEADER_BYTES;
    for (let granule = start; granule + HEADER_BYTES <= run.address + run.bytes.length; granule += HEADER_BYTES) {
      const marker = run.bytes[granule + HEADER_BYTES - 1 - run.address]!;
      if (marker === ShadowState.heapFree) shadow.fill(granule, HEADER_BYTES, ShadowState.freed);
      if (marker !== ShadowState.heapHeader && marker !== ShadowState.heapHeaderFreed) continue;
      shadow.fill(granule, HEADER_BYTES, ShadowState.heapRedzone);
      if (marker === ShadowState.heapHeaderFreed) shadow.fill(granule + HEADER_BYTES, LINK_BYTES, ShadowState.freed);
    }
  }
}

/** Bytes of a list link as the shim packs it: 30 bits, six a byte. */
const LINK_BYTES = 5;
