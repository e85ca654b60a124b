/** One position of a replay, as the picture reads it. Everything is made when it is asked for. */
import type { RecordedWindow } from '../trace/recording.ts';
import type { ByteCount, ProcessId, StepIndex } from '../util/units.ts';
import type { BlockHistory } from './block-history.ts';
import type { ByteLog } from './byte-log.ts';
import type { StepReader } from '../interpret/step-reader.ts';
import { framesAt } from './moment-frames.ts';
import type { ProcessState } from './process-state.ts';
import type { Resolver, SiteLines } from './resolver.ts';
import { stepEvents, type EventSource } from './step-events.ts';
import { stepReads, type BegunStep } from './step-reads.ts';
import type {
  BlockAt,
  ByteRange,
  Frame,
  MappingMoment,
  Moment,
  ProcessMoment,
  SegmentMoment,
  StepEvent,
  Survey,
  ThreadMoment,
} from './timeline.ts';
import { threadLocalsOf } from './thread-locals.ts';
import type { WindowIndex } from './window-index.ts';
import type { RecordPlace, WindowState } from './window-state.ts';

export interface MomentContext {
  readonly window: RecordedWindow;
  readonly index: WindowIndex;
  readonly state: WindowState;
  readonly survey: Survey;
  readonly resolver: Resolver;
  readonly lines: SiteLines;
  readonly before: ByteLog;
  readonly findingIndex: EventSource['findingIndex'];
  /** Tells what steps read; absent: nobody can. */
  readonly stepReader?: StepReader | undefined;
  blocksOf(process: ProcessId): BlockHistory;
}

/**
 * The moment of `context.state`, which has come to `step`; `from` is where the events since the last statement begin, `begun` that
 * statement, if there is one.
 */
export function makeMoment(
  context: MomentContext,
  step: StepIndex,
  from: RecordPlace,
  begun: BegunStep | undefined,
): { readonly moment: Moment; readonly end: () => void } {
  const moment = new SeenMoment(context, step, from, begun);
  return { moment, end: () => moment.end() };
}

class SeenMoment implements Moment {
  readonly layout;
  readonly task;
  readonly #context: MomentContext;
  readonly #running: ProcessState;
  readonly #from: RecordPlace;
  readonly #to: RecordPlace;
  readonly #begun: BegunStep | undefined;
  #reads: readonly ByteRange[] | undefined;
  #isOver = false;
  #frames: readonly Frame[] | undefined;
  #blocks: readonly BlockAt[] | undefined;
  #events: readonly StepEvent[] | undefined;

  constructor(
    context: MomentContext,
    readonly step: StepIndex,
    from: RecordPlace,
    begun: BegunStep | undefined,
  ) {
    this.#begun = begun;
    this.layout = context.window.snapshot.layout;
    this.task = context.state.task;
    this.#context = context;
    this.#running = context.state.running;
    this.#from = from;
    this.#to = context.state.place;
  }

  /** Nothing may be read from now on. */
  end(): void {
    this.#isOver = true;
  }

  get frames(): readonly Frame[] {
    return (this.#frames ??= framesAt(this.#current(), this.step, this.task, this.#current().state.frames));
  }

  bytes(address: number, n: number): Uint8Array {
    this.#current();
    return this.#running.bytes(address, n);
  }

  shadow(address: number, n: number): Uint8Array {
    this.#current();
    return this.#running.shadowBytes(address, n);
  }

  blocks(): readonly BlockAt[] {
    return (this.#blocks ??= this.#current().blocksOf(this.task.process).at(this.step));
  }

  get events(): readonly StepEvent[] {
    const context = this.#current();
    return (this.#events ??= stepEvents({
      chunks: context.window.chunks,
      from: this.#from,
      to: this.#to,
      before: context.before,
      resolver: context.resolver,
      findingIndex: context.findingIndex,
      mappingsOf: (process) => context.state.processes.get(process)?.mappings ?? [],
    }));
  }

  get threadLocals(): ByteCount {
    return threadLocalsOf(this.task, this.#context.survey.system);
  }

  get reads(): readonly ByteRange[] {
    const { stepReader, lines } = this.#current();
    const begun = this.#begun;
    if (!stepReader || !begun) return [];
    return (this.#reads ??= stepReads(begun, this, lines.sites, stepReader));
  }

  get processes(): readonly ProcessId[] {
    const { alive } = this.#current().state.processes;
    const all = alive.includes(this.#running) ? alive : [...alive, this.#running];
    return all.map(({ process }) => process).sort((a, b) => a - b);
  }

  process(process: ProcessId): ProcessMoment | undefined {
    const context = this.#current();
    const state = this.#running.process === process ? this.#running : context.state.processes.get(process);
    if (!state) return undefined;
    const { step } = this;
    const check = (): unknown => this.#current();
    let threads: readonly ThreadMoment[] | undefined;
    const moment: ProcessMoment = {
      process,
      get threads() {
        check();
        return (threads ??= threadsAt(context, step, state));
      },
      get frames() {
        return moment.threads.find(({ thread }) => thread === state.thread)?.frames ?? [];
      },
      mappings: mappingsOf(state),
      bytes(address, n) {
        check();
        return state.bytes(address, n);
      },
      shadow(address, n) {
        check();
        return state.shadowBytes(address, n);
      },
      blocks() {
        check();
        return context.blocksOf(process).at(step);
      },
    };
    return moment;
  }

  segments(): readonly SegmentMoment[] {
    const { state, survey } = this.#current();
    const { segments, alive } = state.processes;
    const mapped = alive.flatMap(mappingsOf).filter(({ isShared }) => isShared);
    const created = segments.known.filter((id) => (survey.system.segment(id)?.created ?? 0) <= this.step);
    const ids = [...new Set([...mapped.map(({ segment }) => segment), ...created])].sort((a, b) => a - b);
    return ids.map((segment) => ({
      segment,
      size: survey.system.segment(segment)?.bytes ?? segments.sizeOf(segment),
      mappings: mapped.filter((each) => each.segment === segment),
      bytes: (offset, n) => {
        this.#current();
        return segments.bytes(segment, offset, n);
      },
      writers: (offset, n) => {
        this.#current();
        return segments.writers(segment, offset, n);
      },
    }));
  }

  /** The context, as long as the replay is here. */
  #current(): MomentContext {
    if (this.#isOver) throw new Error(`the replay has moved on from step ${this.step}`);
    return this.#context;
  }
}

function threadsAt(context: MomentContext, step: StepIndex, { process, threads }: ProcessState): ThreadMoment[] {
  return [...threads]
    .sort(([a], [b]) => a - b)
    .map(([thread, frames]) => {
      const task = { process, thread };
      const state = context.survey.system.stateAt(task, step);
      return { ...task, state, frames: framesAt(context, step, task, frames) };
    });
}

const mappingsOf = ({ process, mappings }: ProcessState): MappingMoment[] =>
  mappings.map((mapping) => ({ ...mapping, process }));
