import type { RunEnd, TrapReason } from '../trace/recording.ts';
import { signalNumber } from '../trace/signals.ts';

/** The command couldn't do its work: what it was given is at fault (unreadable, not C, not a recording, a wrong flag). */
export const BAD_INPUT = 2;
/** As `timeout` ends with, when a limit was reached. */
const LIMIT_REACHED = 124;
/** As a shell reports a signal: 128 + its number. */
const BY_SIGNAL = 128;
/** Ctrl+C. */
const SIGINT = 2;
/** With --stop-at-first, where no other code is asked for. */
const STOPPED_AT_FINDING = 1;

/** As a shell reports the signal that ends such a program on Linux: 128 + its number. */
const OF_TRAP: Readonly<Record<TrapReason, number>> = {
  'division-by-zero': 136,
  'integer-overflow': 136,
  'out-of-bounds': 139,
  'stack-overflow': 139,
  'null-function': 139,
  'bad-function-pointer': 139,
  abort: 134,
  unreachable: 132,
  'float-to-integer': 132,
  other: 132,
};

/** The exit code of `heapscope run`: the program's, unless something else ended it. */
export function exitCodeOf(end: RunEnd): number {
  switch (end.kind) {
    case 'exit':
      return end.code;
    case 'trap':
      return OF_TRAP[end.reason];
    case 'killed':
      if (end.reason === 'first-finding') return STOPPED_AT_FINDING;
      return BY_SIGNAL + (signalNumber(end.reason) || SIGINT);
    case 'limit':
      return LIMIT_REACHED;
  }
}
