/** The system's state somewhere in a window, moved forward by applying records. */
import { KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import type { Chunk, RecordedWindow, SiteTable } from '../trace/recording.ts';
import { recordSize } from '../trace/walk-records.ts';
import type { ProcessId, StepIndex, ThreadId } from '../util/units.ts';
import type { ByteLog } from './byte-log.ts';
import type { FrameStack } from './frame-stack.ts';
import { sharedAt } from './mappings.ts';
import { PAGE_WORDS, type PagedBytes } from './paged-bytes.ts';
import type { ProcessState, SavedProcess } from './process-state.ts';
import { definedStates } from './shadow-rules.ts';
import type { TaskRef } from './system.ts';
import type { Survey } from './timeline.ts';
import { WindowProcesses } from './window-processes.ts';

/** A place between two records, and whose records come there. */
export interface RecordPlace extends TaskRef {
  readonly chunk: number;
  readonly at: number;
}

/** What a keyframe holds besides memory and shadow. */
export interface SavedState {
  readonly begun: StepIndex;
  readonly place: RecordPlace;
  readonly processes: readonly SavedProcess[];
}

export class WindowState {
  readonly processes: WindowProcesses;
  /** Statements begun: the position, once `advanceTo` has come to it. */
  begun: StepIndex;
  /** Takes the bytes that stores are about to change, where someone wants them. */
  capture: ByteLog | undefined;
  readonly #chunks: readonly Chunk[];
  #chunk = 0;
  #at = 0;
  /** The process that runs, and what the records of its running thread change. */
  #process!: ProcessState;
  #memory!: PagedBytes;
  #shadow!: PagedBytes;
  #frames!: FrameStack;
  /** Below this address memory is there and the process's own. */
  #ownEnd = 0;

  constructor(window: RecordedWindow, sites: SiteTable, survey: Survey) {
    this.processes = new WindowProcesses(window, sites, survey);
    this.begun = window.first;
    this.#chunks = window.chunks;
    this.#run(window.chunks[0]?.process ?? window.snapshot.process, 0);
  }

  /** The calls in progress in the task that runs. */
  get frames(): FrameStack {
    return this.#frames;
  }

  /** The process that runs; also where it has just ended. */
  get running(): ProcessState {
    return this.#process;
  }

  get process(): ProcessId {
    return this.#process.process;
  }

  get thread(): ThreadId {
    return this.#process.thread;
  }

  get task(): TaskRef {
    return { process: this.process, thread: this.thread };
  }

  get place(): RecordPlace {
    return { chunk: this.#chunk, at: this.#at, ...this.task };
  }

  /** Keeps what is now as keyframe `index`. */
  keep(index: number): SavedState {
    this.processes.keep(index);
    return { begun: this.begun, place: this.place, processes: this.processes.save() };
  }

  /** Goes to keyframe `index`, of which `saved` is the rest. */
  load(index: number, { begun, place, processes }: SavedState): void {
    this.processes.load(index, processes);
    this.begun = begun;
    this.#chunk = place.chunk;
    this.#at = place.at;
    this.#run(place.process, place.thread);
  }

  /**
   * Applies all records before the statement with index `target` (>= `begun`). Gives the site of that statement, or
   * undefined if the records end before it.
   */
  advanceTo(target: StepIndex): number | undefined {
    for (; this.#chunk < this.#chunks.length; this.#nextChunk()) {
      const { words, length } = this.#chunks[this.#chunk]!;
      const site = this.#applyUntil(words, length, target);
      if (site !== undefined) return site;
    }
    return undefined;
  }

  #nextChunk(): void {
    this.#chunk++;
    this.#at = 0;
    const next = this.#chunks[this.#chunk];
    if (next && (next.words[0]! & KIND_MASK) !== RecordKind.process) this.#run(next.process, 0);
  }

  /** The records that follow are of this task. */
  #run(process: number, thread: number): void {
    const running = this.processes.run(process, thread);
    this.#process = running;
    this.#memory = running.memory;
    this.#shadow = running.shadow;
    this.#frames = running.framesOf(thread);
    this.#ownEnd = Math.min(running.memory.limit, running.sharedFrom);
  }

  /** What the system did to the process that runs. It may have other mappings now. */
  #follow(event: number, words: Uint32Array, at: number): void {
    this.processes.follow(this.#process, event, words[at + 1]!, words[at + 2]!, words[at + 3]!);
    this.#ownEnd = Math.min(this.#memory.limit, this.#process.sharedFrom);
  }

  /** Applies a chunk's records from `#at` on, to its end or to the step record with index `target`. */
  // eslint-disable-next-line max-lines-per-function -- one switch over the kinds of record, in the hottest loop
  #applyUntil(words: Uint32Array, length: number, target: StepIndex): number | undefined {
    let at = this.#at;
    while (at < length) {
      const header = words[at]!;
      switch (header & KIND_MASK) {
        case RecordKind.step: {
          const site = header >>> KIND_BITS;
          this.#unwindTo(site);
          if (this.begun === target) {
            this.#at = at;
            return site;
          }
          this.#frames.begin(site);
          this.begun++;
          at += 1;
          break;
        }
        case RecordKind.store4: {
          const address = words[at + 1]!;
          // `| 0`: a number that fits 32 bits with a sign is passed on without allocating.
          if ((address & 3) === 0 && this.capture === undefined) this.#writeWord(address, words[at + 2]! | 0, -1);
          else this.#storeSmall(address, 4, words[at + 2]! | 0);
          at += 3;
          break;
        }
        case RecordKind.store1:
          this.#storeSmall(words[at + 1]!, 1, words[at + 2]! | 0);
          at += 3;
          break;
        case RecordKind.store2:
          this.#storeSmall(words[at + 1]!, 2, words[at + 2]! | 0);
          at += 3;
          break;
        case RecordKind.store8:
          this.#store(words, at + 2, words[at + 1]!, 8);
          at += 4;
          break;
        case RecordKind.store16:
          this.#store(words, at + 2, words[at + 1]!, 16);
          at += 6;
          break;
        case RecordKind.bulk:
          this.#store(words, at + 3, words[at + 1]!, words[at + 2]!);
          at += recordSize(words, at);
          break;
        case RecordKind.enter:
          this.#frames.enter(header >>> KIND_BITS, words[at + 1]!, words[at + 2]!);
          this.#process.rules.enter(header >>> KIND_BITS, words[at + 1]!);
          at += 3;
          break;
        case RecordKind.leave:
          this.#leave(header >>> KIND_BITS);
          at += 1;
          break;
        case RecordKind.allocate:
          this.#process.rules.allocate((header >>> KIND_BITS) & 0xff, words[at + 1]!, words[at + 2]!, words[at + 3]!);
          at += 7;
          break;
        case RecordKind.free:
          this.#process.rules.free((header >>> KIND_BITS) & 0xff, words[at + 1]!, words[at + 2]!);
          at += 6;
          break;
        case RecordKind.shadow:
          this.#process.rules.mark(words[at + 1]!, words[at + 2]!, (header >>> KIND_BITS) & 0xff);
          at += 3;
          break;
        case RecordKind.process:
          this.#run(header >>> KIND_BITS, words[at + 1]!);
          at += 2;
          break;
        case RecordKind.system:
          this.#follow(header >>> KIND_BITS, words, at);
          at += 7;
          break;
        default:
          at += recordSize(words, at);
      }
    }
    this.#at = at;
    return undefined;
  }

  #unwindTo(site: number): void {
    const frames = this.#frames;
    const depth = frames.depth;
    frames.unwindTo(site);
    for (let left = frames.depth; left < depth; left++) this.#process.rules.leave(frames.at(left));
  }

  #leave(functionIndex: number): void {
    const frames = this.#frames;
    const depth = frames.depth;
    frames.leave(functionIndex);
    for (let left = frames.depth; left < depth; left++) this.#process.rules.leave(frames.at(left));
  }

  /** A write of 1, 2 or 4 bytes. */
  #storeSmall(address: number, n: number, xor: number): void {
    if (this.capture) this.capture.add(this.#process, address, n);
    this.#write(address, n, xor);
  }

  #store(words: Uint32Array, dataAt: number, address: number, n: number): void {
    if (this.capture) this.capture.add(this.#process, address, n);
    const whole = (address & 3) === 0 ? n & ~3 : 0;
    let at = dataAt;
    for (let byte = 0; byte < whole; byte += 4) this.#writeWord(address + byte, words[at++]! | 0, -1);
    for (let byte = whole; byte < n; byte += 4) this.#write(address + byte, Math.min(4, n - byte), words[at++]! | 0);
  }

  /** Writes n bytes, at most 4. */
  #write(address: number, n: number, xor: number): void {
    const offset = address & 3;
    if (offset + n <= 4) {
      const written = n === 4 ? -1 : ((1 << (n * 8)) - 1) << (offset * 8);
      this.#writeWord(address - offset, xor << (offset * 8), written);
      return;
    }
    // Across two words: the low bytes of the data go to the high end of the first.
    const first = 4 - offset;
    this.#write(address, first, xor);
    this.#write(address + first, n - first, xor >>> (first * 8));
  }

  /** Writes the bytes of an aligned word that `written` has set. */
  #writeWord(address: number, xor: number, written: number): void {
    if (address >= this.#ownEnd) return this.#writeBeyond(address, xor, written);
    const word = (address >>> 2) & (PAGE_WORDS - 1);
    this.#memory.ownPage(address)[word]! ^= xor & written;
    const states = this.#shadow.page(address)[word]! | 0;
    const after = definedStates(states, written);
    if (after !== states) this.#shadow.ownPage(address)[word] = after;
  }

  /** Where others may see it too, or where nothing is. */
  #writeBeyond(address: number, xor: number, written: number): void {
    if (address >= this.#memory.limit) return;
    const word = (address >>> 2) & (PAGE_WORDS - 1);
    const mapping = sharedAt(this.#process.mappings, address);
    if (mapping) {
      const offset = mapping.offset + address - mapping.address;
      this.processes.segments.writeWord(mapping.segment, offset, xor, written, this.process);
    } else this.#memory.ownPage(address)[word]! ^= xor & written;
    this.#define(address, word, written);
  }

  #define(address: number, word: number, written: number): void {
    const states = this.#shadow.page(address)[word]! | 0;
    const after = definedStates(states, written);
    if (after !== states) this.#shadow.ownPage(address)[word] = after;
  }
}
