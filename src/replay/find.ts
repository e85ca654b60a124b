/** Searching a window for steps: by depth, line, task and event in columns. What is searched for in the records brings its search. */
import type { ProcessId, StepIndex } from '../util/units.ts';
import { eventsBefore, eventStep } from './allocations.ts';
import type { MomentContext } from './moment.ts';
import type { KernelEvent, TaskRef } from './system.ts';
import { isSameTask } from './task-table.ts';
import type { StepQuery } from './timeline.ts';
import { rowBefore, taskAtRow, turnAt, type WindowIndex } from './window-index.ts';

/** The nearest step after (1) or before (-1) `from`, and in the window, at which `wanted` holds. */
export function find(
  context: MomentContext,
  from: StepIndex,
  direction: 1 | -1,
  wanted: StepQuery,
): StepIndex | undefined {
  const { window, index } = context;
  const first = window.first;
  const rows = (task: TaskRef | undefined, holds: (row: number) => boolean): StepIndex | undefined => {
    const row = scan(index, from - first, direction, task, holds);
    return row === undefined ? undefined : first + row;
  };
  switch (wanted.kind) {
    case 'depth':
      return rows(wanted.task ?? taskAtRow(index.turns, from - first), (row) => index.depths[row]! <= wanted.atMost);
    case 'statement':
      return rows(wanted.task, () => true);
    case 'switch':
      return rows(undefined, (row) => row > 0 && index.turns.first[turnAt(index.turns, row)] === row);
    case 'line':
      return rows(wanted.task, lineEntry(context, wanted.at));
    case 'allocation':
      return findAllocation(context, from, direction, wanted.process);
    case 'system':
      return findKernelEvent(context, from, direction, wanted);
    case 'records':
      return wanted.search(context, from, direction);
  }
}

/** The first statement, going from `from`, that is the task's (absent: anyone's) and for which `holds` does. */
function scan(
  { turns, count }: WindowIndex,
  from: number,
  direction: 1 | -1,
  task: TaskRef | undefined,
  holds: (row: number) => boolean,
): number | undefined {
  const wanted = task && turns.tasks.findIndex((each) => isSameTask(each, task));
  const start = direction === 1 ? Math.max(from + 1, 0) : Math.min(from - 1, count - 1);
  if (start < 0 || start >= count) return undefined;
  for (let turn = turnAt(turns, start); turn >= 0 && turn < turns.count; turn += direction) {
    if (wanted !== undefined && turns.task[turn] !== wanted) continue;
    const low = turns.first[turn]!;
    const high = (turns.first[turn + 1] ?? count) - 1;
    let row = direction === 1 ? Math.max(start, low) : Math.min(start, high);
    for (; row >= low && row <= high; row += direction) if (holds(row)) return row;
  }
  return undefined;
}

/**
 * Whether a statement enters one of the lines: it is on it, and the one before of the same task was elsewhere or in another
 * call. So a `for` line with three statements stops once a turn.
 */
function lineEntry(
  { index, lines }: MomentContext,
  at: readonly { readonly file: string; readonly line: number }[],
): (row: number) => boolean {
  /** By site, once looked up: 1 + the place in `at`, 0 if not on any. */
  const known = new Map<number, number>();
  const lineOf = (site: number): number => {
    let place = known.get(site);
    if (place === undefined) {
      const here = lines.line(site);
      place = 1 + at.findIndex(({ file, line }) => line === here.line && file === here.file);
      known.set(site, place);
    }
    return place;
  };
  return (row) => {
    const place = lineOf(index.sites[row]!);
    if (place === 0) return false;
    const before = rowBefore(index.turns, row);
    return before < 0 || lineOf(index.sites[before]!) !== place || index.depths[before] !== index.depths[row];
  };
}

function findAllocation(
  context: MomentContext,
  from: StepIndex,
  direction: 1 | -1,
  process: ProcessId | undefined,
): StepIndex | undefined {
  const { survey } = context;
  const table = process === undefined ? survey.allocations : survey.allocationsOf(process);
  const event = direction === 1 ? eventsBefore(table, from) : eventsBefore(table, from - 1) - 1;
  if (event < 0 || event >= table.events.length) return undefined;
  return inWindow(context, eventStep(table, event));
}

function findKernelEvent(
  context: MomentContext,
  from: StepIndex,
  direction: 1 | -1,
  { kinds, task }: StepQuery & { readonly kind: 'system' },
): StepIndex | undefined {
  const { events } = context.survey.system;
  const start = direction === 1 ? events.countBefore(from) : events.countBefore(from - 1) - 1;
  const isWanted = (event: KernelEvent): boolean =>
    (!kinds || kinds.includes(event.kind)) && (!task || isAbout(event, task));
  const found = events.find(start, direction, isWanted);
  return found < 0 ? undefined : inWindow(context, events.at(found).step);
}

/** Whether a task did it, or it was done to it. */
function isAbout(event: KernelEvent, task: TaskRef): boolean {
  if (isSameTask(event, task)) return true;
  if (event.kind === 'fork') return event.child === task.process && task.thread === 0;
  if (event.kind === 'signal-sent') return event.receiver === task.process;
  if (event.kind === 'thread-created') return event.process === task.process && event.created === task.thread;
  return event.kind === 'reap' && event.child === task.process;
}

function inWindow({ window, index }: MomentContext, step: StepIndex): StepIndex | undefined {
  return step >= window.first && step <= window.first + index.count ? step : undefined;
}
