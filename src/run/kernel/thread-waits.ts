/** Threads that wait for a word of memory to change, and those that wake them: what libc's mutexes, conditions and joins are made of. */
import { WaitReason } from '../../trace/records.ts';
import type { Address } from '../../util/units.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import type { SystemCall, Task } from './task.ts';

/** HS_UNTIL_AN_END of heapscope/threads.h. */
const UNTIL_AN_END = 0x100;
/** As time: no end. */
const FOREVER = -1n;

interface Waiter {
  readonly task: Task;
  readonly object: string;
  /** It looks again when somebody ends. */
  readonly untilAnEnd: boolean;
  isWoken: boolean;
}

export class ThreadWaits {
  private waiters: Waiter[] = [];
  private readonly objectIds = new Map<string, number>();

  constructor(private readonly kernel: Kernel) {}

  /** `detail`: the index of the thread that ends, or that has what is waited for. */
  *wait(
    task: Task,
    word: Address,
    expected: number,
    wait: { readonly reason: number; readonly detail: number; readonly time: bigint },
  ): SystemCall {
    if (task.process.instance.state.words[word >> 2] !== expected >>> 0) return 0;
    const object = this.objectAt(task.process, word);
    const untilAnEnd = (wait.reason & UNTIL_AN_END) !== 0;
    const reason = (wait.reason & ~UNTIL_AN_END) as WaitReason;
    const waiter: Waiter = { task, object, untilAnEnd, isWoken: false };
    this.waiters.push(waiter);
    const { clock } = this.kernel;
    const wake = yield {
      reason,
      object: reason === WaitReason.thread ? wait.detail : this.idOf(object),
      detail: wait.detail,
      ready: () => waiter.isWoken,
      ...(wait.time !== FOREVER && { deadline: clock.elapsed + wait.time }),
    };
    this.waiters = this.waiters.filter((each) => each !== waiter);
    return wake === 'timeout' ? 1 : 0;
  }

  /** A thread or a process has ended: perhaps the owner of what others wait for. */
  somebodyEnded(): void {
    for (const waiter of this.waiters) if (waiter.untilAnEnd) waiter.isWoken = true;
  }

  wake({ process }: Task, word: Address, count: number): number {
    const object = this.objectAt(process, word);
    let woken = 0;
    for (const waiter of this.waiters) {
      if (woken >= count >>> 0) break;
      if (waiter.object !== object || waiter.isWoken || waiter.task.state === 'ended') continue;
      waiter.isWoken = true;
      woken++;
    }
    return woken;
  }

  /** Names what lies at an address, for all that can see it. */
  private objectAt(process: Process, address: Address): string {
    const mapping = process.map.at(address);
    if (!mapping?.isShared) return `${process.index}:${address}`;
    return `segment ${mapping.segment.id}:${mapping.offset + address - mapping.address}`;
  }

  private idOf(object: string): number {
    let id = this.objectIds.get(object);
    if (id === undefined) this.objectIds.set(object, (id = this.kernel.newObjectId()));
    return id;
  }
}
