/** What is known of all of a run's allocations without a row for each: what each call stack came to, and how much was live when. */
import { ALLOCATION_BY_LIBC } from '../../trace/records.ts';
import type { ByteCount, StackId, StepIndex } from '../../util/units.ts';
import type { AllocationTotals } from '../allocations.ts';
import { withRoom } from '../columns.ts';
import { CurveLog, type LiveCurve } from './live-curve.ts';

export interface WholeRun {
  /** Without what libc allocated for itself, in `peakBytes` too: `totalsOf` has both. */
  readonly totals: Omit<AllocationTotals, 'libc'>;
  /** The most bytes that lived at once, libc's own included. */
  readonly peakBytes: ByteCount;
  /** By `StackId`, as `measureRun` (layout/call-measures.ts) measures a table. */
  readonly bytes: Float64Array;
  readonly blocks: Float64Array;
  readonly peak: Float64Array;
  readonly leaked: Float64Array;
  readonly temporary: Float64Array;
  /** Of the first allocation; where there was none `blocks` is 0. */
  readonly firstStep: Float64Array;
  readonly firstOperation: Uint16Array;
  readonly curve: LiveCurve;
}

/** As `AllocationLog.totals` counts. */
export function totalsOf({ totals, peakBytes, blocks, bytes }: WholeRun): AllocationTotals {
  const sum = (column: Float64Array): number => column.reduce((all, one) => all + one, 0);
  return { ...totals, libc: { count: sum(blocks) - totals.count, bytes: sum(bytes) - totals.bytes }, peakBytes };
}

export class WholeRunLog {
  #bytes = new Float64Array(0);
  #blocks = new Float64Array(0);
  #live = new Float64Array(0);
  #temporary = new Float64Array(0);
  #firstStep = new Float64Array(0);
  #firstOperation = new Uint16Array(0);
  /**
   * What each stack had at the peak, without a copy of all at each new peak: `#atPeak[stack]` is right if `#peakOf[stack]` is the
   * peak's number; else nothing has changed since the peak, and it is what the stack has now.
   */
  #atPeak = new Float64Array(0);
  #peakOf = new Uint32Array(0);
  #peak = 0;
  #peakBytes = 0;
  #liveBytes = 0;
  readonly #curve = new CurveLog();
  #lastAllocated = 0;
  #stacks = 0;
  #counted = 0;
  #frees = 0;
  #failures = 0;
  #countedBytes = 0;
  #countedLive = 0;
  #countedPeak = 0;

  failed(): void {
    this.#failures += 1;
  }

  allocated(id: number, size: ByteCount, operation: number, stack: StackId, step: StepIndex): void {
    if (stack >= this.#stacks) this.#makeRoom(stack);
    if (this.#blocks[stack]! === 0) {
      this.#firstStep[stack] = step;
      this.#firstOperation[stack] = operation;
    }
    this.#blocks[stack]! += 1;
    this.#bytes[stack]! += size;
    this.#change(stack, size);
    this.#liveBytes += size;
    if (this.#liveBytes > this.#peakBytes) {
      this.#peakBytes = this.#liveBytes;
      this.#peak += 1;
    }
    this.#lastAllocated = id;
    this.#curve.allocated(step, this.#liveBytes);
    if (operation & ALLOCATION_BY_LIBC) return;
    this.#counted += 1;
    this.#countedBytes += size;
    this.#countedLive += size;
    if (this.#countedLive > this.#countedPeak) this.#countedPeak = this.#countedLive;
  }

  /** Size, operation and stack are those of the allocation. */
  freed(id: number, size: ByteCount, operation: number, stack: StackId, step: StepIndex): void {
    if (id === this.#lastAllocated) this.#temporary[stack]! += 1;
    this.#lastAllocated = 0;
    this.#change(stack, -size);
    this.#liveBytes -= size;
    this.#curve.freed(step, this.#liveBytes);
    if (operation & ALLOCATION_BY_LIBC) return;
    this.#frees += 1;
    this.#countedLive -= size;
  }

  whole(): WholeRun {
    const upTo = <T extends Float64Array | Uint16Array>(column: T): T => column.slice(0, this.#stacks) as T;
    return {
      totals: {
        count: this.#counted,
        frees: this.#frees,
        failures: this.#failures,
        bytes: this.#countedBytes,
        liveBytes: this.#countedLive,
        peakBytes: this.#countedPeak,
      },
      peakBytes: this.#peakBytes,
      bytes: upTo(this.#bytes),
      blocks: upTo(this.#blocks),
      peak: upTo(this.#live).map((live, stack) => (this.#peakOf[stack] === this.#peak ? this.#atPeak[stack]! : live)),
      leaked: upTo(this.#live),
      temporary: upTo(this.#temporary),
      firstStep: upTo(this.#firstStep),
      firstOperation: upTo(this.#firstOperation),
      curve: this.#curve.curve(),
    };
  }

  #change(stack: StackId, by: number): void {
    if (this.#peakOf[stack] !== this.#peak) {
      this.#peakOf[stack] = this.#peak;
      this.#atPeak[stack] = this.#live[stack]!;
    }
    this.#live[stack]! += by;
  }

  #makeRoom(stack: StackId): void {
    this.#stacks = stack + 1;
    this.#bytes = withRoom(this.#bytes, stack);
    this.#blocks = withRoom(this.#blocks, stack);
    this.#live = withRoom(this.#live, stack);
    this.#temporary = withRoom(this.#temporary, stack);
    this.#firstStep = withRoom(this.#firstStep, stack);
    this.#firstOperation = withRoom(this.#firstOperation, stack);
    this.#atPeak = withRoom(this.#atPeak, stack);
    this.#peakOf = withRoom(this.#peakOf, stack);
  }
}
