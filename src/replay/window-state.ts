/** The program's state somewhere in a window, moved forward by applying records. */
import { KIND_BITS, KIND_MASK, RecordKind, ShadowState } from '../trace/records.ts';
import type { Chunk, RecordedWindow, SiteTable, SnapshotFrame } from '../trace/recording.ts';
import { recordSize } from '../trace/walk-records.ts';
import type { StepIndex } from '../util/units.ts';
import { FrameStack } from './frame-stack.ts';
import { PAGE_WORDS, PagedBytes } from './paged-bytes.ts';
import { definedStates, normaliseHeaders, ShadowRules } from './shadow-rules.ts';
import type { AllocationTable } from './timeline.ts';

/** A place between two records. */
export interface RecordPlace {
  readonly chunk: number;
  readonly at: number;
}

/** What a keyframe holds besides memory and shadow. */
export interface SavedState {
  readonly begun: StepIndex;
  readonly place: RecordPlace;
  readonly frames: Uint32Array;
  readonly process: number;
}

export class WindowState {
  readonly memory: PagedBytes;
  readonly shadow: PagedBytes;
  readonly frames: FrameStack;
  /** Statements begun: the position, once `advanceTo` has come to it. */
  begun: StepIndex;
  /** Takes the bytes that stores are about to change, where someone wants them. */
  capture: ByteLog | undefined;
  readonly #chunks: readonly Chunk[];
  readonly #process: number;
  readonly #rules: ShadowRules;
  #chunk = 0;
  #at = 0;
  /** Whose records come at this place. */
  #running: number;

  constructor(window: RecordedWindow, sites: SiteTable, allocations: AllocationTable) {
    const { snapshot } = window;
    this.memory = new PagedBytes(snapshot.layout.limit, 0);
    this.shadow = new PagedBytes(snapshot.layout.limit, ShadowState.unallocated);
    this.memory.write(snapshot.memory);
    this.shadow.write(snapshot.shadow);
    normaliseHeaders(this.shadow, snapshot.shadow, snapshot.layout.heapBase);
    this.frames = new FrameStack(sites);
    for (const frame of startFrames(window)) {
      this.frames.enter(frame.functionIndex, frame.frameBase, frame.callSite);
      this.frames.begin(frame.statement);
    }
    this.begun = window.first;
    this.#chunks = window.chunks;
    this.#process = snapshot.process;
    this.#running = window.chunks[0]?.process ?? snapshot.process;
    this.#rules = new ShadowRules(this.shadow, allocations, sites.frameBytes);
    this.#rules.start(startFrames(window));
  }

  get place(): RecordPlace {
    return { chunk: this.#chunk, at: this.#at };
  }

  save(): SavedState {
    return { begun: this.begun, place: this.place, frames: this.frames.save(), process: this.#running };
  }

  /** Goes to keyframe `index`, of which `saved` is the rest. */
  load(index: number, saved: SavedState): void {
    this.memory.load(index);
    this.shadow.load(index);
    this.frames.load(saved.frames);
    this.begun = saved.begun;
    this.#chunk = saved.place.chunk;
    this.#at = saved.place.at;
    this.#running = saved.process;
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
    this.#running = this.#chunks[this.#chunk]?.process ?? this.#running;
  }

  /** Applies a chunk's records from `#at` on, to its end or to the step record with index `target`. */
  // eslint-disable-next-line max-lines-per-function -- one switch over the kinds of record, in the hottest loop
  #applyUntil(words: Uint32Array, length: number, target: StepIndex): number | undefined {
    const { shadow, frames } = this;
    let at = this.#at;
    while (at < length) {
      const header = words[at]!;
      const kind = header & KIND_MASK;
      if (this.#running !== this.#process && kind !== RecordKind.process) {
        at += recordSize(words, at);
        continue;
      }
      switch (kind) {
        case RecordKind.step: {
          const site = header >>> KIND_BITS;
          this.#unwindTo(site);
          if (this.begun === target) {
            this.#at = at;
            return site;
          }
          frames.begin(site);
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
          frames.enter(header >>> KIND_BITS, words[at + 1]!, words[at + 2]!);
          this.#rules.enter(header >>> KIND_BITS, words[at + 1]!);
          at += 3;
          break;
        case RecordKind.leave:
          this.#leave(header >>> KIND_BITS);
          at += 1;
          break;
        case RecordKind.allocate:
          this.#rules.allocate((header >>> KIND_BITS) & 0xff, words[at + 1]!, words[at + 2]!, words[at + 3]!);
          at += 7;
          break;
        case RecordKind.free:
          this.#rules.free((header >>> KIND_BITS) & 0xff, words[at + 1]!, words[at + 2]!);
          at += 6;
          break;
        case RecordKind.shadow:
          shadow.fill(words[at + 1]!, words[at + 2]!, (header >>> KIND_BITS) & 0xff);
          at += 3;
          break;
        case RecordKind.process:
          this.#running = header >>> KIND_BITS;
          at += 2;
          break;
        default:
          at += recordSize(words, at);
      }
    }
    this.#at = at;
    return undefined;
  }

  #unwindTo(site: number): void {
    const { frames } = this;
    const depth = frames.depth;
    frames.unwindTo(site);
    for (let left = frames.depth; left < depth; left++) this.#rules.leave(frames.at(left));
  }

  #leave(functionIndex: number): void {
    const { frames } = this;
    const depth = frames.depth;
    frames.leave(functionIndex);
    for (let left = frames.depth; left < depth; left++) this.#rules.leave(frames.at(left));
  }

  /** A write of 1, 2 or 4 bytes. */
  #storeSmall(address: number, n: number, xor: number): void {
    if (this.capture) this.capture.add(this.memory, address, n);
    this.#write(address, n, xor);
  }

  #store(words: Uint32Array, dataAt: number, address: number, n: number): void {
    if (this.capture) this.capture.add(this.memory, address, n);
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
    const { memory, shadow } = this;
    if (address >= memory.limit) return;
    const word = (address >>> 2) & (PAGE_WORDS - 1);
    memory.ownPage(address)[word]! ^= xor & written;
    const states = shadow.page(address)[word]! | 0;
    const after = definedStates(states, written);
    if (after !== states) shadow.ownPage(address)[word] = after;
  }
}

/**
 * The frames that the window's records go on from. A snapshot taken while a function was being entered has its frame
 * already, and then the window begins with the record that says so.
 */
function startFrames({ snapshot, chunks }: RecordedWindow): readonly SnapshotFrame[] {
  const first = chunks[0]?.words;
  const top = snapshot.frames.at(-1);
  if (!first || !top || (first[0]! & KIND_MASK) !== RecordKind.enter) return snapshot.frames;
  const isTop = first[0]! >>> KIND_BITS === top.functionIndex && first[2] === top.callSite;
  return isTop ? snapshot.frames.slice(0, -1) : snapshot.frames;
}

/** Bytes one after the other, in an array that is used again. */
export class ByteLog {
  #bytes = new Uint8Array(1024);
  #used = 0;

  clear(): void {
    this.#used = 0;
  }

  add(memory: PagedBytes, address: number, n: number): void {
    if (this.#used + n > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#used + n, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    if (n > 16) this.#bytes.set(memory.bytes(address, n), this.#used);
    else for (let byte = 0; byte < n; byte++) this.#bytes[this.#used + byte] = memory.byteAt(address + byte);
    this.#used += n;
  }

  /** A copy of n bytes from `from` on. */
  slice(from: number, n: number): Uint8Array {
    return this.#bytes.slice(from, from + n);
  }
}
