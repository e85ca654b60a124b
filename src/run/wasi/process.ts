import type { RunNote } from '../../trace/run-note.ts';
import type { ByteCount } from '../../util/units.ts';
import type { VirtualClock } from './clock.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import { OutputLimit } from './ends.ts';
import type { MemoryFileSystem } from './file-system.ts';
import type { MemoryEffects, ProgramMemory } from './program-memory.ts';
import type { SeededRandom } from './random.ts';

/** What the host tells while the program runs; nothing here may throw into the program. */
export interface HostEffects extends MemoryEffects {
  /** Bytes written to standard output (1) or standard error (2), whatever the descriptor's number. */
  onOutput?(stream: 1 | 2, bytes: Uint8Array): void;
  /** Bytes read from standard input. */
  onInput?(bytes: Uint8Array): void;
  /** After each system call, with its WASI errno (0: success). */
  onSystemCall?(name: string, errno: number): void;
  /** The program asked for what isn't there. Once for each kind of call. */
  onNote?(note: RunNote): void;
}

/** What all processes of a run share. */
export interface SharedSystem {
  readonly fileSystem: MemoryFileSystem;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly output: OutputBudget;
}

/** One process as the system calls see it. */
export interface HostProcess extends SharedSystem {
  readonly memory: ProgramMemory;
  readonly descriptors: DescriptorTable;
  /** As bytes, without the final 0. */
  readonly arguments: readonly Uint8Array[];
  readonly environment: readonly Uint8Array[];
  readonly effects: HostEffects;
  readonly polling: Polling;
}

/** How poll_oneoff waits: by moving the clock itself, or, where there are others, by `WouldBlock`. */
export interface Polling {
  readonly blocks: boolean;
  /** Of the call that waits: when its first timer fires. */
  deadline?: bigint | undefined;
  /** The call is made again because that time has come. */
  timedOut: boolean;
}

export class OutputBudget {
  #left: number;

  constructor(
    readonly limit: ByteCount,
    left: ByteCount = limit,
  ) {
    this.#left = left;
  }

  /** Hands on what fits; throws `OutputLimit` when not all did. */
  spend(bytes: Uint8Array, deliver: (bytes: Uint8Array) => void): void {
    const fitting = bytes.length <= this.#left ? bytes : bytes.subarray(0, this.#left);
    this.#left -= fitting.length;
    if (fitting.length > 0) deliver(fitting);
    if (fitting.length < bytes.length) throw new OutputLimit(this.limit);
  }

  clone(): OutputBudget {
    return new OutputBudget(this.limit, this.#left);
  }
}

/** A system call: gives its errno by throwing `CallError`, success by returning. Arguments as WASI's witx lists them. */
export type SystemCall = (process: HostProcess, ...values: never[]) => void;
