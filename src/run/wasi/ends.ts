/** How a system call can end other than by returning: control-flow ends of the run, and errors for the program. */

/** The program called `exit` or returned from `main`. */
export class ProgramExit extends Error {
  constructor(readonly code: number) {
    super(`the program exited with code ${code}`);
    this.name = 'ProgramExit';
  }
}

/** Standard input is used up and not closed: run again from the start with more input. Nothing was read by this call. */
export class NeedsInput extends Error {
  constructor() {
    super('the program waits for input');
    this.name = 'NeedsInput';
  }
}

/** The program wrote more than `limit` bytes in all; what fitted was delivered. */
export class OutputLimit extends Error {
  constructor(readonly limit: number) {
    super(`the program wrote more than ${limit} bytes`);
    this.name = 'OutputLimit';
  }
}

/** What a call waits for, as far as a description can tell; the kernel's `Wait` without its other parts. */
export interface Blockage {
  readonly reason: number;
  readonly object?: number;
  readonly detail?: number;
  ready(): boolean;
  /** Nanoseconds since the start of the run. */
  readonly deadline?: bigint;
  /** The call has done a part: after this, making it again gives that part as its result, instead of EINTR. */
  cutOff?(): void;
}

/** The call can't be done now, or not whole: to be made again when it can. */
export class WouldBlock extends Error {
  constructor(readonly blockage: Blockage) {
    super('the call would block');
    this.name = 'WouldBlock';
  }
}

/** An error that the program sees as the call's errno (a WASI `errno` value). Nothing was changed by the call. */
export class CallError extends Error {
  constructor(readonly errno: number) {
    super(`errno ${errno}`);
    this.name = 'CallError';
  }
}

/** Throws a `CallError` unless `errno` is 0. */
export function check(errno: number): void {
  if (errno !== 0) throw new CallError(errno);
}
