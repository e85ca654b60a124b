/** POSIX's message queues: named, the message with the highest priority comes first (mq_overview(7)). */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { SystemEvent, WaitReason } from '../../trace/records.ts';
import type { Address, ByteCount } from '../../util/units.ts';
import { CallError } from '../wasi/ends.ts';
import type { KernelCall } from './calls-process.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import { NO_QUEUE, setMessages } from './queue-changes.ts';
import { SignalCode } from './signal-actions.ts';
import type { SystemCall, Task, Wait, Wake } from './task.ts';
import { from64 } from './words.ts';

/** `how` of mq_open, and flags of a description, in heapscope/system.h. */
const How = { create: 1, exclusive: 2, reads: 4, writes: 8, nonBlocking: 16 } as const;
const FIRST_DESCRIPTOR = 3;
const MOST_PRIORITY = 32768;
/** In the place of a signal, in heapscope/system.h. */
const Notify = { noMore: -1, byThread: -2 } as const;
/** As a time: no end. */
const FOREVER = -1n;

interface Message {
  readonly priority: number;
  readonly bytes: Uint8Array;
}

interface Queue {
  readonly id: number;
  readonly mostMessages: number;
  readonly messageBytes: ByteCount;
  /** In the order in which they will be received. */
  messages: readonly Message[];
  receiversWaiting: number;
  /** Who is told when a message comes into the empty queue. */
  notified: Notice | undefined;
}

interface Notice {
  readonly process: Process;
  /** Or `Notify.byThread`. */
  readonly signal: number;
  readonly value: number;
  state: 'waits' | 'has-come' | 'withdrawn';
}

interface Description {
  readonly queue: Queue;
  flags: number;
}

export class PosixQueues {
  private readonly named = new Map<string, Queue>();
  /** Those that threads wait for, by number. */
  private readonly notices = new Map<number, { readonly notice: Notice; readonly queue: Queue }>();
  private nextNotice = 1;
  /** By index of the process. */
  private readonly opened = new Map<number, Map<number, Description>>();

  constructor(private readonly kernel: Kernel) {}

  open(task: Task, name: string, flags: number, mostMessages: number, messageBytes: ByteCount): number {
    const { process } = task;
    const found = this.named.get(name);
    if (found && (flags & How.create) !== 0 && (flags & How.exclusive) !== 0) throw new CallError(wasi.ERRNO_EXIST);
    if (!found && (flags & How.create) === 0) throw new CallError(wasi.ERRNO_NOENT);
    if (!found && (mostMessages <= 0 || messageBytes <= 0)) throw new CallError(wasi.ERRNO_INVAL);
    const fresh = { mostMessages, messageBytes, messages: [], receiversWaiting: 0, notified: undefined };
    const queue: Queue = found ?? { id: this.kernel.newObjectId(), ...fresh };
    this.named.set(name, queue);
    if (!found) this.kernel.record(task, SystemEvent.queueChanged, queue.id, 0, NO_QUEUE);
    const own = this.opened.get(process.index) ?? new Map<number, Description>();
    this.opened.set(process.index, own);
    let descriptor = FIRST_DESCRIPTOR;
    while (own.has(descriptor)) descriptor++;
    own.set(descriptor, { queue, flags });
    return descriptor;
  }

  /** The child has its parent's descriptors. */
  fork(parent: number, child: number): void {
    const own = this.opened.get(parent);
    if (own) this.opened.set(child, new Map(own));
  }

  close(task: Task, descriptor: number): number {
    const { process } = task;
    const { queue } = this.find(process, descriptor, 0);
    this.withdraw(process, queue);
    this.opened.get(process.index)!.delete(descriptor);
    this.dropIfUnused(task, queue);
    return 0;
  }

  unlink(task: Task, name: string): number {
    const queue = this.named.get(name);
    if (!queue) throw new CallError(wasi.ERRNO_NOENT);
    this.named.delete(name);
    this.dropIfUnused(task, queue);
    return 0;
  }

  /** Without a name and without a descriptor of anybody a queue is gone. */
  private dropIfUnused(task: Task, queue: Queue): void {
    const isNamed = [...this.named.values()].includes(queue);
    const isOpen = this.kernel.processes.live.some(({ index }) =>
      [...(this.opened.get(index)?.values() ?? [])].some((description) => description.queue === queue),
    );
    if (!isNamed && !isOpen)
      this.kernel.record(task, SystemEvent.queueChanged, queue.id, NO_QUEUE, queue.messages.length);
  }

  private find(process: Process, descriptor: number, needs: number): Description {
    const found = this.opened.get(process.index)?.get(descriptor);
    if (!found || (found.flags & needs) !== needs) throw new CallError(wasi.ERRNO_BADF);
    return found;
  }

  private *until({ queue, flags }: Description, ready: () => boolean, time: bigint): Generator<Wait, void, Wake> {
    const deadline = time === FOREVER ? {} : { deadline: this.kernel.clock.elapsed + time };
    while (!ready()) {
      if ((flags & How.nonBlocking) !== 0) throw new CallError(wasi.ERRNO_AGAIN);
      const wake = yield { reason: WaitReason.message, object: queue.id, ready, onSignal: 'restarts', ...deadline };
      if (wake === 'interrupted') throw new CallError(wasi.ERRNO_INTR);
      if (wake === 'timeout' && !ready()) throw new CallError(wasi.ERRNO_TIMEDOUT);
    }
  }

  /** `time`: nanoseconds to wait for room at most. */
  *send(task: Task, descriptor: number, bytes: Uint8Array, priority: number, time: bigint): SystemCall {
    const { process } = task;
    const description = this.find(process, descriptor, How.writes);
    const { queue } = description;
    if (priority >>> 0 >= MOST_PRIORITY) throw new CallError(wasi.ERRNO_INVAL);
    if (bytes.length > queue.messageBytes) throw new CallError(wasi.ERRNO_MSGSIZE);
    yield* this.until(description, () => queue.messages.length < queue.mostMessages, time);
    const isFirst = queue.messages.length === 0;
    const behind = queue.messages.findIndex((each) => each.priority < priority);
    setMessages(
      this.kernel,
      task,
      queue,
      queue.messages.toSpliced(behind < 0 ? queue.messages.length : behind, 0, { priority, bytes }),
    );
    if (isFirst && queue.receiversWaiting === 0) this.notify(queue, process.pid);
    return 0;
  }

  private notify(queue: Queue, pid: number): void {
    const { notified } = queue;
    queue.notified = undefined;
    if (!notified) return;
    notified.state = 'has-come';
    const { process, signal, value } = notified;
    if (signal <= 0) return;
    this.kernel.signals.send(process, { signal, code: SignalCode.message, pid, value });
  }

  /** `priority`: where it goes; 0: nowhere. */
  *receive(
    task: Task,
    descriptor: number,
    buffer: { readonly address: Address; readonly size: ByteCount },
    priority: Address,
    time: bigint,
  ): SystemCall {
    const { process } = task;
    const description = this.find(process, descriptor, How.reads);
    const { queue } = description;
    const { memory } = process.host.process;
    if (buffer.size < queue.messageBytes) throw new CallError(wasi.ERRNO_MSGSIZE);
    queue.receiversWaiting++;
    try {
      yield* this.until(description, () => queue.messages.length > 0, time);
    } finally {
      queue.receiversWaiting--;
    }
    const [message, ...rest] = queue.messages;
    setMessages(this.kernel, task, queue, rest);
    memory.write(buffer.address, message!.bytes);
    if (priority !== 0) memory.writeU32(priority, message!.priority);
    return message!.bytes.length;
  }

  /** `words`: non-blocking, most messages, bytes of one, messages there now. `isNonBlocking`: set to this after they are told, unless negative. */
  attributes({ process }: Task, descriptor: number, words: Address, isNonBlocking: number): number {
    const description = this.find(process, descriptor, 0);
    const { mostMessages, messageBytes, messages } = description.queue;
    const before = (description.flags & How.nonBlocking) !== 0 ? 1 : 0;
    if (isNonBlocking >= 0)
      description.flags = (description.flags & ~How.nonBlocking) | (isNonBlocking ? How.nonBlocking : 0);
    const told = Int32Array.of(before, mostMessages, messageBytes, messages.length);
    process.host.process.memory.write(words, new Uint8Array(told.buffer));
    return 0;
  }

  private withdraw(process: Process, queue: Queue): void {
    if (queue.notified?.process !== process) return;
    queue.notified.state = 'withdrawn';
    queue.notified = undefined;
  }

  /** `signal` 0: only that others can't ask. Gives the notice's number if a thread is to wait for it. */
  askToNotify({ process }: Task, descriptor: number, signal: number, value: number): number {
    const { queue } = this.find(process, descriptor, 0);
    if (signal === Notify.noMore) {
      this.withdraw(process, queue);
      return 0;
    }
    if (queue.notified?.process.state === 'live') throw new CallError(wasi.ERRNO_BUSY);
    const notice: Notice = { process, signal, value, state: 'waits' };
    queue.notified = notice;
    if (signal !== Notify.byThread) return 0;
    this.notices.set(this.nextNotice, { notice, queue });
    return this.nextNotice++;
  }

  *waitNotified(number: number): SystemCall {
    const { notice, queue } = this.notices.get(number)!;
    this.notices.delete(number);
    yield { reason: WaitReason.message, object: queue.id, ready: () => notice.state !== 'waits' };
    if (notice.state === 'withdrawn') throw new CallError(wasi.ERRNO_CANCELED);
    return 0;
  }
}

const nameAt = ({ process }: Task, address: Address, n: number): string => {
  const name = process.host.process.memory.readText(address, n);
  if (!name.startsWith('/')) throw new CallError(wasi.ERRNO_INVAL);
  if (name.length < 2 || name.includes('/', 1))
    throw new CallError(name.length < 2 ? wasi.ERRNO_NOENT : wasi.ERRNO_ACCES);
  return name;
};

export const posixQueueCalls: Readonly<Record<string, KernelCall>> = {
  mq_open: ({ posixQueues }, task, name, n, flags, mostMessages, messageBytes) =>
    posixQueues.open(task, nameAt(task, name!, n!), flags!, mostMessages!, messageBytes!),
  mq_close: ({ posixQueues }, task, descriptor) => posixQueues.close(task, descriptor!),
  mq_unlink: ({ posixQueues }, task, name, n) => posixQueues.unlink(task, nameAt(task, name!, n!)),
  mq_send(kernel, task, descriptor, address, size, priority, low, high) {
    const bytes = task.process.host.process.memory.read(address!, size!, 'subscription').slice();
    return kernel.posixQueues.send(task, descriptor!, bytes, priority!, from64(low!, high!));
  },
  mq_receive: ({ posixQueues }, task, descriptor, address, size, priority, low, high) =>
    posixQueues.receive(task, descriptor!, { address: address!, size: size! >>> 0 }, priority!, from64(low!, high!)),
  mq_attributes: ({ posixQueues }, task, descriptor, words, isNonBlocking) =>
    posixQueues.attributes(task, descriptor!, words!, isNonBlocking!),
  mq_notify: ({ posixQueues }, task, descriptor, signal, value) =>
    posixQueues.askToNotify(task, descriptor!, signal!, value!),
  mq_wait_notified: ({ posixQueues }, _task, number) => posixQueues.waitNotified(number!),
};
