/** Processes of a native program while their events are read: their numbers in the recording, and what each has. */
import type { Address, AllocationId, ByteCount, ProcessId, ThreadId } from '../util/units.ts';
import { AddressTable } from '../util/address-table.ts';
import type { ImageEvent } from './events.ts';
import type { LeakKind } from './stream.ts';

export interface NativeMapping {
  readonly segment: number;
  readonly size: ByteCount;
}

export class NativeProcess {
  /** By address: the block's number, or minus it once the block is free. */
  readonly blocks: AddressTable;
  /** Blocks up to this number are its parent's. */
  readonly inherited: AllocationId;
  /** Leaks that the scan which goes on has named so far. */
  readonly scanned = new Map<Address, LeakKind>();
  /** Threads by pthread_t. */
  readonly threads = new Map<number, ThreadId>();
  /** Those that have not ended. */
  readonly living = new Set<ThreadId>([0]);
  /** Those in a call of which only the beginning was told. */
  readonly waiting = new Set<ThreadId>();
  readonly mappings: Map<Address, NativeMapping>;
  /** Names of semaphores that sem_open gave, by address. */
  readonly semaphoreNames: Map<Address, string>;
  /** Names of what shm_open gave and that isn't mapped yet, by descriptor. */
  readonly sharedFiles: Map<number, string>;
  hasEnded = false;
  /** It has begun to execute another program, and nothing came of it since then. */
  executes = false;

  /** `parent`: the process as it is at the fork. */
  constructor(
    readonly index: ProcessId,
    readonly pid: number,
    readonly parent: NativeProcess | undefined,
    lastId: AllocationId,
  ) {
    this.blocks = new AddressTable(parent?.blocks);
    this.mappings = new Map(parent?.mappings);
    this.semaphoreNames = new Map(parent?.semaphoreNames);
    this.sharedFiles = new Map(parent?.sharedFiles);
    this.inherited = parent ? lastId : 0;
  }

  maps(segment: number): boolean {
    for (const mapping of this.mappings.values()) if (mapping.segment === segment) return true;
    return false;
  }
}

export class NativeProcesses {
  /** By number in the recording. */
  readonly all: NativeProcess[] = [];
  /** By number in events, which may count in another order. */
  readonly #byEvent = new Map<ProcessId, NativeProcess>();
  /** Their parent's fork was seen and their start was not. */
  readonly #expected = new Map<number, NativeProcess>();

  get(inEvents: ProcessId): NativeProcess | undefined {
    return this.#byEvent.get(inEvents);
  }

  of(inEvents: ProcessId): NativeProcess {
    const known = this.#byEvent.get(inEvents);
    if (known) return known;
    const made = this.#make(0, undefined, 0);
    this.#byEvent.set(inEvents, made);
    return made;
  }

  withPid(pid: number): NativeProcess | undefined {
    return this.all.findLast((process) => process.pid === pid);
  }

  /** A process begins: whichever of its parent's fork and its own start is read first makes it. */
  start(
    event: ImageEvent,
    parent: NativeProcess | undefined,
    lastId: AllocationId,
  ): { process: NativeProcess; isNew: boolean } {
    const expected = this.#expected.get(event.pid);
    this.#expected.delete(event.pid);
    const process = expected ?? this.#make(event.pid, parent, lastId);
    this.#byEvent.set(event.process, process);
    return { process, isNew: !expected };
  }

  /** fork() gave `pid`; undefined if the child has begun already. */
  fork(parent: NativeProcess, pid: number, lastId: AllocationId): NativeProcess | undefined {
    const known = this.withPid(pid);
    if (known && !known.hasEnded) return undefined;
    const child = this.#make(pid, parent, lastId);
    this.#expected.set(pid, child);
    return child;
  }

  #make(pid: number, parent: NativeProcess | undefined, lastId: AllocationId): NativeProcess {
    const process = new NativeProcess(this.all.length, pid, parent, lastId);
    this.all.push(process);
    return process;
  }
}
