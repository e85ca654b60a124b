import type { ProcessId } from '../../util/units.ts';
import type { ProgramInstance } from '../program-instance.ts';
import type { RecordSource } from '../recorder.ts';
import type { WasiHost } from '../wasi/host.ts';
import type { MemoryMap } from './memory-map.ts';
import type { PendingSignal } from './signals.ts';
import type { Task } from './task.ts';

export type JobChange = { readonly kind: 'stopped'; readonly signal: number } | { readonly kind: 'continued' };

/** A process as the system knows it. */
export class Process {
  instance!: ProgramInstance;
  map!: MemoryMap;
  readonly tasks: Task[] = [];
  readonly children: Process[] = [];
  /** zombie: ended, and its parent may still ask how. */
  state: 'live' | 'zombie' | 'gone' = 'live';
  /** As wait() gives it. */
  status = 0;
  /** Signals sent to it that it has not taken yet, the oldest first. */
  pending: readonly PendingSignal[] = [];
  /** By SIGSTOP or its kin: its threads get no turn. */
  isStopped = false;
  /** What its parent has not asked about yet. */
  jobChange: JobChange | undefined;
  /** Ids of its process group and its session: a child is in its parent's. */
  group: number;
  session: number;

  constructor(
    readonly index: ProcessId,
    readonly pid: number,
    /** Absent for the first process, whose parent is outside of the system. */
    public parent: Process | undefined,
    readonly host: WasiHost,
    /** Blocks with smaller ids are copies of an ancestor's. */
    readonly firstAllocationId: number,
  ) {
    this.group = parent?.group ?? pid;
    this.session = parent?.session ?? OUTER_PID;
  }

  get parentPid(): number {
    return this.parent?.pid ?? OUTER_PID;
  }

  /** One of its threads as a writer of records. */
  source(thread: number): RecordSource {
    return { state: this.instance.state, process: this.index, thread };
  }
}

/** What the first process's parent, a shell, goes by, and who adopts orphans. */
const OUTER_PID = 4200;
export const FIRST_PID = 4242;

/** A status as wait() gives it; the macros of sys/wait.h take it apart. */
export const exitStatus = (code: number): number => (code & 0xff) << 8;
export const signalStatus = (signal: number): number => signal & 0x7f;
export const jobStatus = (change: JobChange): number =>
  change.kind === 'stopped' ? (change.signal << 8) | 0x7f : 0xffff;
