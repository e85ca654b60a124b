/** The calls in progress in a task, with where each of them is. */
import type { SnapshotFrame } from '../trace/recording.ts';
import type { SiteId, StepIndex } from '../util/units.ts';
import type { FrameStack } from './frame-stack.ts';
import type { MomentContext } from './moment.ts';
import type { SiteLines } from './resolver.ts';
import type { TaskRef } from './system.ts';
import { isSameTask } from './task-table.ts';
import type { Frame, StackLine } from './timeline.ts';
import { nextRowOf, siteAt } from './window-index.ts';

/** Outermost first. */
export function framesAt(context: MomentContext, step: StepIndex, task: TaskRef, stack: FrameStack): Frame[] {
  const { lines, resolver } = context;
  const frames = stack.all();
  const next = nextSite(context, step, task, stack);
  return frames.map((frame, depth): Frame => {
    const inner = frames[depth + 1];
    const site = siteOf(frame, inner, next);
    const { name, libc } = resolver.functionName(frame.functionIndex);
    return {
      functionIndex: frame.functionIndex,
      name,
      libc,
      frameBase: frame.frameBase,
      at: lineOf(lines, site, name, libc),
      site,
      code: lines.sites.code[site] ?? 0,
      frameBytes: lines.sites.frameBytes?.[frame.functionIndex] ?? 0,
    };
  });
}

/** The statement that the task runs next; 0 while it is in the middle of one (it waits), or has none to come. */
function nextSite(
  { index, window, survey, state }: MomentContext,
  step: StepIndex,
  task: TaskRef,
  stack: FrameStack,
): SiteId {
  if (isSameTask(task, state.task)) return siteAt(index, window.first, step);
  const doing = survey.system.stateAt(task, step);
  if (doing.kind !== 'ready' || !doing.isPreempted || stack.depth === 0) return 0;
  const site = index.sites[nextRowOf(index.turns, task, step - window.first)] ?? 0;
  return stack.sites.functionIndex[site] === stack.at(stack.depth - 1).functionIndex ? site : 0;
}

/** Where a frame is: at the statement about to run, at the one it is in the middle of, or (no statements) at its call. */
function siteOf(frame: SnapshotFrame, inner: SnapshotFrame | undefined, next: number): number {
  if (inner === undefined && next !== 0) return next;
  return frame.statement || (inner?.callSite ?? 0);
}

function lineOf(lines: SiteLines, site: number, name: string, libc: boolean): StackLine {
  return lines.lines(site)[0] ?? { function: name, file: '', line: 0, column: 0, libc };
}
