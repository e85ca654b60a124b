/** POSIX's and System V's semaphores: numbers that tasks wait for. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { SystemEvent, WaitReason } from '../../trace/records.ts';
import type { Address } from '../../util/units.ts';
import { CallError } from '../wasi/ends.ts';
import type { KernelCall } from './calls-process.ts';
import { Ipc } from './ipc-flags.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import type { SystemCall, Task } from './task.ts';
import { from64 } from './words.ts';

/** `how` of sem_wait in heapscope/system.h. */
const How = { wait: 0, try: 1, until: 2 } as const;
const Command = {
  IPC_RMID: Ipc.RMID,
  IPC_SET: Ipc.SET,
  IPC_STAT: Ipc.STAT,
  GETPID: 11,
  GETVAL: 12,
  GETALL: 13,
  GETNCNT: 14,
  GETZCNT: 15,
  SETVAL: 16,
  SETALL: 17,
};
const OPERATION_BYTES = 6;
const SEM_UNDO = 0x1000;
const MOST = 32767;
/** As a time: no end. */
const FOREVER = -1n;

interface Semaphore {
  readonly id: number;
  value: number;
  /** Who changed or waited for it last, of System V's. */
  lastPid: number;
}

interface SemaphoreSet {
  readonly id: number;
  readonly key: number;
  readonly members: readonly Semaphore[];
  readonly mode: number;
  removed: boolean;
}

interface Operation {
  readonly member: Semaphore;
  readonly change: number;
  readonly isWaiting: boolean;
  readonly isUndone: boolean;
}

export class Semaphores {
  private readonly known = new Map<number, Semaphore>();
  /** Of processes that have a semaphore in memory of their own since a fork. */
  private readonly copies = new Map<string, Semaphore>();
  private readonly named = new Map<string, Semaphore>();
  private readonly sets: SemaphoreSet[] = [];
  /** What each process's end adds to semaphores that it changed with SEM_UNDO. */
  private readonly undone = new Map<Process, Map<Semaphore, number>>();

  constructor(private readonly kernel: Kernel) {}

  private make(task: Task, value: number): Semaphore {
    const semaphore = { id: this.kernel.newObjectId(), value, lastPid: 0 };
    this.known.set(semaphore.id, semaphore);
    this.kernel.record(task, SystemEvent.semaphoreChanged, semaphore.id, value, -1);
    return semaphore;
  }

  set(task: Task, semaphore: Semaphore, value: number): void {
    this.kernel.record(task, SystemEvent.semaphoreChanged, semaphore.id, value, semaphore.value);
    semaphore.value = value;
  }

  create = (task: Task, value: number): number => this.make(task, value).id;

  open(task: Task, name: string, flags: number, value: number): number {
    const found = this.named.get(name);
    if (found && flags === 3) throw new CallError(wasi.ERRNO_EXIST);
    if (!found && (flags & 1) === 0) throw new CallError(wasi.ERRNO_NOENT);
    const semaphore = found ?? this.make(task, value);
    this.named.set(name, semaphore);
    return semaphore.id;
  }

  unlink(name: string): number {
    if (!this.named.delete(name)) throw new CallError(wasi.ERRNO_NOENT);
    return 0;
  }

  /** `address`: where its sem_t lies, 0 for a named one. */
  find(task: Task, id: number, address: Address): Semaphore {
    const semaphore = this.known.get(id);
    if (!semaphore) throw new CallError(wasi.ERRNO_INVAL);
    const { process } = task;
    if (address === 0 || process.map.at(address >>> 0)?.isShared) return semaphore;
    return this.copies.get(`${process.index} ${id}`) ?? semaphore;
  }

  /** The child has its own copies of the semaphores that lie in its memory. */
  fork(parent: number, child: number): void {
    for (const { id, value } of this.known.values()) {
      const own = this.copies.get(`${parent} ${id}`);
      this.copies.set(`${child} ${id}`, { id, value: own?.value ?? value, lastPid: 0 });
    }
  }

  *wait(task: Task, id: number, address: Address, how: number, until: bigint): SystemCall {
    const semaphore = this.find(task, id, address);
    const { clock } = this.kernel;
    while (semaphore.value === 0) {
      if (how === How.try) {
        yield { ready: () => true };
        if (semaphore.value === 0) throw new CallError(wasi.ERRNO_AGAIN);
        break;
      }
      const wake = yield {
        reason: WaitReason.semaphore,
        object: id,
        detail: 1,
        ready: () => semaphore.value > 0,
        onSignal: 'restarts',
        ...(how === How.until && { deadline: until - clock.start }),
      };
      if (wake === 'interrupted') throw new CallError(wasi.ERRNO_INTR);
      if (wake === 'timeout' && semaphore.value === 0) throw new CallError(wasi.ERRNO_TIMEDOUT);
    }
    this.set(task, semaphore, semaphore.value - 1);
    return 0;
  }

  get(task: Task, key: number, count: number, flags: number): number {
    const found = key === 0 ? undefined : this.sets.find((set) => set.key === key && !set.removed);
    if (found) {
      if ((flags & Ipc.CREAT) !== 0 && (flags & Ipc.EXCL) !== 0) throw new CallError(wasi.ERRNO_EXIST);
      if (count > found.members.length) throw new CallError(wasi.ERRNO_INVAL);
      return found.id;
    }
    if (key !== 0 && (flags & Ipc.CREAT) === 0) throw new CallError(wasi.ERRNO_NOENT);
    if (count <= 0 || count > 32000) throw new CallError(wasi.ERRNO_INVAL);
    const members = Array.from({ length: count }, () => this.make(task, 0));
    this.sets.push({ id: members[0]!.id, key, members, mode: flags & 0o777, removed: false });
    return members[0]!.id;
  }

  private setOf(id: number): SemaphoreSet {
    const set = this.sets.find((candidate) => candidate.id === id && !candidate.removed);
    if (!set) throw new CallError(wasi.ERRNO_INVAL);
    return set;
  }

  private operations(task: Task, set: SemaphoreSet, address: Address, count: number): readonly Operation[] {
    const bytes = task.process.host.process.memory.read(address, count * OPERATION_BYTES, 'subscription').slice();
    const view = new DataView(bytes.buffer);
    return Array.from({ length: count }, (_, i) => {
      const member = set.members[view.getUint16(i * OPERATION_BYTES, true)];
      if (!member) throw new CallError(wasi.ERRNO_FBIG);
      const flags = view.getInt16(i * OPERATION_BYTES + 4, true);
      const how = { isWaiting: (flags & Ipc.NOWAIT) === 0, isUndone: (flags & SEM_UNDO) !== 0 };
      return { member, change: view.getInt16(i * OPERATION_BYTES + 2, true), ...how };
    });
  }

  /** All of the operations or none, as one. `time`: nanoseconds to wait at most. */
  *operate(task: Task, id: number, address: Address, count: number, time: bigint): SystemCall {
    const set = this.setOf(id);
    const deadline = time === FOREVER ? {} : { deadline: this.kernel.clock.elapsed + time };
    const operations = this.operations(task, set, address, count);
    const hindrance = (): Operation | undefined => {
      const values = new Map<Semaphore, number>();
      return operations.find(({ member, change }) => {
        const value = values.get(member) ?? member.value;
        values.set(member, value + change);
        return change === 0 ? value !== 0 : value + change < 0;
      });
    };
    for (;;) {
      const stopped = hindrance();
      if (!stopped) break;
      if (!stopped.isWaiting) throw new CallError(wasi.ERRNO_AGAIN);
      const wake = yield {
        reason: WaitReason.semaphore,
        object: stopped.member.id,
        detail: Math.abs(stopped.change),
        ready: () => set.removed || !hindrance(),
        onSignal: 'fails',
        ...deadline,
      };
      if (set.removed) throw new CallError(wasi.ERRNO_IDRM);
      if (wake === 'interrupted') throw new CallError(wasi.ERRNO_INTR);
      if (wake === 'timeout' && hindrance()) throw new CallError(wasi.ERRNO_AGAIN);
    }
    for (const { member, change, isUndone } of operations) {
      member.lastPid = task.process.pid;
      if (change === 0) continue;
      this.set(task, member, member.value + change);
      if (isUndone) this.undoLater(task.process, member, -change);
    }
    return 0;
  }

  private undoLater(process: Process, semaphore: Semaphore, change: number): void {
    const own = this.undone.get(process) ?? new Map<Semaphore, number>();
    this.undone.set(process, own.set(semaphore, (own.get(semaphore) ?? 0) + change));
  }

  /** The process has ended: what it did with SEM_UNDO is undone. */
  leave(process: Process): void {
    for (const [semaphore, change] of this.undone.get(process) ?? []) {
      const value = Math.max(0, semaphore.value + change);
      if (value === semaphore.value) continue;
      this.kernel.recorder.system(SystemEvent.semaphoreChanged, semaphore.id, value, semaphore.value);
      semaphore.value = value;
      semaphore.lastPid = process.pid;
    }
    this.undone.delete(process);
  }

  /** semctl sets the value: nobody's end changes it any more. */
  private assign(task: Task, semaphore: Semaphore, value: number): void {
    if (value < 0 || value > MOST) throw new CallError(wasi.ERRNO_RANGE);
    this.set(task, semaphore, value);
    semaphore.lastPid = task.process.pid;
    for (const own of this.undone.values()) own.delete(semaphore);
  }

  /** `argument`: a value, or where an array of 16-bit values is; of IPC_STAT: of the mode, the key and the number of semaphores. */
  control(task: Task, id: number, index: number, command: number, argument: number): number {
    const set = this.setOf(id);
    const { memory } = task.process.host.process;
    const member = set.members[index];
    switch (command) {
      case Command.IPC_RMID:
        set.removed = true;
        return 0;
      case Command.SETALL: {
        const values = new Uint16Array(memory.read(argument, 2 * set.members.length, 'subscription').slice().buffer);
        set.members.forEach((semaphore, i) => this.assign(task, semaphore, values[i]!));
        return 0;
      }
      case Command.GETALL:
        memory.write(argument, new Uint8Array(Uint16Array.from(set.members, ({ value }) => value).buffer));
        return 0;
      case Command.IPC_STAT: {
        const told = Int32Array.of(set.mode, set.key, set.members.length);
        memory.write(argument, new Uint8Array(told.buffer));
        return 0;
      }
      case Command.IPC_SET:
        return 0;
      default:
    }
    if (!member) throw new CallError(wasi.ERRNO_INVAL);
    if (command === Command.GETVAL) return member.value;
    if (command === Command.GETPID) return member.lastPid;
    if (command === Command.GETNCNT) return this.kernel.tasks.waitersFor(member.id, (change) => change > 0);
    if (command === Command.GETZCNT) return this.kernel.tasks.waitersFor(member.id, (change) => change === 0);
    if (command !== Command.SETVAL) throw new CallError(wasi.ERRNO_INVAL);
    this.assign(task, member, argument);
    return 0;
  }
}

const nameAt = (task: Task, address: Address, n: number): string =>
  task.process.host.process.memory.readText(address, n).replace(/^\/+/, '');

export const semaphoreCalls: Readonly<Record<string, KernelCall>> = {
  sem_create: ({ semaphores }, task, value) => semaphores.create(task, value!),
  sem_open: ({ semaphores }, task, name, n, flags, value) =>
    semaphores.open(task, nameAt(task, name!, n!), flags!, value!),
  sem_unlink: ({ semaphores }, task, name, n) => semaphores.unlink(nameAt(task, name!, n!)),
  sem_wait: ({ semaphores }, task, id, address, how, low, high) =>
    semaphores.wait(task, id!, address!, how!, from64(low!, high!)),
  sem_post({ semaphores }, task, id, address) {
    const semaphore = semaphores.find(task, id!, address!);
    semaphores.set(task, semaphore, semaphore.value + 1);
    return 0;
  },
  sem_value: ({ semaphores }, task, id, address) => semaphores.find(task, id!, address!).value,
  semget: ({ semaphores }, task, key, count, flags) => semaphores.get(task, key!, count!, flags!),
  semop: ({ semaphores }, task, id, operations, count, low, high) =>
    semaphores.operate(task, id!, operations!, count!, from64(low!, high!)),
  semctl: ({ semaphores }, task, id, index, command, argument) =>
    semaphores.control(task, id!, index!, command!, argument!),
};
