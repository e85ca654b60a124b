/** Makes the summary of a long run of its survey's chunks as they come. Takes memory by what lives at once, not by what happens. */
import { AllocationOp, KIND_BITS, KIND_MASK, NativeDetail, RecordKind, SystemEvent } from '../../trace/records.ts';
import type { Chunk } from '../../trace/recording.ts';
import { recordSize, stepTold } from '../../trace/walk-records.ts';
import type { AllocationId, ProcessId, StackId, StepIndex, ThreadId } from '../../util/units.ts';
import { BlockRows, rowAt, type BlockColumns } from './block-rows.ts';
import { BlockState, KnownBlocks } from './known-blocks.ts';
import { PinnedFrees } from './pinned-frees.ts';
import { RestRecords } from './rest-records.ts';
import type { RunSummary, Stretch } from './run-summary.ts';
import { WholeRunLog } from './whole-run.ts';

/** A stretch has so many events, and so many times more than blocks lived at its beginning: those are written with it. */
const LEAST_EVENTS = 1 << 20;
const EVENTS_PER_LIVE_BLOCK = 4;

export class RunSummarizer {
  readonly #blocks = new KnownBlocks();
  readonly #whole = new WholeRunLog();
  readonly #pinned = new BlockRows();
  readonly #frees = new PinnedFrees();
  readonly #rest = new RestRecords();
  readonly #stretches: Stretch[] = [{ firstId: 1, stepBefore: 0 }];
  readonly #restParts: Chunk[] = [];
  readonly #leastEvents: number;
  #lastId: AllocationId = 0;
  #step: StepIndex = 0;
  #process: ProcessId = 0;
  #addressHigh = 0;
  #sizeHigh = 0;
  /** Allocations and frees of the stretch, and how many are enough. */
  #events = 0;
  #enough: number;

  constructor(leastEvents = LEAST_EVENTS) {
    this.#leastEvents = this.#enough = leastEvents;
  }

  /** Whether the next chunk should begin a stretch. */
  get isFull(): boolean {
    return this.#events >= this.#enough;
  }

  /** A stretch begins. Gives the blocks that live here, but for the pinned ones, which the summary has. */
  cut(): BlockColumns {
    const blocks = this.#blocks;
    const live = new BlockRows();
    for (let slot = 1; slot <= blocks.slots; slot++)
      if (blocks.state[slot] === BlockState.live && blocks.pinned[slot] === 0) live.add(rowAt(blocks, slot));
    this.begin();
    return live.columns();
  }

  /** A stretch begins, as whoever wrote the recording says, who has told its blocks as well. */
  begin(): void {
    this.#restParts.push(this.#rest.chunk());
    this.#rest.clear();
    this.#stretches.push({ firstId: this.#lastId + 1, stepBefore: this.#step });
    this.#events = 0;
    this.#enough = Math.max(this.#leastEvents, this.#blocks.live * EVENTS_PER_LIVE_BLOCK);
  }

  /** Of all that has come. */
  summary(): RunSummary {
    return {
      whole: this.#whole.whole(),
      steps: this.#step,
      blocks: this.#lastId,
      stretches: this.#stretches.slice(),
      rest: [...this.#restParts, this.#rest.chunk()],
      pinned: this.#pinned.columns(),
      pinnedFrees: this.#frees.columns(),
    };
  }

  add({ process, words, length }: Chunk): void {
    this.#addressHigh = this.#sizeHigh = 0;
    if (length > 0 && (words[0]! & KIND_MASK) !== RecordKind.process) this.#switchTo(process, 0);
    for (let at = 0; at < length; at += recordSize(words, at)) {
      const header = words[at]!;
      const payload = header >>> KIND_BITS;
      switch (header & KIND_MASK) {
        case RecordKind.malloc:
          this.#step += 1;
          this.#allocate(
            AllocationOp.malloc,
            this.#lastId + 1,
            this.#addressHigh + words[at + 1]!,
            this.#sizeHigh + words[at + 2]!,
            payload,
          );
          break;
        case RecordKind.quickFree:
          this.#step += 1;
          this.#free(AllocationOp.free, words[at + 1]!, payload);
          break;
        case RecordKind.allocate:
          this.#step = stepTold(words, at, this.#step);
          this.#allocate(
            payload,
            words[at + 1]!,
            this.#addressHigh + words[at + 2]!,
            this.#sizeHigh + words[at + 3]!,
            words[at + 4]!,
          );
          break;
        case RecordKind.free:
          this.#step = stepTold(words, at, this.#step);
          this.#free(payload, words[at + 1]!, words[at + 3]!);
          break;
        case RecordKind.wide:
          this.#addressHigh = words[at + 1]! * 2 ** 32;
          this.#sizeHigh = words[at + 2]! * 2 ** 32;
          break;
        case RecordKind.process:
          this.#switchTo(payload, words[at + 1]!);
          break;
        default:
          this.#addRest(header & KIND_MASK, payload, words, at);
      }
    }
  }

  #switchTo(process: ProcessId, thread: ThreadId): void {
    this.#process = process;
    this.#rest.switchTo(process, thread);
  }

  #allocate(operation: number, id: AllocationId, address: number, size: number, stack: StackId): void {
    if (id === 0) {
      this.#whole.failed();
      return;
    }
    if (id !== this.#lastId + 1) return;
    this.#lastId = id;
    this.#events += 1;
    this.#blocks.add(id, address, size, operation, stack, this.#step, this.#process);
    this.#whole.allocated(id, size, operation, stack, this.#step);
  }

  #free(operation: number, id: AllocationId, stack: StackId): void {
    const blocks = this.#blocks;
    const slot = blocks.slotOf(id);
    this.#events += 1;
    if (slot === 0 || blocks.process[slot] !== this.#process) {
      // A copy that a fork made: its block is pinned.
      this.#frees.add(id, this.#step, operation, stack, this.#process);
      return;
    }
    if (blocks.state[slot] !== BlockState.live) return;
    blocks.free(slot, operation, stack, this.#step);
    if (blocks.pinned[slot] !== 0) this.#frees.add(id, this.#step, operation, stack, this.#process);
    this.#whole.freed(id, blocks.size[slot]!, blocks.operation[slot]!, blocks.stack[slot]!, this.#step);
  }

  #addRest(kind: number, payload: number, words: Uint32Array, at: number): void {
    this.#step = stepTold(words, at, this.#step);
    this.#rest.add(words, at, recordSize(words, at), this.#addressHigh / 2 ** 32, this.#sizeHigh / 2 ** 32);
    if (kind === RecordKind.finding) this.#pin(this.#blocks.slotOf(words[at + 4]!));
    else if (kind === RecordKind.detail && payload === NativeDetail.blockContents)
      this.#pin(this.#blocks.slotOf(words[at + 2]!));
    else if (kind === RecordKind.system && payload === SystemEvent.processCreated) this.#pinLive();
  }

  /** Two processes may free them. */
  #pinLive(): void {
    const { state, slots } = this.#blocks;
    for (let slot = 1; slot <= slots; slot++) if (state[slot] === BlockState.live) this.#pin(slot);
  }

  #pin(slot: number): void {
    const blocks = this.#blocks;
    if (slot === 0 || blocks.pinned[slot] !== 0) return;
    blocks.pinned[slot] = 1;
    this.#pinned.add(rowAt(blocks, slot));
    if (blocks.state[slot] !== BlockState.freed) return;
    const { id, freeStep, freeOperation, freeStack, process } = blocks;
    this.#frees.add(id[slot]!, freeStep[slot]!, freeOperation[slot]!, freeStack[slot]!, process[slot]!);
  }
}
