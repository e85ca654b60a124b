/** What a process does with signals: libc keeps it in the process's memory (wasm/libc/signal.c), where fork copies it. */
import type { Process } from './process.ts';

export const Signal = { KILL: 9, PIPE: 13, ALRM: 14, CHLD: 17, CONT: 18, STOP: 19, TTOU: 22, VTALRM: 26, PROF: 27 };
export const LAST_SIGNAL = 64;
/** From here on signals queue, instead of being noted once. */
export const FIRST_REALTIME_SIGNAL = 32;

/** si_code; wasm/include/signal.h. */
export const SignalCode = {
  user: 0,
  kernel: 128,
  queue: -1,
  message: -3,
  tkill: -6,
  exited: 1,
  killed: 2,
  stopped: 5,
  continued: 6,
};

/** Their default is that nothing happens: SIGCHLD, SIGCONT, SIGURG, SIGWINCH. */
const IGNORED_BY_DEFAULT: ReadonlySet<number> = new Set([Signal.CHLD, Signal.CONT, 23, 28]);

/** `__heapscope_action` of wasm/libc/signal.c. */
const KIND_MASK = 3;
const HANDLED = 1;
const IGNORED = 2;
const NO_ZOMBIES = 4;
const NO_STOPPED_CHILDREN = 8;

/** What `__heapscope_deliver` gives. */
export const Delivered = { handled: 1, interrupts: 2 };

export type Disposition = 'handled' | 'ignored' | 'ends' | 'stops';

const actionOf = ({ instance }: Process, signal: number): number => instance.exports.__heapscope_action?.(signal) ?? 0;

export const isStop = (signal: number): boolean => signal >= Signal.STOP && signal <= Signal.TTOU;

export function dispositionOf(process: Process, signal: number): Disposition {
  if (signal === Signal.KILL) return 'ends';
  if (signal === Signal.STOP) return 'stops';
  const kind = actionOf(process, signal) & KIND_MASK;
  if (kind === HANDLED) return 'handled';
  if (kind === IGNORED || IGNORED_BY_DEFAULT.has(signal)) return 'ignored';
  return isStop(signal) ? 'stops' : 'ends';
}

/** The process's children leave nothing behind when they end: it ignores SIGCHLD explicitly, or said SA_NOCLDWAIT. */
export function wantsNoZombies(process: Process): boolean {
  const action = actionOf(process, Signal.CHLD);
  return (action & KIND_MASK) === IGNORED || (action & NO_ZOMBIES) !== 0;
}

export const isToldOfStops = (process: Process): boolean =>
  (actionOf(process, Signal.CHLD) & NO_STOPPED_CHILDREN) === 0;

export interface SignalSet {
  readonly low: number;
  readonly high: number;
}

export const includes = ({ low, high }: SignalSet, signal: number): boolean =>
  ((signal <= 32 ? low >>> (signal - 1) : high >>> (signal - 33)) & 1) !== 0;

/** What is not to be delivered to a thread now. `parked`: its mask, if another thread of the process runs. */
export function maskOf(process: Process, parked: readonly number[] | undefined): SignalSet {
  if (parked) return { low: parked[0]!, high: parked[1]! };
  const address = process.instance.exports.__heapscope_signal_mask?.();
  if (address === undefined) return { low: 0, high: 0 };
  const { words } = process.instance.state;
  return { low: words[address >> 2]!, high: words[(address >> 2) + 1]! };
}
