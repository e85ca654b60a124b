/** System V's message queues: messages with a type each, by which receivers choose. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { SystemEvent, WaitReason } from '../../trace/records.ts';
import type { Address, ByteCount } from '../../util/units.ts';
import { CallError } from '../wasi/ends.ts';
import type { KernelCall } from './calls-process.ts';
import { Ipc } from './ipc-flags.ts';
import type { Kernel } from './kernel.ts';
import { NO_QUEUE, setMessages } from './queue-changes.ts';
import type { SystemCall, Task, Wait, Wake } from './task.ts';

/** msgrcv's flags. */
const MSG_NOERROR = 0o10000;
const MSG_EXCEPT = 0o20000;
/** Linux's limits: of a message, and of all in a queue unless IPC_SET says so. */
const MOST_MESSAGE_BYTES = 8192;
const QUEUE_BYTES = 16384;
/** A message's type lies before its text. */
const TYPE_BYTES = 4;

interface Message {
  readonly type: number;
  readonly bytes: Uint8Array;
}

interface MessageQueue {
  readonly id: number;
  readonly key: number;
  mode: number;
  mostBytes: ByteCount;
  messages: readonly Message[];
  lastSender: number;
  lastReceiver: number;
  removed: boolean;
}

const bytesIn = ({ messages }: MessageQueue): ByteCount => messages.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** The message that msgrcv means by `type` (msgop(2)). */
function wanted({ messages }: MessageQueue, type: number, flags: number): Message | undefined {
  if (type === 0) return messages[0];
  if (type > 0) return messages.find((message) => (message.type === type) !== ((flags & MSG_EXCEPT) !== 0));
  const lowest = Math.min(...messages.map((message) => message.type));
  return lowest <= -type ? messages.find((message) => message.type === lowest) : undefined;
}

export class MessageQueues {
  private readonly queues: MessageQueue[] = [];

  constructor(private readonly kernel: Kernel) {}

  get(task: Task, key: number, flags: number): number {
    const found = key === 0 ? undefined : this.queues.find((queue) => queue.key === key && !queue.removed);
    if (found) {
      if ((flags & Ipc.CREAT) !== 0 && (flags & Ipc.EXCL) !== 0) throw new CallError(wasi.ERRNO_EXIST);
      return found.id;
    }
    if (key !== 0 && (flags & Ipc.CREAT) === 0) throw new CallError(wasi.ERRNO_NOENT);
    const id = this.kernel.newObjectId();
    const own = { mode: flags & 0o777, mostBytes: QUEUE_BYTES, messages: [], lastSender: 0, lastReceiver: 0 };
    this.queues.push({ id, key, ...own, removed: false });
    this.kernel.record(task, SystemEvent.queueChanged, id, 0, NO_QUEUE);
    return id;
  }

  private queueOf(id: number): MessageQueue {
    const queue = this.queues.find((candidate) => candidate.id === id && !candidate.removed);
    if (!queue) throw new CallError(wasi.ERRNO_INVAL);
    return queue;
  }

  /** Until `ready`; throws EIDRM when the queue goes meanwhile, ENOMSG or EAGAIN (`atOnce`) where the caller doesn't want to wait. */
  private *until(
    queue: MessageQueue,
    ready: () => boolean,
    flags: number,
    atOnce: number,
  ): Generator<Wait, void, Wake> {
    while (!ready()) {
      if ((flags & Ipc.NOWAIT) !== 0) throw new CallError(atOnce);
      const wake = yield {
        reason: WaitReason.message,
        object: queue.id,
        ready: () => queue.removed || ready(),
        onSignal: 'fails',
      };
      if (queue.removed) throw new CallError(wasi.ERRNO_IDRM);
      if (wake === 'interrupted') throw new CallError(wasi.ERRNO_INTR);
    }
  }

  *send(task: Task, id: number, address: Address, size: ByteCount, flags: number): SystemCall {
    const queue = this.queueOf(id);
    const { memory } = task.process.host.process;
    const [type] = new Int32Array(memory.read(address, TYPE_BYTES, 'path').slice().buffer);
    if (type! < 1 || size < 0 || size > MOST_MESSAGE_BYTES) throw new CallError(wasi.ERRNO_INVAL);
    const bytes = memory.read(address + TYPE_BYTES, size, 'subscription').slice();
    yield* this.until(queue, () => bytesIn(queue) + size <= queue.mostBytes, flags, wasi.ERRNO_AGAIN);
    setMessages(this.kernel, task, queue, [...queue.messages, { type: type!, bytes }]);
    queue.lastSender = task.process.pid;
    return 0;
  }

  *receive(task: Task, id: number, address: Address, size: ByteCount, type: number, flags: number): SystemCall {
    const queue = this.queueOf(id);
    const { memory } = task.process.host.process;
    if (size < 0) throw new CallError(wasi.ERRNO_INVAL);
    memory.check(address, TYPE_BYTES + size);
    yield* this.until(queue, () => wanted(queue, type, flags) !== undefined, flags, wasi.ERRNO_NOMSG);
    const message = wanted(queue, type, flags)!;
    if (message.bytes.length > size && (flags & MSG_NOERROR) === 0) throw new CallError(wasi.ERRNO_2BIG);
    setMessages(
      this.kernel,
      task,
      queue,
      queue.messages.filter((each) => each !== message),
    );
    queue.lastReceiver = task.process.pid;
    const given = message.bytes.subarray(0, size);
    memory.writeU32(address, message.type);
    memory.write(address + TYPE_BYTES, given);
    return given.length;
  }

  /** `words`: mode, key, messages, bytes, most bytes, last sender, last receiver. */
  control(task: Task, id: number, command: number, words: Address): number {
    const queue = this.queueOf(id);
    const { memory } = task.process.host.process;
    if (command === Ipc.RMID) {
      this.kernel.record(task, SystemEvent.queueChanged, queue.id, NO_QUEUE, queue.messages.length);
      queue.removed = true;
      queue.messages = [];
    } else if (command === Ipc.STAT) {
      const { mode, key, messages, mostBytes, lastSender, lastReceiver } = queue;
      const told = [mode, key, messages.length, bytesIn(queue), mostBytes, lastSender, lastReceiver];
      memory.write(words, new Uint8Array(Int32Array.from(told).buffer));
    } else if (command === Ipc.SET) {
      const given = new Int32Array(memory.read(words, 20, 'subscription').slice().buffer);
      queue.mode = given[0]! & 0o777;
      queue.mostBytes = given[4]!;
    } else throw new CallError(wasi.ERRNO_INVAL);
    return 0;
  }
}

export const messageQueueCalls: Readonly<Record<string, KernelCall>> = {
  msgget: ({ messageQueues }, task, key, flags) => messageQueues.get(task, key!, flags!),
  msgsnd: ({ messageQueues }, task, id, message, size, flags) => messageQueues.send(task, id!, message!, size!, flags!),
  msgrcv: ({ messageQueues }, task, id, message, size, type, flags) =>
    messageQueues.receive(task, id!, message!, size!, type!, flags!),
  msgctl: ({ messageQueues }, task, id, command, words) => messageQueues.control(task, id!, command!, words!),
};
