/**
 * Going anywhere in a run of which there is a survey and no window: a native program's. Its steps are its events, so each position
 * has its blocks, its tasks and the call stack of what happened last. Of memory there is what the recording tells (`ToldMemory`); other
 * bytes read as zero, and their shadow says that nobody knows them.
 */
import type { Address, ProcessId, StepIndex } from '../util/units.ts';
import { eventsBefore, eventStep } from './allocations.ts';
import { BlockHistory } from './block-history.ts';
import { NOWHERE } from './resolver.ts';
import type { ProcessLife, TaskRef } from './system.ts';
import { isSameTask } from './task-table.ts';
import { knownBytes } from './told-blocks.ts';
import { MOST_TOLD_BYTES, ToldSegments } from './told-segments.ts';
import type {
  Frame,
  MappingMoment,
  Moment,
  ProcessMoment,
  Replay,
  SegmentMoment,
  SharedPlace,
  StackLine,
  StepEvent,
  StepQuery,
  Survey,
} from './timeline.ts';

const NO_MEMORY = { stackLow: 0, stackHigh: 0, globalBase: 0, heapBase: 0, limit: 0 };

export function replaySurvey(survey: Survey): Replay {
  return new SurveyReplay(survey);
}

class SurveyReplay implements Replay {
  readonly first = 0;
  readonly end: StepIndex;
  readonly #survey: Survey;
  readonly #blocks = new Map<ProcessId, BlockHistory>();
  readonly #segments: ToldSegments;

  constructor(survey: Survey) {
    this.#survey = survey;
    this.end = survey.steps;
    this.#segments = new ToldSegments(survey.told, (segment) => survey.system.segment(segment)?.bytes ?? 0);
  }

  seek(step: StepIndex): Moment {
    if (!(step >= 0 && step <= this.end)) throw new RangeError(`step ${step} is not in a run of ${this.end}`);
    const survey = this.#survey;
    const process = (id: ProcessId): ProcessMoment | undefined => this.#process(id, step);
    const task = step === 0 ? survey.system.taskAt(0) : survey.system.taskAt(step - 1);
    return {
      step,
      layout: NO_MEMORY,
      task,
      threadLocals: 0,
      events: this.#events(step),
      reads: [],
      frames: this.#frames(step),
      ...this.#memory(task.process, step),
      processes: survey.system.processes.filter((life) => isAlive(life, step)).map((life) => life.process),
      process,
      segments: () => this.#segmentsAt(step),
    };
  }

  statementAt(step: StepIndex): ReturnType<Replay['statementAt']> {
    const lines = this.#survey.stackLines(this.#stackAt(step + 1));
    const own =
      lines.find((line) => !line.libc && line.line > 0) ??
      // Without debug information: the program's own module, which the libraries' frames tell less of.
      lines.find((line) => !line.libc && line.file !== '') ??
      lines[0] ??
      NOWHERE;
    return { ...own, ...this.#survey.system.taskAt(step), site: 0, depth: lines.length };
  }

  find(from: StepIndex, direction: 1 | -1, wanted: StepQuery): StepIndex | undefined {
    if (wanted.kind === 'allocation') return this.#findAllocation(from, direction, wanted.process);
    if (wanted.kind === 'system') return this.#findSystem(from, direction, wanted);
    const holds = this.#holds(from, wanted);
    if (!holds) return undefined;
    for (let step = from + direction; step >= 0 && step < this.end; step += direction) if (holds(step)) return step;
    return undefined;
  }

  /** Undefined: it never does. */
  #holds(from: StepIndex, wanted: StepQuery): ((step: StepIndex) => boolean) | undefined {
    const { system } = this.#survey;
    switch (wanted.kind) {
      case 'statement':
        return (step) => isSameTask(system.taskAt(step), wanted.task);
      case 'switch':
        return (step) => step > 0 && !isSameTask(system.taskAt(step), system.taskAt(step - 1));
      case 'depth': {
        const task = wanted.task ?? system.taskAt(from);
        return (step) => isSameTask(system.taskAt(step), task) && this.statementAt(step).depth <= wanted.atMost;
      }
      case 'line':
        return (step) => {
          const { file, line } = this.statementAt(step);
          return wanted.at.some((at) => at.file === file && at.line === line);
        };
      default:
        return undefined;
    }
  }

  #findAllocation(from: StepIndex, direction: 1 | -1, process: ProcessId | undefined): StepIndex | undefined {
    const table = process === undefined ? this.#survey.allocations : this.#survey.allocationsOf(process);
    const index = direction === 1 ? eventsBefore(table, from) : eventsBefore(table, from - 1) - 1;
    return index >= 0 && index < table.events.length ? eventStep(table, index) : undefined;
  }

  #findSystem(from: StepIndex, direction: 1 | -1, wanted: StepQuery & { kind: 'system' }): StepIndex | undefined {
    const { events } = this.#survey.system;
    const start = direction === 1 ? events.countBefore(from) : events.countBefore(from - 1) - 1;
    const { kinds, task } = wanted;
    const index = events.find(
      start,
      direction,
      (event) => (!kinds || kinds.includes(event.kind)) && (!task || isSameTask(event, task)),
    );
    return index < 0 ? undefined : events.at(index).step;
  }

  /** The call stack of the event that made this step; of several, the last one's that has one. */
  #stackAt(step: StepIndex): number {
    const { allocations, system } = this.#survey;
    const index = eventsBefore(allocations, step) - 1;
    const signedId = index >= 0 && eventStep(allocations, index) === step ? allocations.events[index]! : 0;
    if (signedId !== 0) return (signedId > 0 ? allocations.stack[signedId] : allocations.freeStack[-signedId]) ?? 0;
    const count = system.events.countBefore(step);
    const event = count > 0 ? system.events.at(count - 1) : undefined;
    return event?.step === step ? event.stack : 0;
  }

  /** Where a task waits; of one that doesn't, nothing is known. Outermost first. */
  #waitingFrames(task: TaskRef, step: StepIndex): readonly Frame[] {
    const { system } = this.#survey;
    const state = system.stateAt(task, step);
    if (state.kind !== 'blocked') return [];
    const { since } = state;
    const { events } = system;
    for (let index = events.countBefore(since) - 1; index >= 0 && events.at(index).step === since; index--) {
      const event = events.at(index);
      if (event.kind === 'block' && isSameTask(event, task))
        return this.#survey.stackLines(event.stack).map(frameOf).reverse();
    }
    return [];
  }

  /** Outermost first. */
  #frames(step: StepIndex): readonly Frame[] {
    const lines = step === 0 ? [] : this.#survey.stackLines(this.#stackAt(step));
    return lines.map(frameOf).reverse();
  }

  #events(step: StepIndex): readonly StepEvent[] {
    const { allocations, system, findings } = this.#survey;
    const task = system.taskAt(Math.max(0, step - 1));
    const happened: StepEvent[] = [];
    for (let index = eventsBefore(allocations, step - 1); index < eventsBefore(allocations, step); index++) {
      const signedId = allocations.events[index]!;
      const id = Math.abs(signedId);
      const [address, size] = [allocations.address[id]!, allocations.size[id]!];
      if (signedId > 0)
        happened.push({ ...task, kind: 'allocate', id, operation: allocations.operation[id]!, address, size });
      else happened.push({ ...task, kind: 'free', id, operation: allocations.freeOperation[id]!, address });
    }
    for (let index = system.events.countBefore(step - 1); index < system.events.countBefore(step); index++) {
      const event = system.events.at(index);
      happened.push({ kind: 'system', process: event.process, thread: event.thread, event });
    }
    for (const { process, thread, ...change } of this.#segments.changes(step))
      happened.push({
        process,
        thread,
        kind: 'store',
        change: { ...change, address: this.#addressOf(process, change, step) },
      });
    for (const [index, finding] of findings.entries())
      if (finding.step === step) happened.push({ ...task, kind: 'finding', index });
    return happened;
  }

  #process(process: ProcessId, step: StepIndex): ProcessMoment | undefined {
    const { system } = this.#survey;
    const life = system.process(process);
    if (!life || !isAlive(life, step)) return undefined;
    const running = system.taskAt(Math.max(0, step - 1));
    const framesOf = (task: TaskRef): readonly Frame[] =>
      isSameTask(task, running) ? this.#frames(step) : this.#waitingFrames(task, step);
    return {
      process,
      threads: life.threads
        .filter(({ created, ended = Infinity }) => created <= step && ended > step)
        .map(({ thread }) => {
          const task = { process, thread };
          return { ...task, state: system.stateAt(task, step), frames: framesOf(task) };
        }),
      frames: process === running.process ? this.#frames(step) : [],
      mappings: this.#mappings(process, step),
      ...this.#memory(process, step),
    };
  }

  #memory(process: ProcessId, step: StepIndex): Pick<ProcessMoment, 'bytes' | 'shadow' | 'blocks'> {
    const blocks = once(() => this.#blocksOf(process).at(step));
    const { told } = this.#survey;
    const known = once(() => knownBytes(blocks(), told, step));
    return {
      blocks,
      bytes: (address, n) => (told.blockCount === 0 ? new Uint8Array(n) : known().bytes(address, n)),
      shadow: (address, n) => (told.blockCount === 0 ? new Uint8Array(n) : known().shadow(address, n)),
    };
  }

  /** Those whose bytes are recorded, as far as they are. */
  #segmentsAt(step: StepIndex): SegmentMoment[] {
    const segments = this.#segments;
    segments.goTo(step);
    const mappings = this.#survey.system.processes.flatMap(({ process }) => this.#mappings(process, step));
    return this.#survey.system.segments.flatMap(({ segment, bytes: size }): SegmentMoment[] => {
      const own = mappings.filter((each) => each.segment === segment);
      const isSeen = segments.holds(segment) || (own.length > 0 && size <= MOST_TOLD_BYTES);
      if (!isSeen) return [];
      return [
        {
          ...{ segment, size, mappings: own },
          bytes: (offset, n) => (segments.goTo(step), segments.bytes(segment, offset, n)),
          writers: (offset, n) => (segments.goTo(step), segments.writers(segment, offset, n)),
        },
      ];
    });
  }

  /** Where a process sees a place of a segment; 0 where it has unmapped it since. */
  #addressOf(process: ProcessId, { shared }: { readonly shared?: SharedPlace }, step: StepIndex): Address {
    const mapping = this.#mappings(process, step).find((each) => each.segment === shared?.segment);
    return mapping && shared ? mapping.address + shared.offset - mapping.offset : 0;
  }

  #mappings(process: ProcessId, step: StepIndex): MappingMoment[] {
    return this.#survey.system.segments.flatMap(({ segment, attachments }) =>
      attachments
        .filter((each) => each.process === process && each.from <= step && each.to > step)
        .map(({ address, bytes, offset }) => ({ process, segment, address, size: bytes, offset, isShared: true })),
    );
  }

  #blocksOf(process: ProcessId): BlockHistory {
    let history = this.#blocks.get(process);
    if (!history) {
      const work = BlockHistory.build(this.#survey.allocationsOf(process), 0, this.end);
      let turn = work.next();
      while (!turn.done) turn = work.next();
      this.#blocks.set(process, (history = turn.value));
    }
    return history;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const isAlive = ({ created, ended }: ProcessLife, step: StepIndex): boolean =>
  created <= step && (ended === undefined || ended.step > step);

const frameOf = (at: StackLine): Frame => ({
  ...{ functionIndex: 0, frameBase: 0, site: 0, code: 0, frameBytes: 0, at },
  name: at.function,
  libc: at.libc,
});
