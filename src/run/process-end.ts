/** How a process ends: from what came out of its program to what its parent and the report are told. */
import type { RunEnd } from '../trace/recording.ts';
import { SIGABRT, SIGNAL_NAMES, signalOfTrap } from '../trace/signals.ts';
import { Fault, SignalEnd, signalOfFault } from './ends.ts';
import { exitStatus, signalStatus } from './kernel/process.ts';
import type { ProgramInstance } from './program-instance.ts';
import type { Trap } from './traps.ts';
import { ProgramExit } from './wasi/ends.ts';

/**
 * Which blocks that the process still holds are findings: all if it ended by itself. Of one that stopped in the middle nobody
 * expects to have freed what it could still reach; and of one that others ended nothing is asked.
 */
export type JudgedLeaks = 'all' | 'lost' | 'none';

export interface ProcessEnd {
  /** As wait() gives it. */
  readonly status: number;
  /** What it would be for a whole run. */
  readonly end: RunEnd;
  readonly leaks: JudgedLeaks;
}

/** `error`: what the program threw; undefined when it returned. Undefined for what isn't the end of one process. */
export function processEnd(error: unknown, instance: ProgramInstance, steps: number): ProcessEnd | undefined {
  if (error === undefined) return exitWith(0, steps);
  if (error instanceof ProgramExit) return exitWith(error.code, steps);
  if (error instanceof SignalEnd) return killedBy(error.signal, steps);
  if (!(error instanceof Fault)) return undefined;
  const end = {
    kind: 'trap' as const,
    reason: error.reason,
    message: error.message,
    site: instance.innermostSite,
    steps,
  };
  return { status: signalStatus(signalOfFault(error.kind)), end, leaks: 'lost' };
}

/** The end of a process that the engine stopped; the finding must have been recorded. */
export function trapEnd(error: unknown, trap: Trap, instance: ProgramInstance, steps: number): ProcessEnd {
  if (trap.aborted) return killedBy(SIGABRT, steps);
  const { reason } = trap;
  const signal = signalOfTrap(reason);
  const message = error instanceof Error ? error.message : '';
  const end = { kind: 'trap' as const, reason, message, site: trap.site || instance.innermostSite, steps };
  return { status: signalStatus(signal), end, leaks: 'lost' };
}

const exitWith = (code: number, steps: number): ProcessEnd => ({
  status: exitStatus(code),
  end: { kind: 'exit', code, steps },
  leaks: 'all',
});

const killedBy = (signal: number, steps: number): ProcessEnd => ({
  status: signalStatus(signal),
  end: { kind: 'killed', reason: SIGNAL_NAMES[signal] ?? `signal ${signal}`, steps },
  leaks: signal === SIGABRT ? 'lost' : 'none',
});
