import { wasi } from '@bjorn3/browser_wasi_shim';
import { CallError } from './ends.ts';

/** Nanoseconds by which each look at the clock moves it. */
const FIRST_ADVANCE = 1_000n;
const LAST_ADVANCE = 1_000_000n;
/** A program that looks this often and does nothing else is waiting: time goes twice as fast from then on. */
const LOOKS_PER_DOUBLING = 1000;

/** Virtual time: it stands still unless the program looks at it or sleeps, so that every run sees the same times. */
export class VirtualClock {
  /** Nanoseconds since the start of the run, slept and awake. */
  elapsed = 0n;
  #slept = 0n;
  #advance = FIRST_ADVANCE;
  #looks = 0;

  /** `start`: nanoseconds since 1970. */
  constructor(readonly start: bigint) {}

  /** The time of a WASI clock in nanoseconds; EINVAL for an unknown clock. Moves time on. */
  look(clockId: number): bigint {
    this.elapsed += this.#advance;
    if (++this.#looks % LOOKS_PER_DOUBLING === 0 && this.#advance < LAST_ADVANCE) this.#advance *= 2n;
    return this.now(clockId);
  }

  /** As `look`, but time stands still. */
  now(clockId: number): bigint {
    switch (clockId) {
      case wasi.CLOCKID_REALTIME:
        return this.start + this.elapsed;
      case wasi.CLOCKID_MONOTONIC:
        return this.elapsed;
      case wasi.CLOCKID_PROCESS_CPUTIME_ID:
      case wasi.CLOCKID_THREAD_CPUTIME_ID:
        return this.elapsed - this.#slept;
      default:
        throw new CallError(wasi.ERRNO_INVAL);
    }
  }

  sleep(nanoseconds: bigint): void {
    if (nanoseconds <= 0n) return;
    this.elapsed += nanoseconds;
    this.#slept += nanoseconds;
    this.busy();
  }

  /** The program did something else than look at the clock. */
  busy(): void {
    this.#looks = 0;
    this.#advance = FIRST_ADVANCE;
  }

  clone(): VirtualClock {
    const copy = new VirtualClock(this.start);
    copy.elapsed = this.elapsed;
    copy.#slept = this.#slept;
    copy.#advance = this.#advance;
    copy.#looks = this.#looks;
    return copy;
  }
}
