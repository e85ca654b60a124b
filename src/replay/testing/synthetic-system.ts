/** Made-up runs of several processes that share memory: seeded random forks, threads, turns and stores, and what they came to. */
import { RecordBuilder } from '../../trace/record-builder.ts';
import { AllocationOp, SegmentKind, ShadowState, SystemEvent, WaitReason } from '../../trace/records.ts';
import { PAGE_BYTES, type Chunk, type RecordedWindow, type Recording, type Snapshot } from '../../trace/recording.ts';
import type { SegmentTruth, StatementTruth, Truth } from './system-truth.ts';
import { seededRandom, surveyChunk, syntheticRecording } from './synthetic.ts';

export interface SystemOptions {
  readonly seed: number;
  readonly steps: number;
  readonly chunkWords: number;
  /** The window begins here; absent: at the beginning. */
  readonly cut?: number;
  /** At most so many processes at a time; absent: 4. */
  readonly most?: number;
  /** Of 1000 statements, so many are followed by a switch; absent: 150. */
  readonly switches?: number;
  /** How often processes, threads and mappings come and go; absent: 1, all the time. */
  readonly turmoil?: number;
  /** Positions of which the whole truth is told; absent: all. */
  readonly isWanted?: (step: number) => boolean;
}

interface Mapped {
  readonly segment: number;
  readonly address: number;
  readonly size: number;
  readonly isShared: boolean;
}

interface Thread {
  readonly thread: number;
  frames: {
    readonly functionIndex: number;
    readonly frameBase: number;
    readonly callSite: number;
    statement: number;
  }[];
}

interface Actor {
  readonly process: number;
  readonly memory: Uint8Array;
  mappings: Mapped[];
  threads: Thread[];
  /** Ids of live blocks. */
  live: Set<number>;
}

export const SYSTEM_LIMIT = 16 * PAGE_BYTES;
const ZONE = 12 * PAGE_BYTES;
const FUNCTIONS = 8;

export class SyntheticSystem {
  readonly builder: RecordBuilder;
  readonly truths: Truth[] = [];
  readonly statements: StatementTruth[] = [];
  readonly #random: () => number;
  readonly #actors = new Map<number, Actor>();
  readonly #segments = new Map<number, SegmentTruth>();
  readonly #blocks = new Map<number, { readonly address: number }>();
  #current: Actor;
  #thread = 0;
  #step = 0;
  #nextProcess = 1;
  #nextSegment = 1;
  #nextId = 1;
  #cut: { readonly window: Omit<RecordedWindow, 'chunks' | 'end'>; readonly chunks: number } | undefined;

  constructor(readonly options: SystemOptions) {
    this.#random = seededRandom(options.seed);
    this.builder = new RecordBuilder(options.chunkWords);
    const memory = Uint8Array.from({ length: SYSTEM_LIMIT }, (_, at) => (at < ZONE ? this.#below(256) : 0));
    const frames = [{ functionIndex: 1, frameBase: 8000, callSite: 0, statement: 0 }];
    this.#current = { process: 0, memory, mappings: [], threads: [{ thread: 0, frames }], live: new Set() };
    this.#actors.set(0, this.#current);
    if (options.cut === undefined) this.#snapshot();
  }

  run(): Recording & { readonly windows: readonly [RecordedWindow] } {
    for (let n = 0; n < this.options.steps; n++) {
      if (n === this.options.cut) this.#snapshot();
      this.#look();
      this.#statement();
    }
    this.#look();
    const chunks = this.builder.chunks();
    const { window, chunks: before } = this.#cut!;
    const recorded: RecordedWindow = { ...window, end: this.#step, chunks: chunks.slice(before) };
    const { meta, module, sites } = syntheticRecording({
      seed: 1,
      steps: 1,
      limit: 4096,
      chunkWords: 100,
      wild: false,
    });
    const survey: Chunk[] = chunks.map((chunk) => ({ ...surveyChunk([chunk]), process: chunk.process }));
    const end = { kind: 'exit', code: 0, steps: this.#step } as const;
    return { meta, module, sites, survey, windows: [recorded], end };
  }

  /** The bytes as a process sees them. */
  #view({ memory, mappings }: Actor): Uint8Array {
    const view = memory.slice();
    for (const { segment, address, size, isShared } of mappings)
      if (isShared) view.set(this.#segments.get(segment)!.bytes.subarray(0, size), address);
    return view;
  }

  #look(): void {
    if (this.options.isWanted && !this.options.isWanted(this.#step)) return;
    const processes = [...this.#actors].map(([process, actor]) => {
      const frames = new Map(actor.threads.map((each) => [each.thread, each.frames.map((frame) => frame.frameBase)]));
      return [process, { memory: this.#view(actor), frames, live: [...actor.live].sort((a, b) => a - b) }] as const;
    });
    const segments = [...this.#segments].map(
      ([id, { bytes, writers }]) => [id, { bytes: bytes.slice(), writers: writers.slice() }] as const,
    );
    const task = { process: this.#current.process, thread: this.#thread };
    this.truths.push({ step: this.#step, task, processes: new Map(processes), segments: new Map(segments) });
  }

  #snapshot(): void {
    const chunks = this.builder.chunks().length;
    const snapshots = [...this.#actors.values()].map((actor): Snapshot => {
      const [main, ...threads] = [...actor.threads].sort((a, b) => a.thread - b.thread);
      return {
        step: this.#step,
        process: actor.process,
        memory: [{ address: 0, bytes: this.#view(actor) }],
        shadow: [{ address: 0, bytes: new Uint8Array(ZONE).fill(ShadowState.defined) }],
        frames: main!.frames.map((frame) => ({ ...frame })),
        ...(threads.length > 0 && {
          threads: threads.map((each) => ({ ...each, frames: each.frames.map((frame) => ({ ...frame })) })),
        }),
        ...(actor.mappings.length > 0 && {
          segments: actor.mappings.map(({ segment, address, size }) => ({ segment, address, size })),
        }),
        surveyWords: 0,
        layout: { stackLow: 0, stackHigh: 8192, globalBase: 8192, heapBase: 16384, limit: SYSTEM_LIMIT },
      };
    });
    const segments = [...this.#segments].map(([segment, { bytes }]) => ({ segment, bytes: bytes.slice() }));
    for (const { writers } of this.#segments.values()) writers.fill(0);
    const [snapshot, ...others] = snapshots;
    this.#cut = { window: { snapshot: snapshot!, others, segments, first: this.#step }, chunks };
    // Chunks of a window begin with whose turn it is.
    this.builder.processIs(this.#current.process, this.#thread);
  }

  #statement(): void {
    const site = this.#site();
    this.builder.step(site);
    const { process } = this.#current;
    const depth = this.#frames().length;
    this.statements.push({ process, thread: this.#thread, depth, site, writes: [], events: [] });
    this.#frames().at(-1)!.statement = site;
    this.#step++;
    for (let more = this.#below(3); more > 0; more--) this.#store();
    this.#sometimes(80, () => this.#call());
    this.#sometimes(80, () => this.#return());
    this.#sometimes(40, () => this.#allocate());
    this.#sometimes(30, () => this.#free());
    const { turmoil = 1 } = this.options;
    this.#sometimes(20 * turmoil, () => this.#attach());
    this.#sometimes(15 * turmoil, () => this.#detach());
    this.#sometimes(15 * turmoil, () => this.#fork());
    this.#sometimes(10 * turmoil, () => this.#startThread());
    this.#sometimes(8 * turmoil, () => this.#exit());
    this.#sometimes(this.options.switches ?? 150, () => this.#switch());
  }

  #frames(): Thread['frames'] {
    return this.#current.threads.find(({ thread }) => thread === this.#thread)!.frames;
  }

  #site(): number {
    return this.#frames().at(-1)!.functionIndex + 10 * (1 + this.#below(30));
  }

  #call(): void {
    if (this.#frames().length > 6) return;
    const functionIndex = this.#below(FUNCTIONS);
    const frame = { functionIndex, frameBase: this.#below(7900), callSite: this.#site(), statement: 0 };
    this.#frames().push(frame);
    this.builder.enter(functionIndex, frame.frameBase, frame.callSite);
  }

  #return(): void {
    if (this.#frames().length > 1) this.builder.leave(this.#frames().pop()!.functionIndex);
  }

  #store(): void {
    const { mappings, process } = this.#current;
    const n = this.#below(5) === 0 ? 1 + this.#below(20) : 1 << this.#below(4);
    const mapping = this.#below(2) === 0 ? mappings[this.#below(mappings.length)] : undefined;
    const address = mapping ? mapping.address + this.#below(mapping.size - n) : this.#below(ZONE - n);
    const owner = mapping?.isShared ? this.#segments.get(mapping.segment)!.bytes : this.#current.memory;
    const from = mapping?.isShared ? address - mapping.address : address;
    const before = owner.slice(from, from + n);
    const bytes = Uint8Array.from({ length: n }, () => this.#below(256));
    const place = mapping?.isShared ? `${mapping.segment}+${from}` : undefined;
    owner.set(bytes, from);
    if (mapping?.isShared) this.#segments.get(mapping.segment)!.writers.fill((process % 255) + 1, from, from + n);
    for (let at = 0; at < n; at++) before[at]! ^= bytes[at]!;
    if ([1, 2, 4, 8].includes(n)) this.builder.store(this.#site(), address, before);
    else this.builder.bulk(this.#site(), address, before);
    this.statements.at(-1)!.writes.push({ process, address, n, ...(place && { shared: place }) });
  }

  #allocate(): void {
    const id = this.#nextId++;
    const address = 16384 + 64 * (id % 400);
    this.#blocks.set(id, { address });
    this.#current.live.add(id);
    this.builder.allocate(AllocationOp.malloc, id, address, 16, 0, this.#step);
  }

  #free(): void {
    const ids = [...this.#current.live];
    const id = ids[this.#below(ids.length)];
    if (id === undefined) return;
    this.#current.live.delete(id);
    this.builder.free(AllocationOp.free, id, this.#blocks.get(id)!.address, 0, this.#step);
  }

  #attach(): void {
    const { mappings, process } = this.#current;
    const free = [12, 13, 14, 15].find((page) => !mappings.some(({ address }) => address === page * PAGE_BYTES));
    if (free === undefined) return;
    const isOld = this.#segments.size > 0 && this.#below(2) === 0;
    const segment = isOld ? [...this.#segments.keys()][this.#below(this.#segments.size)]! : this.#nextSegment++;
    const isPrivate = segment % 5 === 4;
    if (!isOld) {
      const kind = isPrivate ? SegmentKind.privateAnonymous : SegmentKind.anonymous;
      this.#segments.set(segment, { bytes: new Uint8Array(PAGE_BYTES), writers: new Uint8Array(PAGE_BYTES) });
      this.#event(SystemEvent.segmentCreated, { a: segment, b: PAGE_BYTES, c: kind });
    }
    const address = free * PAGE_BYTES;
    mappings.push({ segment, address, size: PAGE_BYTES, isShared: !isPrivate });
    this.#show(address, isPrivate ? new Uint8Array(PAGE_BYTES) : this.#segments.get(segment)!.bytes);
    const place = { shared: `${segment}+0` };
    this.statements.at(-1)!.writes.push({ process, address, n: PAGE_BYTES, ...(!isPrivate && place) });
    this.#event(SystemEvent.segmentAttached, { a: segment, b: address, c: PAGE_BYTES });
  }

  /** Puts bytes where something is about to be mapped. */
  #show(address: number, bytes: Uint8Array): void {
    const xor = this.#current.memory.slice(address, address + bytes.length).map((old, at) => old ^ bytes[at]!);
    this.#current.memory.set(bytes, address);
    this.builder.bulk(0, address, xor);
    this.builder.shadow(ShadowState.defined, address, bytes.length);
  }

  #detach(): void {
    const { memory, mappings } = this.#current;
    const mapping = mappings[this.#below(mappings.length)];
    if (!mapping) return;
    const { segment, address } = mapping;
    // The process's memory keeps what it saw there.
    memory.set(this.#view(this.#current).subarray(address, address + PAGE_BYTES), address);
    this.#current.mappings = mappings.filter((each) => each !== mapping);
    this.builder.shadow(ShadowState.unmapped, address, PAGE_BYTES);
    this.#event(SystemEvent.segmentDetached, { a: segment, b: address, c: PAGE_BYTES });
  }

  #fork(): void {
    if (this.#actors.size >= (this.options.most ?? 4)) return;
    const process = this.#nextProcess++;
    const { memory, mappings, live } = this.#current;
    const frames = this.#frames().map((frame) => ({ ...frame }));
    const threads = [{ thread: 0, frames }];
    this.#actors.set(process, {
      process,
      memory: memory.slice(),
      mappings: [...mappings],
      threads,
      live: new Set(live),
    });
    this.#event(SystemEvent.processCreated, { a: process, b: 100 + process, c: 100 + this.#current.process });
  }

  #startThread(): void {
    const { threads } = this.#current;
    if (threads.length > 2) return;
    this.#event(SystemEvent.threadCreated, { a: threads.length });
    const frame = { functionIndex: 2, frameBase: 4000, callSite: 0, statement: 0 };
    threads.push({ thread: threads.length, frames: [] });
    this.#event(SystemEvent.preempted, {});
    this.#turn(this.#current, threads.length - 1);
    this.#frames().push(frame);
    this.builder.enter(frame.functionIndex, frame.frameBase, 0);
  }

  #exit(): void {
    if (this.#actors.size < 2) return;
    this.#event(SystemEvent.exited, { a: 0, b: 100 + this.#current.process, c: 1 });
    this.#actors.delete(this.#current.process);
    const [next] = this.#actors.values();
    this.#turn(next!, 0);
  }

  #switch(): void {
    const actors = [...this.#actors.values()];
    const actor = actors[this.#below(actors.length)]!;
    const { thread } = actor.threads[this.#below(actor.threads.length)]!;
    if (this.#below(2)) this.#event(SystemEvent.preempted, {});
    else this.#event(SystemEvent.blocked, { a: WaitReason.sleep });
    this.#turn(actor, thread);
  }

  #turn(actor: Actor, thread: number): void {
    this.#current = actor;
    this.#thread = thread;
    this.builder.processIs(actor.process, thread);
  }

  #event(event: SystemEvent, words: { a?: number; b?: number; c?: number }): void {
    this.builder.system(event, { ...words, step: this.#step });
    this.statements.at(-1)?.events.push(event);
  }

  #sometimes(perThousand: number, act: () => void): void {
    if (this.#random() * 1000 < perThousand) act();
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n);
  }
}
