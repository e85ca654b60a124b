/** The window of a run that is recorded in full: what memory held when it began, and what happened from there. */
import { Layout } from '../instrument/memory-layout.ts';
import type { RecordedWindow, SegmentBytes, SiteTable, Snapshot } from '../trace/recording.ts';
import type { StepIndex } from '../util/units.ts';
import type { Delivery } from './delivery.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { RunRequest } from './request.ts';

/** The program looks up only so often (TICK_STEPS in the instrumenter): a window begins this much before what was asked for. */
const WINDOW_LEAD_STEPS = 250_000;

export class WindowRecording {
  readonly start: StepIndex;
  readonly end: StepIndex;
  private snapshots: readonly Snapshot[] | undefined;
  /** At the time of the snapshots. */
  private segments: readonly SegmentBytes[] = [];

  constructor(
    private readonly kernel: Kernel,
    private readonly delivery: Delivery,
    { first, end }: NonNullable<RunRequest['window']>,
  ) {
    this.start = Math.max(0, first - WINDOW_LEAD_STEPS);
    this.end = end;
  }

  get hasBegun(): boolean {
    return this.snapshots !== undefined;
  }

  begin(): void {
    const { processes, recorder } = this.kernel;
    recorder.drain();
    recorder.keeping = true;
    this.snapshots = this.takeSnapshots();
    for (const { instance } of processes.live) instance.state.setField(Layout.STATE_RECORDING, 1);
  }

  /** Of every process that is alive. */
  private takeSnapshots(): readonly Snapshot[] {
    const { current, processes, segments } = this.kernel;
    const { instance, map } = current.process;
    map.copyOut();
    this.segments = segments.contents();
    return processes.live.map((process) =>
      process.instance.snapshot(
        instance.state.steps,
        process.index,
        this.delivery.words,
        process.map.mappings.map(({ segment, address, size, offset, file }) => {
          const inSegment = file ? offset - segment.fileOffset : offset;
          return { segment: segment.id, address, size, ...(inSegment > 0 && { offset: inSegment }) };
        }),
      ),
    );
  }

  /** At the end of the run, which may have come before the window. */
  result(sites: SiteTable): RecordedWindow {
    const [snapshot, ...others] = this.snapshots ?? this.takeSnapshots();
    return {
      snapshot: snapshot!,
      ...(others.length > 0 && { others }),
      ...(this.segments.length > 0 && { segments: this.segments }),
      first: snapshot!.step,
      end: this.kernel.current.process.instance.state.steps,
      chunks: this.delivery.chunks,
      sites,
    };
  }
}
