/** What `--json` tells of the processes of a run. */
import type { ProcessLife } from '../replay/system.ts';

export interface JsonProcess {
  /** As in findings: counted from 0 in the order of creation. */
  readonly process: number;
  /** As getpid() gives it. */
  readonly pid: number;
  /** Which process made it; absent for the first. */
  readonly parent?: number;
  /** The step at which it was made. */
  readonly created: number;
  /** Absent where the run ended before it. */
  readonly ended?: {
    readonly step: number;
    /** As WIFEXITED and WIFSIGNALED tell them apart: one of the two is there. */
    readonly code?: number;
    readonly signal?: number;
  };
  /** When a parent's wait() took its status. */
  readonly reaped?: number;
  /** It ended and nobody waited for it, though somebody could have: it was a zombie to the end. */
  readonly zombie?: true;
  /** When its parent ended before it. */
  readonly orphaned?: number;
}

export function jsonProcess({
  process,
  pid,
  parent,
  created,
  ended,
  reaped,
  isZombie,
  orphaned,
}: ProcessLife): JsonProcess {
  return {
    process,
    pid,
    ...(parent !== undefined && { parent }),
    created,
    ...(ended && {
      ended: {
        step: ended.step,
        ...(ended.status.kind === 'exit' ? { code: ended.status.code } : { signal: ended.status.signal }),
      },
    }),
    ...(reaped !== undefined && { reaped }),
    ...(staysZombie({ isZombie, ended, reaped }) && { zombie: true }),
    ...(orphaned !== undefined && { orphaned }),
  };
}

/** Whether it ended and nobody took its status, though somebody could have. */
export function staysZombie({ isZombie, ended, reaped }: Pick<ProcessLife, 'isZombie' | 'ended' | 'reaped'>): boolean {
  return isZombie && ended !== undefined && reaped === undefined;
}
