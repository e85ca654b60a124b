import type { WaitReason } from '../../trace/records.ts';
import type { ProgramExports } from '../program-exports.ts';
import type { Process } from './process.ts';

/** What a system call waits for, when it can't go on at once. */
export interface Wait {
  /** Absent: it only gives way to others. */
  readonly reason?: WaitReason;
  /** Words b and c of the `blocked` event. */
  readonly object?: number;
  readonly detail?: number;
  /** Asked whenever something may have changed; must have no effect. */
  ready(): boolean;
  /** Nanoseconds since the start of the run. */
  readonly deadline?: bigint;
  /**
   * When a signal's handler has run meanwhile: the call fails with EINTR; it fails unless all the handlers have SA_RESTART; absent: it
   * goes on waiting.
   */
  readonly onSignal?: 'fails' | 'restarts';
  /** Goes on only when no other task can: a wait for the person at the keyboard. */
  readonly lastResort?: boolean;
  /** To be done as soon as the task's calls are unwound, instead of waiting. */
  readonly whenUnwound?: () => unknown;
}

/** Why a wait ended. */
export type Wake = 'ready' | 'timeout' | 'interrupted';

/** How a wait stands at a time (nanoseconds since the start of the run); undefined: it is not over. */
export function wakeOf(wait: Wait, elapsed: bigint): Wake | undefined {
  if (wait.ready()) return 'ready';
  if (wait.deadline !== undefined && wait.deadline <= elapsed) return 'timeout';
  return undefined;
}

/** A system call that may wait: yields what for, goes on by how the wait ended, and returns what the program sees. */
export type SystemCall = Generator<Wait, number, Wake>;

/** In the place of a wait: a handler that the call has started waits itself, and is unwound already. */
export const HANDLER_WAITS = Symbol('a handler waits');

/** A call of an import in progress, with the handlers of signals that run before it returns. */
export interface PendingCall {
  readonly steps: Generator<Wait | typeof HANDLER_WAITS, number, Wake>;
  /** What a child that a handler forks gets as the call's result. */
  resultInChild: number;
  /** The shim's next free call slot when a handler began. */
  slot: number;
}

export type TaskState = 'ready' | 'blocked' | 'ended';

/** One thread of one process. */
export class Task {
  state: TaskState = 'ready';
  /** The calls in which it was suspended, innermost first: more than one if a handler waits. Empty while it runs. */
  suspended: PendingCall[] = [];
  /** Its calls can't be unwound now: it runs a handler from where there is no way back. */
  isPinned = false;
  wait: Wait | undefined;
  wake: Wake = 'ready';
  /** Turns in a row that ended without anything done but giving way. */
  idleTurns = 0;

  constructor(
    readonly process: Process,
    /** Index among the process's threads; 0 runs main. */
    readonly thread: number,
    /** Calls the code of its process's program from the outside. */
    readonly enter: (exports: ProgramExports) => void,
  ) {}
}
