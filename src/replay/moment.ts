/** One position of a replay, as the picture reads it. Everything is made when it is asked for. */
import type { RecordedWindow, SnapshotFrame } from '../trace/recording.ts';
import type { StepIndex } from '../util/units.ts';
import type { BlockHistory } from './block-history.ts';
import type { Resolver, SiteLines } from './resolver.ts';
import { stepEvents, type EventSource } from './step-events.ts';
import type { BlockAt, Frame, Moment, StepEvent, StackLine, Survey } from './timeline.ts';
import { siteAt, type WindowIndex } from './window-index.ts';
import type { ByteLog, SavedState, WindowState } from './window-state.ts';

export interface MomentContext {
  readonly window: RecordedWindow;
  readonly index: WindowIndex;
  readonly state: WindowState;
  readonly blocks: BlockHistory;
  readonly survey: Survey;
  readonly resolver: Resolver;
  readonly lines: SiteLines;
  readonly before: ByteLog;
  readonly findingIndex: EventSource['findingIndex'];
}

/** The moment of `context.state`, which has come to `step`; `from` is where the events since the last statement begin. */
export function makeMoment(
  context: MomentContext,
  step: StepIndex,
  from: SavedState,
): { readonly moment: Moment; readonly end: () => void } {
  const { state, window } = context;
  const to = state.place;
  let over = false;
  let frames: readonly Frame[] | undefined;
  let blocks: readonly BlockAt[] | undefined;
  let events: readonly StepEvent[] | undefined;
  const check = (): void => {
    if (over) throw new Error(`the replay has moved on from step ${step}`);
  };
  const task = { process: window.snapshot.process, thread: 0 };
  const moment: Moment = {
    step,
    task,
    processes: [task.process],
    process: (process) => {
      if (process !== task.process) return undefined;
      const { frames: threadFrames } = moment;
      const state = context.survey.system.stateAt(task, step);
      return {
        process,
        frames: threadFrames,
        threads: [{ ...task, state, frames: threadFrames }],
        bytes: (address, n) => moment.bytes(address, n),
        shadow: (address, n) => moment.shadow(address, n),
        blocks: () => moment.blocks(),
      };
    },
    segments: () => [],
    layout: window.snapshot.layout,
    get frames() {
      check();
      return (frames ??= framesAt(context, step));
    },
    bytes(address, n) {
      check();
      return state.memory.bytes(address, n);
    },
    shadow(address, n) {
      check();
      return state.shadow.bytes(address, n);
    },
    blocks() {
      check();
      return (blocks ??= context.blocks.at(step));
    },
    get events() {
      check();
      return (events ??= stepEvents({
        chunks: window.chunks,
        process: window.snapshot.process,
        from: from.place,
        to,
        running: from.process,
        before: context.before,
        survey: context.survey,
        resolver: context.resolver,
        findingIndex: context.findingIndex,
      }));
    },
  };
  return { moment, end: () => (over = true) };
}

function framesAt({ state, index, window, lines, resolver }: MomentContext, step: StepIndex): Frame[] {
  const frames = state.frames.all();
  const next = siteAt(index, window.first, step);
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
    };
  });
}

/** Where a frame is: at the statement about to run, at the one it is in the middle of, or (no statements) at its call. */
function siteOf(frame: SnapshotFrame, inner: SnapshotFrame | undefined, next: number): number {
  if (inner === undefined && next !== 0) return next;
  return frame.statement || (inner?.callSite ?? 0);
}

function lineOf(lines: SiteLines, site: number, name: string, libc: boolean): StackLine {
  return lines.lines(site)[0] ?? { function: name, file: '', line: 0, column: 0, libc };
}
