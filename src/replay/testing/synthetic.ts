/** Made-up runs, for tests and measurements: a seeded random program that writes records as probes and shim would. */
import { AllocationOp, FindingKind, KIND_MASK, RecordKind, ShadowState } from '../../trace/records.ts';
import { RecordBuilder } from '../../trace/record-builder.ts';
import type { Chunk, Recording, RecordedWindow, SiteTable } from '../../trace/recording.ts';
import { recordSize } from '../../trace/walk-records.ts';
import type { Resolver } from '../resolver.ts';

export interface SyntheticOptions {
  readonly seed: number;
  readonly steps: number;
  /** Bytes of memory, a power of two; the upper half is heap. */
  readonly limit: number;
  readonly chunkWords: number;
  /** Also the rare things: longjmp, records of another process, bulk writes, explicit shadow. */
  readonly wild: boolean;
  readonly first?: number;
  /** At most so many stores a statement, less one; absent: 3. */
  readonly stores?: number;
  /** Called before each statement with its index, and after the last. */
  readonly look?: (step: number, memory: Uint8Array) => void;
}

/** Functions 0 to 7 are the user's, 8 and 9 libc's (no statements). Site s belongs to function s % 10. */
const FUNCTIONS = 10;
const LIBC_FUNCTIONS = 2;
const SITES = 400;
const PROCESS = 3;
const OTHER_PROCESS = 4;
const FRAME_BYTES = 64;

export const syntheticResolver: Resolver = {
  functionName: (index) => ({ name: `f${index}`, libc: index >= FUNCTIONS - LIBC_FUNCTIONS }),
  // Two sites in three have lines; site 4 of each hundred is inlined into another function.
  locate: (code) => {
    const site = code / 16;
    if (site % 3 === 0) return [];
    const line = {
      function: `f${site % FUNCTIONS}`,
      file: `file${site % 2}.c`,
      line: Math.floor(site / 4),
      column: 1,
      libc: false,
    };
    return site % 100 === 4 ? [{ ...line, function: 'inlined' }, line] : [line];
  },
};

export function syntheticSites(): SiteTable {
  return {
    code: Uint32Array.from({ length: SITES }, (_, site) => site * 16),
    functionIndex: Uint32Array.from({ length: SITES }, (_, site) => site % FUNCTIONS),
    // Function 2 has no frame, and nobody knows about 9's.
    frameBytes: Uint32Array.from({ length: FUNCTIONS - 1 }, (_, index) => (index === 2 ? 0 : FRAME_BYTES - index)),
    pendingSteps: new Uint8Array(SITES),
  };
}

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Block {
  readonly id: number;
  readonly address: number;
  readonly size: number;
}

class SyntheticProgram {
  readonly builder: RecordBuilder;
  readonly memory: Uint8Array;
  readonly random: () => number;
  readonly startMemory: Uint8Array;
  #frames: { functionIndex: number; frameBase: number }[] = [];
  #live: Block[] = [];
  #freeSlots: number[] = [];
  #heapTop: number;
  #nextId = 1;
  #stacks = 0;
  #step: number;

  constructor(readonly options: SyntheticOptions) {
    this.random = seededRandom(options.seed);
    this.builder = new RecordBuilder(options.chunkWords, PROCESS);
    this.memory = new Uint8Array(options.limit);
    for (let at = 0; at < Math.min(options.limit, 20000); at++) this.memory[at] = this.#below(256);
    this.startMemory = this.memory.slice();
    this.#heapTop = options.limit / 2;
    this.#step = options.first ?? 0;
    this.#frames.push({ functionIndex: 1, frameBase: this.#stackTop() });
  }

  run(): void {
    const { look, steps } = this.options;
    for (let n = 0; n < steps; n++) {
      look?.(this.#step, this.memory);
      this.#beginStatement();
      for (let more = this.#below(this.options.stores ?? 3); more > 0; more--) this.#store();
      this.#sometimes(0.1, () => this.#call());
      this.#sometimes(0.1, () => this.#return());
      this.#sometimes(0.03, () => this.#allocate());
      this.#sometimes(0.02, () => this.#free());
      this.#sometimes(0.01, () => this.builder.output(1, this.#step, this.#randomBytes(this.#below(10))));
      if (this.options.wild) this.#wild();
    }
    look?.(this.#step, this.memory);
  }

  #wild(): void {
    this.#sometimes(0.05, () => this.#bulk());
    this.#sometimes(0.02, () =>
      this.builder.shadow(ShadowState.afterReturn, this.#below(this.options.limit), this.#below(40)),
    );
    this.#sometimes(0.02, () => this.#finding());
    this.#sometimes(0.01, () => this.builder.input(this.#step, this.#randomBytes(3)));
    this.#sometimes(0.02, () => this.#otherProcess());
    this.#sometimes(0.02, () => this.#longjmp());
    this.#sometimes(0.02, () => this.#reallocate());
  }

  #beginStatement(): void {
    while (this.#function() >= FUNCTIONS - LIBC_FUNCTIONS) this.#return();
    this.builder.step(this.#siteIn(this.#function()));
    this.#step++;
  }

  #function(): number {
    return this.#frames.at(-1)!.functionIndex;
  }

  #siteIn(functionIndex: number): number {
    return functionIndex + FUNCTIONS * (1 + this.#below(SITES / FUNCTIONS - 1));
  }

  #stackTop(): number {
    return this.options.limit / 4 - FRAME_BYTES * this.#frames.length;
  }

  #call(): void {
    if (this.#frames.length > 50) return;
    const functionIndex = this.#below(FUNCTIONS);
    // One of libc's writes nothing and calls nobody.
    if (functionIndex === FUNCTIONS - 1) return this.builder.call(functionIndex);
    const callSite = this.#siteIn(this.#function());
    const frameBase = this.#stackTop();
    this.#frames.push({ functionIndex, frameBase });
    this.builder.enter(functionIndex, frameBase, callSite);
  }

  #return(): void {
    if (this.#frames.length > 1) this.builder.leave(this.#frames.pop()!.functionIndex);
  }

  /** Leaves frames without a record; the statement that follows is in the innermost frame of its function. */
  #longjmp(): void {
    const target = this.#frames.at(this.#below(this.#frames.length))!;
    if (target.functionIndex >= FUNCTIONS - LIBC_FUNCTIONS) return;
    while (this.#function() !== target.functionIndex) this.#frames.pop();
    this.#beginStatementUncounted();
  }

  #beginStatementUncounted(): void {
    this.options.look?.(this.#step, this.memory);
    this.#beginStatement();
  }

  #store(): void {
    const size = 1 << this.#below(5);
    const local = this.random() < 0.8;
    const address = local ? this.#stackTop() + this.#below(FRAME_BYTES) : this.#below(this.options.limit - size);
    const aligned = this.random() < 0.9 ? address - (address % size) : address;
    const site = this.#siteIn(this.#function());
    this.builder.store(site, aligned, this.#change(aligned, size));
  }

  #bulk(): void {
    const n = this.#below(200) + (this.random() < 0.1 ? 9000 : 0);
    const address = this.#below(this.options.limit - n);
    this.builder.bulk(this.#siteIn(this.#function()), address, this.#change(address, n));
  }

  /** Writes random bytes; gives old XOR new. */
  #change(address: number, n: number): Uint8Array {
    const bytes = this.#randomBytes(n);
    for (let at = 0; at < n; at++) {
      const old = this.memory[address + at]!;
      this.memory[address + at] = bytes[at]!;
      bytes[at]! ^= old;
    }
    return bytes;
  }

  #allocate(operation: number = this.#below(2)): void {
    const size = this.#below(100);
    const address =
      this.#freeSlots.length > 0 && this.random() < 0.5 ? this.#freeSlots.pop()! : (this.#heapTop += 128) - 112;
    if (address + 128 > this.options.limit) return;
    const block = { id: this.#nextId++, address, size };
    this.#live.push(block);
    this.builder.allocate(operation, block.id, address, size, this.#stack(), this.#step);
  }

  #free(operation: number = AllocationOp.free, index = this.#below(this.#live.length)): void {
    const [block] = this.#live.splice(index, 1);
    if (!block) return;
    this.#freeSlots.push(block.address);
    this.builder.free(operation, block.id, block.address, this.#stack(), this.#step);
  }

  #reallocate(): void {
    const index = this.#below(this.#live.length);
    const count = this.#live.length;
    this.#allocate(AllocationOp.realloc);
    if (count > 0 && this.#live.length > count) this.#free(AllocationOp.realloc, index);
  }

  #stack(): number {
    if (this.#stacks > 0 && this.random() < 0.7) return 1 + this.#below(this.#stacks);
    this.builder.stack(this.#siteIn(this.#function()), this.#below(this.#stacks + 1));
    return ++this.#stacks;
  }

  #finding(): void {
    this.builder.finding(FindingKind.useAfterFree, {
      address: this.#below(this.options.limit),
      size: 4,
      flags: 1 + this.#below(2),
      block: this.#below(this.#nextId),
      stack: this.#stack(),
      site: this.#siteIn(this.#function()),
      step: this.#step,
    });
  }

  /** Records of a process that the window knows nothing of: they change nothing. */
  #otherProcess(): void {
    this.builder.processIs(OTHER_PROCESS);
    this.builder.store(7, 512, this.#randomBytes(4));
    this.builder.enter(3, 100, 7);
    this.builder.processIs(PROCESS);
  }

  #randomBytes(n: number): Uint8Array {
    return Uint8Array.from({ length: n }, () => this.#below(256));
  }

  #sometimes(probability: number, act: () => void): void {
    if (this.random() < probability) act();
  }

  #below(n: number): number {
    return Math.floor(this.random() * n);
  }
}

/** A recording with one window that covers the whole made-up run, and the survey that goes with it. */
export function syntheticRecording(
  options: SyntheticOptions,
): Recording & { readonly windows: readonly [RecordedWindow] } {
  const program = new SyntheticProgram(options);
  program.run();
  const chunks = program.builder.chunks();
  const first = options.first ?? 0;
  const { limit } = options;
  const steps = first + countSteps(chunks);
  const window: RecordedWindow = {
    first,
    end: steps,
    chunks,
    snapshot: {
      step: first,
      process: PROCESS,
      memory: [
        { address: 0, bytes: program.startMemory.slice(0, Math.min(limit, 8192)) },
        { address: Math.min(limit, 8192), bytes: program.startMemory.slice(8192) },
      ],
      shadow: [
        {
          address: 0,
          bytes: new Uint8Array(limit / 2)
            .fill(ShadowState.defined)
            .fill(ShadowState.afterReturn, limit / 4 + 3, limit / 4 + 9),
        },
      ],
      frames: [{ functionIndex: 1, frameBase: limit / 4, callSite: 0, statement: 0 }],
      surveyWords: 0,
      layout: { stackLow: 0, stackHigh: limit / 4, globalBase: limit / 4, heapBase: limit / 2, limit },
    },
  };
  return {
    meta: {
      origin: 'wasm',
      program: 'synthetic',
      arguments: [],
      environment: {},
      flags: ['-O0'],
      seed: options.seed,
      sources: [],
      recordedAt: '2026-01-01T00:00:00Z',
    },
    module: Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0),
    sites: syntheticSites(),
    survey: [surveyChunk(chunks)],
    windows: [window],
    end: { kind: 'exit', code: 0, steps },
  };
}

function countSteps(chunks: readonly Chunk[]): number {
  let steps = 0;
  for (const { words, length } of chunks)
    for (let at = 0; at < length; at += recordSize(words, at))
      if ((words[at]! & KIND_MASK) === RecordKind.step) steps++;
  return steps;
}

/** The records of a window that a survey holds too. */
export function surveyChunk(chunks: readonly Chunk[]): Chunk {
  const kept: number[] = [];
  for (const { words, length } of chunks) {
    for (let at = 0; at < length; at += recordSize(words, at)) {
      const kind = words[at]! & KIND_MASK;
      const inSurvey = kind >= RecordKind.stack && kind !== RecordKind.shadow && kind !== RecordKind.sharedRead;
      if (inSurvey) kept.push(...words.subarray(at, at + recordSize(words, at)));
    }
  }
  return { process: PROCESS, words: Uint32Array.from(kept), length: kept.length };
}
