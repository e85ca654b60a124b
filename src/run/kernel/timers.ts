/** The timers of alarm() and setitimer(), in virtual time. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import { dispositionOf, Signal } from './signal-actions.ts';

/** By setitimer's `which`. Real time goes on while a process sleeps, the others' doesn't. */
const KINDS = [
  { signal: Signal.ALRM, clock: wasi.CLOCKID_MONOTONIC },
  { signal: Signal.VTALRM, clock: wasi.CLOCKID_PROCESS_CPUTIME_ID },
  { signal: Signal.PROF, clock: wasi.CLOCKID_PROCESS_CPUTIME_ID },
] as const;

/** Nanoseconds of each statement: a program that waits for a timer in a loop sees time pass. */
const NANOSECONDS_PER_STEP = 33;

interface Timer {
  readonly process: Process;
  readonly which: number;
  /** By the clock of its kind. */
  end: bigint;
  /** 0: once. */
  readonly interval: bigint;
}

export class Timers {
  private timers: readonly Timer[] = [];

  constructor(
    private readonly kernel: Kernel,
    private readonly send: (process: Process, signal: number) => void,
  ) {}

  private now(which: number): bigint {
    return this.kernel.clock.now(KINDS[which]!.clock);
  }

  /** Nanoseconds until it ends, and its interval; both 0 if there is none. */
  get(process: Process, which: number): { readonly value: bigint; readonly interval: bigint } {
    const timer = this.timers.find((one) => one.process === process && one.which === which);
    return timer ? { value: timer.end - this.now(which), interval: timer.interval } : { value: 0n, interval: 0n };
  }

  /** `value` 0: there is none any more. */
  set(process: Process, which: number, value: bigint, interval: bigint): void {
    const others = this.timers.filter((one) => one.process !== process || one.which !== which);
    const timer = { process, which, end: this.now(which) + value, interval };
    this.timers = value > 0n ? [...others, timer] : others;
  }

  /** Those of a process that has ended. */
  drop(process: Process): void {
    this.timers = this.timers.filter((one) => one.process !== process);
  }

  /** Sends the signals that are due. */
  fire(): void {
    if (this.timers.length === 0) return;
    for (const timer of this.timers) {
      const { process, which, interval } = timer;
      const now = this.now(which);
      if (timer.end > now) continue;
      if (interval > 0n) timer.end += interval * ((now - timer.end) / interval + 1n);
      else this.timers = this.timers.filter((one) => one !== timer);
      this.send(process, KINDS[which]!.signal);
    }
  }

  /** Time since the start of the run at which a timer ends that changes something; nobody has to run for it. */
  get earliest(): bigint | undefined {
    let earliest: bigint | undefined;
    for (const { process, which, end } of this.timers) {
      if (which !== 0 || (earliest !== undefined && end >= earliest)) continue;
      const isFelt = !process.pending.some(({ signal }) => signal === Signal.ALRM);
      if (isFelt && dispositionOf(process, Signal.ALRM) !== 'ignored') earliest = end;
    }
    return earliest;
  }

  /** Statements were run: while a timer runs, that takes time. */
  worked(steps: number): void {
    if (this.timers.length > 0) this.kernel.clock.elapsed += BigInt(Math.max(0, steps) * NANOSECONDS_PER_STEP);
  }
}
