/** What both kinds of message queues record. */
import { SystemEvent } from '../../trace/records.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './task.ts';

/** In the place of a count of messages. */
export const NO_QUEUE = -1;

/** Gives the queue other messages, and records how many there are and were. */
export function setMessages<Message>(
  kernel: Kernel,
  task: Task,
  queue: { readonly id: number; messages: readonly Message[] },
  messages: readonly Message[],
): void {
  kernel.record(task, SystemEvent.queueChanged, queue.id, messages.length, queue.messages.length);
  queue.messages = messages;
}
