/** Where a thread has its thread-local variables. */
import type { ByteCount } from '../util/units.ts';
import type { KernelEvent, SystemSurvey, TaskRef } from './system.ts';

/** How far from the first thread's: 0 for that one, and where the recording doesn't tell. */
export function threadLocalsOf(task: TaskRef, system: Pick<SystemSurvey, 'events'>): ByteCount {
  if (task.process === 0 && task.thread === 0) return 0;
  const { events } = system;
  // The first thread of a child is a copy of the one that forked.
  const begins = (event: KernelEvent): boolean =>
    task.thread === 0
      ? event.kind === 'fork' && event.child === task.process
      : event.kind === 'thread-created' && event.created === task.thread && event.process === task.process;
  const index = events.find(0, 1, begins);
  const event = index < 0 ? undefined : events.at(index);
  // Whoever makes another has a lower number; a damaged file may say anything.
  const isOlder = event && (event.process < task.process || event.thread < task.thread);
  if (!isOlder) return 0;
  return threadLocalsOf(event, system) + (event.kind === 'thread-created' ? event.locals : 0);
}
