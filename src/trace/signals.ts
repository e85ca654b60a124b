import type { TrapReason } from './recording.ts';

/** Linux's signals by number; see wasm/include/signal.h. */
export const SIGNAL_NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  (
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ ' +
    'VTALRM PROF WINCH IO PWR SYS'
  )
    .split(' ')
    .map((name, i) => [i + 1, `SIG${name}`]),
);

export const SIGABRT = 6;
export const SIGSEGV = 11;
const SIGFPE = 8;
const SIGILL = 4;

/** What Linux would send for it. */
export function signalOfTrap(reason: TrapReason): number {
  if (reason === 'division-by-zero' || reason === 'integer-overflow') return SIGFPE;
  return reason === 'unreachable' || reason === 'float-to-integer' || reason === 'other' ? SIGILL : SIGSEGV;
}

/** 0: not the name of a signal. */
export function signalNumber(name: string): number {
  return Number(Object.keys(SIGNAL_NAMES).find((number) => SIGNAL_NAMES[Number(number)] === name) ?? 0);
}
