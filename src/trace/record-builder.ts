/** Writes records into chunks: what the host uses for its own records, and tests for all kinds. */
import type { ProcessId, ThreadId } from '../util/units.ts';
import { AllocationOp, KIND_BITS, NativeDetail, RecordKind } from './records.ts';
import type { Chunk } from './recording.ts';
import { byteWords } from './walk-records.ts';

const STORE_KINDS: Readonly<Record<number, RecordKind>> = {
  1: RecordKind.store1,
  2: RecordKind.store2,
  4: RecordKind.store4,
  8: RecordKind.store8,
  16: RecordKind.store16,
};

/**
 * Records go to chunks of `chunkWords` words; none straddles two, and one that is larger gets a chunk of its own. A chunk says
 * at its beginning whose records go on.
 */
export class RecordBuilder {
  readonly #chunks: Chunk[] = [];
  #words: Uint32Array;
  #length = 0;
  /** Whose records come, and whose came first in the open chunk. */
  #process: ProcessId;
  #thread: ThreadId = 0;
  #chunkProcess: ProcessId;
  /** What the last `wide` record of the open chunk said. */
  #addressHigh = 0;
  #sizeHigh = 0;
  /** The last step and the last block that were told. */
  #told = 0;
  #lastId = 0;

  constructor(
    readonly chunkWords = 1 << 16,
    process: ProcessId = 0,
  ) {
    this.#process = this.#chunkProcess = process;
    this.#words = new Uint32Array(chunkWords);
  }

  /** All chunks so far; what follows goes to a new one. */
  chunks(): readonly Chunk[] {
    this.#close();
    return this.#chunks;
  }

  /** The chunks that are full, or all there is; what was given is not given again. */
  take(all: boolean): readonly Chunk[] {
    if (all) this.#close();
    return this.#chunks.splice(0);
  }

  step(site: number): void {
    this.#put(RecordKind.step, site);
  }

  /** A store instruction's write: `xor` is old XOR new, of 1, 2, 4, 8 or 16 bytes. */
  store(site: number, address: number, xor: Uint8Array): void {
    const kind = STORE_KINDS[xor.length];
    if (kind === undefined) throw new Error(`no store writes ${xor.length} bytes`);
    this.#putBytes(kind, site, [address], xor);
  }

  bulk(site: number, address: number, xor: Uint8Array): void {
    this.#putBytes(RecordKind.bulk, site, [address, xor.length], xor);
  }

  enter(functionIndex: number, frameBase: number, callSite: number): void {
    this.#put(RecordKind.enter, functionIndex, frameBase, callSite);
  }

  leave(functionIndex: number): void {
    this.#put(RecordKind.leave, functionIndex);
  }

  call(functionIndex: number): void {
    this.#put(RecordKind.call, functionIndex);
  }

  stack(callSite: number, parent: number): void {
    this.#put(RecordKind.stack, callSite, parent);
  }

  allocate(operation: number, id: number, address: number, size: number, stack: number, step: number): void {
    this.#widen(address, size, 7);
    // Written out, as `free` is: there may be tens of millions.
    const words = this.#words;
    let at = this.#length;
    words[at++] = (operation << KIND_BITS) | RecordKind.allocate;
    words[at++] = id;
    words[at++] = low(address);
    words[at++] = low(size);
    words[at++] = stack;
    words[at++] = low(step);
    words[at++] = high(step);
    this.#length = at;
    this.#told = step;
    if (id > 0) this.#lastId = id;
  }

  /** As `allocate` by malloc, in few words where it follows on what was told before: for who tells all there is. */
  malloc(id: number, address: number, size: number, stack: number, step: number): void {
    if (step !== this.#told + 1 || id !== this.#lastId + 1 || stack > MOST_PAYLOAD)
      return this.allocate(AllocationOp.malloc, id, address, size, stack, step);
    this.#widen(address, size, 3);
    const words = this.#words;
    const at = this.#length;
    words[at] = (stack << KIND_BITS) | RecordKind.malloc;
    words[at + 1] = low(address);
    words[at + 2] = low(size);
    this.#length = at + 3;
    this.#told = step;
    this.#lastId = id;
  }

  /** Likewise of `free`. */
  quickFree(id: number, address: number, stack: number, step: number): void {
    if (step !== this.#told + 1 || stack > MOST_PAYLOAD) return this.free(AllocationOp.free, id, address, stack, step);
    this.#room(2);
    const words = this.#words;
    const at = this.#length;
    words[at] = (stack << KIND_BITS) | RecordKind.quickFree;
    words[at + 1] = id;
    this.#length = at + 2;
    this.#told = step;
  }

  free(operation: number, id: number, address: number, stack: number, step: number): void {
    this.#room(6);
    const words = this.#words;
    let at = this.#length;
    words[at++] = (operation << KIND_BITS) | RecordKind.free;
    words[at++] = id;
    words[at++] = low(address);
    words[at++] = stack;
    words[at++] = low(step);
    words[at++] = high(step);
    this.#length = at;
    this.#told = step;
  }

  finding(
    kind: number,
    at: { address: number; size: number; flags: number; block: number; stack: number; site: number; step: number },
  ): void {
    this.#widen(at.address, at.size, 9);
    this.#put(
      RecordKind.finding,
      kind,
      low(at.address),
      low(at.size),
      at.flags,
      at.block,
      at.stack,
      at.site,
      low(at.step),
      high(at.step),
    );
    this.#told = at.step;
  }

  shadow(state: number, address: number, n: number): void {
    this.#put(RecordKind.shadow, state, address, n);
  }

  output(descriptor: number, step: number, bytes: Uint8Array): void {
    this.#putBytes(RecordKind.output, descriptor, [bytes.length, low(step), high(step)], bytes);
  }

  input(step: number, bytes: Uint8Array): void {
    this.#putBytes(RecordKind.input, 0, [bytes.length, low(step), high(step)], bytes);
  }

  systemCall(number: number, errno: number, stack: number, step: number): void {
    this.#put(RecordKind.systemCall, number, errno, stack, low(step), high(step));
  }

  progress(step: number): void {
    this.#put(RecordKind.progress, 0, low(step), high(step));
    this.#told = step;
  }

  processIs(process: ProcessId, thread: ThreadId = 0): void {
    this.#process = process;
    this.#thread = thread;
    this.#put(RecordKind.process, process, thread);
  }

  sharedRead(site: number, address: number, n: number): void {
    this.#put(RecordKind.sharedRead, site, address, n);
  }

  system(event: number, at: { a?: number; b?: number; c?: number; stack?: number; step: number }): void {
    const { a = 0, b = 0, c = 0, stack = 0, step } = at;
    this.#widen(b, c, 7);
    this.#put(RecordKind.system, event, a, low(b), low(c), stack, low(step), high(step));
    this.#told = step;
  }

  detail(detail: number, bytes: Uint8Array): void {
    this.#putBytes(RecordKind.detail, detail, [bytes.length], bytes);
  }

  /** The task found these bytes of a segment changed: it, or who has no recorder, wrote them. */
  segmentBytes(segment: number, offset: number, step: number, bytes: Uint8Array): void {
    this.#native(NativeDetail.segmentBytes, [segment, offset, low(step), high(step)], bytes);
    this.#told = step;
  }

  /** What a live block begins with. */
  blockContents(block: number, step: number, bytes: Uint8Array): void {
    this.#native(NativeDetail.blockContents, [block, low(step), high(step)], bytes);
    this.#told = step;
  }

  /** What the task is called from now on. */
  taskName(name: string): void {
    this.#native(NativeDetail.taskName, [], new TextEncoder().encode(name));
  }

  /** The leak findings that follow take the place of the process's earlier ones. */
  leakScan(): void {
    this.#native(NativeDetail.leakScan, [], NO_BYTES);
  }

  #native(detail: NativeDetail, words: readonly number[], bytes: Uint8Array): void {
    this.#putBytes(RecordKind.detail, detail, [words.length * 4 + bytes.length, ...words], bytes);
  }

  /** Makes room for a record of so many words, and says the high bits of what two of these hold the low bits of. */
  #widen(address: number, size: number, words: number): void {
    const addressHigh = address > MOST_IN_A_WORD ? high(address) : 0;
    const sizeHigh = size > MOST_IN_A_WORD ? high(size) : 0;
    const isNarrow = (addressHigh | sizeHigh | this.#addressHigh | this.#sizeHigh) === 0;
    this.#room(isNarrow ? words : WIDE_WORDS + words);
    // Room may be that of a new chunk.
    if (addressHigh === this.#addressHigh && sizeHigh === this.#sizeHigh) return;
    this.#put(RecordKind.wide, 0, addressHigh, sizeHigh);
    this.#addressHigh = addressHigh;
    this.#sizeHigh = sizeHigh;
  }

  #put(kind: RecordKind, payload: number, ...words: readonly number[]): void {
    this.#room(1 + words.length);
    this.#words[this.#length] = (payload << KIND_BITS) | kind;
    this.#words.set(words, this.#length + 1);
    this.#length += 1 + words.length;
  }

  #putBytes(kind: RecordKind, payload: number, head: readonly number[], bytes: Uint8Array): void {
    const dataWords = byteWords(bytes.length);
    this.#room(1 + head.length + dataWords);
    this.#put(kind, payload, ...head);
    const data = new Uint8Array(this.#words.buffer, this.#length * 4, dataWords * 4);
    data.fill(0);
    data.set(bytes);
    this.#length += dataWords;
  }

  #room(words: number): void {
    if (this.#length + words <= this.#words.length) return;
    this.#close();
    const markWords = this.#thread === 0 ? 0 : 2;
    if (markWords + words > this.#words.length) this.#words = new Uint32Array(markWords + words);
    if (markWords > 0) this.#put(RecordKind.process, this.#process, this.#thread);
  }

  #close(): void {
    if (this.#length > 0) this.#chunks.push({ process: this.#chunkProcess, words: this.#words, length: this.#length });
    this.#words = new Uint32Array(this.chunkWords);
    this.#length = this.#addressHigh = this.#sizeHigh = 0;
    this.#chunkProcess = this.#process;
  }
}

const NO_BYTES = new Uint8Array(0);
const WIDE_WORDS = 3;
const MOST_PAYLOAD = 2 ** (32 - KIND_BITS) - 1;
const MOST_IN_A_WORD = 2 ** 32 - 1;

const low = (step: number): number => step % 2 ** 32;
const high = (step: number): number => Math.floor(step / 2 ** 32);
