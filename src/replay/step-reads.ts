/** What a step read: from where it began and what it stored to the ranges that it loaded. */
import type { StepCall, StepReader } from '../interpret/step-reader.ts';
import { ShadowState } from '../trace/records.ts';
import type { SiteTable, SnapshotFrame } from '../trace/recording.ts';
import type { SiteId } from '../util/units.ts';
import type { FrameStack } from './frame-stack.ts';
import type { TaskRef } from './system.ts';
import type { ByteRange, Moment } from './timeline.ts';

/** A step whose end a moment is. */
export interface BegunStep {
  readonly task: TaskRef;
  /** The statement that it begins. */
  readonly site: SiteId;
  /** The calls in progress as it began, innermost first. */
  readonly calls: readonly SnapshotFrame[];
  /** The statement that comes next; undefined at the end of what is recorded. */
  readonly next: SiteId | undefined;
}

/** A step returns to its caller, seldom further. */
const MOST_CALLS = 4;

export function innermostCalls(frames: FrameStack): SnapshotFrame[] {
  const count = Math.min(MOST_CALLS, frames.depth);
  return Array.from({ length: count }, (_, i) => frames.at(frames.depth - 1 - i));
}

/** Nothing where another task goes on than began: what it did in between is not one statement's. */
export function stepReads(
  { task, site, calls, next }: BegunStep,
  moment: Pick<Moment, 'task' | 'events' | 'bytes' | 'shadow'>,
  sites: SiteTable,
  reader: StepReader,
): readonly ByteRange[] {
  const { process, thread } = moment.task;
  if (task.process !== process || task.thread !== thread) return [];
  const inCalls = calls.map(({ functionIndex, frameBase }, i): StepCall => ({
    functionIndex,
    frameBase,
    at: sites.code[i === 0 ? site : (calls[i - 1]?.callSite ?? 0)] ?? 0,
  }));
  return reader({
    calls: inCalls,
    goal: next === undefined ? undefined : { functionIndex: sites.functionIndex[next] ?? 0, at: sites.code[next] ?? 0 },
    changes: moment.events.flatMap((event) =>
      event.kind === 'store' && event.process === process ? [event.change] : [],
    ),
    after: (address, n) => moment.bytes(address, n),
    stack: { shadow: (address, n) => moment.shadow(address, n), redzone: ShadowState.stackRedzone },
  });
}
