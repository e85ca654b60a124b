/** Chunks -> survey: everything that is known about a whole run without a window. */
import {
  AllocationOp,
  FindingFlag,
  FindingKind,
  KIND_BITS,
  KIND_MASK,
  NativeDetail,
  RecordKind,
  SystemEvent,
} from '../trace/records.ts';
import type { Chunk, Recording, SiteTable } from '../trace/recording.ts';
import { recordBytes, recordSize, stepOf, stepTold } from '../trace/walk-records.ts';
import type { AllocationId, ProcessId, StackId, StepIndex, ThreadId } from '../util/units.ts';
import { AllocationLog } from './allocations.ts';
import { CallStacks } from './call-stacks.ts';
import { DetailLog } from './detail-log.ts';
import { ByteEventLog, FindingLog } from './event-log.ts';
import { SiteLines, type Resolver } from './resolver.ts';
import { makeRunSurvey, type RunSurvey } from './run-survey.ts';
import { SystemLog } from './system-log.ts';
import { ToldMemoryLog } from './told-memory.ts';
import type { BlockRow } from './stretches/block-rows.ts';
import type { RunPart } from './timeline.ts';

/** The survey of a recording that is whole (or of what there is of it). */
export function readSurvey(recording: Pick<Recording, 'sites' | 'survey' | 'end'>, resolver: Resolver): RunSurvey {
  const reader = new SurveyReader(recording.sites, resolver);
  for (const chunk of recording.survey) reader.add(chunk);
  reader.reach(recording.end.steps);
  return reader.survey();
}

/**
 * Takes the chunks of a survey as they arrive and gives a survey of what has come so far. Chunks of a window that covers
 * the whole run do as well: kinds that a survey doesn't hold are skipped.
 */
export class SurveyReader {
  readonly #allocations = new AllocationLog();
  readonly #findings = new FindingLog();
  readonly #outputs = new ByteEventLog();
  readonly #inputs = new ByteEventLog();
  readonly #system = new SystemLog();
  readonly #details = new DetailLog();
  readonly #told = new ToldMemoryLog();
  readonly #stacks = new CallStacks();
  readonly #siteLines: SiteLines;
  #systemCalls = 0;
  #steps = 0;
  #contradictions = 0;
  /** What is added to addresses and sizes. */
  #addressHigh = 0;
  #sizeHigh = 0;
  /** Whose records come. */
  #process: ProcessId = 0;
  #thread: ThreadId = 0;

  constructor(sites: SiteTable, resolver: Resolver) {
    this.#siteLines = new SiteLines(sites, resolver);
  }

  /** `before` is told the step of each record before it is taken. */
  add(chunk: Chunk, before?: (step: StepIndex) => void): void {
    const { words, length } = chunk;
    this.#addressHigh = this.#sizeHigh = 0;
    if (length > 0 && (words[0]! & KIND_MASK) !== RecordKind.process) this.#switchTo(chunk.process, 0);
    for (let at = 0; at < length; at += recordSize(words, at)) {
      const header = words[at]!;
      before?.(stepTold(words, at, this.#steps));
      switch (header & KIND_MASK) {
        case RecordKind.stack:
          if (!this.#stacks.add(header >>> KIND_BITS, words[at + 1]!)) this.#contradiction();
          break;
        case RecordKind.allocate:
          this.#addAllocation(header >>> KIND_BITS, words, at);
          break;
        case RecordKind.free:
          this.#addFree(header >>> KIND_BITS, words, at);
          break;
        case RecordKind.malloc:
          this.#addMalloc(header >>> KIND_BITS, words, at);
          break;
        case RecordKind.quickFree:
          this.#addQuickFree(header >>> KIND_BITS, words[at + 1]!);
          break;
        case RecordKind.finding:
          this.#addFinding(header >>> KIND_BITS, words, at);
          break;
        case RecordKind.output:
          this.#addBytes(this.#outputs, header >>> KIND_BITS, words, at);
          break;
        case RecordKind.input:
          this.#addBytes(this.#inputs, 0, words, at);
          break;
        case RecordKind.systemCall:
          this.#systemCalls++;
          this.reach(stepOf(words[at + 3]!, words[at + 4]!));
          break;
        case RecordKind.progress:
          this.reach(stepOf(words[at + 1]!, words[at + 2]!));
          break;
        case RecordKind.process:
          this.#switchTo(header >>> KIND_BITS, words[at + 1]!);
          break;
        case RecordKind.system:
          this.#addSystem(header >>> KIND_BITS, words, at);
          break;
        case RecordKind.wide:
          this.#addressHigh = words[at + 1]! * 2 ** 32;
          this.#sizeHigh = words[at + 2]! * 2 ** 32;
          break;
        case RecordKind.detail:
          this.#addDetail(header >>> KIND_BITS, words, at + 2);
          break;
      }
    }
  }

  /** An allocation that is in no chunk. */
  addBlock({ id, address, size, operation, stack, step, process }: BlockRow): void {
    this.reach(step);
    if (!this.#allocations.allocate(operation, id, address, size, stack, step, process)) this.#contradiction();
  }

  /** Likewise a free. */
  freeBlock(operation: number, id: AllocationId, stack: StackId, step: StepIndex, process: ProcessId): void {
    this.reach(step);
    if (!this.#allocations.free(operation, id, stack, step, process)) this.#contradiction();
  }

  /** Tells that the run came to `step`. Gives `step` back. */
  reach(step: StepIndex): StepIndex {
    if (step > this.#steps) this.#steps = step;
    return step;
  }

  /** What is known so far. Its tables don't grow with later chunks: ask again. `part`: what came is a part of a long run. */
  survey(part?: RunPart): RunSurvey {
    return makeRunSurvey(
      {
        allocations: this.#allocations,
        findings: this.#findings,
        outputs: this.#outputs,
        inputs: this.#inputs,
        system: this.#system,
        details: this.#details,
        told: this.#told,
        stacks: this.#stacks,
        siteLines: this.#siteLines,
        systemCalls: this.#systemCalls,
        steps: this.#steps,
        contradictions: this.#contradictions,
      },
      part,
    );
  }

  #switchTo(process: ProcessId, thread: ThreadId): void {
    if (!this.#system.switchTo(process, thread, this.#steps)) {
      this.#contradiction();
      return;
    }
    this.#process = process;
    this.#thread = thread;
  }

  #addSystem(event: number, words: Uint32Array, at: number): void {
    const step = this.reach(stepOf(words[at + 5]!, words[at + 6]!));
    const child = words[at + 1]!;
    const b = this.#addressHigh + words[at + 2]!;
    const c = this.#sizeHigh + words[at + 3]!;
    const known = this.#system.add(event, child, b, c, words[at + 4]!, step);
    if (!known) this.#contradiction();
    else if (event === SystemEvent.processCreated) this.#allocations.fork(this.#process, child, step);
  }

  /** `at`: the first word of the record's bytes. */
  #addDetail(detail: number, words: Uint32Array, at: number): void {
    switch (detail) {
      case NativeDetail.segmentBytes:
        if (!this.#told.addWrite(this.#process, this.#thread, words, at)) this.#contradiction();
        else this.reach(stepOf(words[at + 2]!, words[at + 3]!));
        return;
      case NativeDetail.blockContents:
        if (!this.#told.addContents(words, at)) this.#contradiction();
        else this.reach(stepOf(words[at + 1]!, words[at + 2]!));
        return;
      case NativeDetail.taskName:
        return this.#system.name(new TextDecoder().decode(recordBytes(words, at, words[at - 1]!)));
      default:
        this.#details.add(detail, words, at, this.#process, this.#findings.count - 1);
    }
  }

  #addBytes(log: ByteEventLog, descriptor: number, words: Uint32Array, at: number): void {
    log.add(
      descriptor,
      this.reach(stepOf(words[at + 2]!, words[at + 3]!)),
      this.#process,
      words,
      at + 4,
      words[at + 1]!,
    );
  }

  #addAllocation(operation: number, words: Uint32Array, at: number): void {
    const step = this.reach(stepOf(words[at + 5]!, words[at + 6]!));
    const known = this.#allocations.allocate(
      operation,
      words[at + 1]!,
      this.#addressHigh + words[at + 2]!,
      this.#sizeHigh + words[at + 3]!,
      words[at + 4]!,
      step,
      this.#process,
    );
    if (!known) this.#contradiction();
  }

  #addFree(operation: number, words: Uint32Array, at: number): void {
    const step = this.reach(stepOf(words[at + 4]!, words[at + 5]!));
    const known = this.#allocations.free(operation, words[at + 1]!, words[at + 3]!, step, this.#process);
    if (!known) this.#contradiction();
  }

  #addMalloc(stack: StackId, words: Uint32Array, at: number): void {
    this.#allocations.allocate(
      AllocationOp.malloc,
      this.#allocations.count + 1,
      this.#addressHigh + words[at + 1]!,
      this.#sizeHigh + words[at + 2]!,
      stack,
      ++this.#steps,
      this.#process,
    );
  }

  #addQuickFree(stack: StackId, id: AllocationId): void {
    const known = this.#allocations.free(AllocationOp.free, id, stack, ++this.#steps, this.#process);
    if (!known) this.#contradiction();
  }

  #addFinding(kind: number, words: Uint32Array, at: number): void {
    const site = words[at + 6]!;
    const pending = this.#siteLines.sites.pendingSteps[site] ?? 0;
    const step = this.reach(stepOf(words[at + 7]!, words[at + 8]!) + pending);
    const block = words[at + 4]!;
    // Steps don't tell: one statement may use a block and free it.
    const freed = kind !== FindingKind.leak && this.#allocations.isFreed(block, this.#process) ? FindingFlag.freed : 0;
    this.#findings.add([
      kind as FindingKind,
      this.#addressHigh + words[at + 1]!,
      this.#sizeHigh + words[at + 2]!,
      words[at + 3]! | freed,
      block,
      words[at + 5]!,
      site,
      step,
      this.#process,
      this.#thread,
    ]);
  }

  #contradiction(): void {
    this.#contradictions++;
  }
}
