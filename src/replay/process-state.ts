/** One process somewhere in a window: its memory, what it has mapped, and the call stacks of its threads. */
import { ShadowState } from '../trace/records.ts';
import type { SiteTable } from '../trace/recording.ts';
import type { Address, ByteCount, ProcessId, ThreadId } from '../util/units.ts';
import { FrameStack } from './frame-stack.ts';
import { lowestShared, NO_MAPPINGS, sharedParts, type Mappings } from './mappings.ts';
import { PagedBytes } from './paged-bytes.ts';
import { ShadowRules } from './shadow-rules.ts';
import type { SharedSegments } from './shared-segments.ts';
import type { AllocationTable } from './timeline.ts';

/** What a keyframe holds of a process besides its pages. */
export interface SavedProcess {
  readonly process: ProcessId;
  readonly thread: ThreadId;
  readonly mappings: Mappings;
  readonly threads: readonly (readonly [ThreadId, Uint32Array])[];
}

export interface ProcessParts {
  readonly limit: ByteCount;
  readonly sites: SiteTable;
  readonly allocations: AllocationTable;
  readonly segments: SharedSegments;
}

export class ProcessState {
  readonly memory: PagedBytes;
  readonly shadow: PagedBytes;
  readonly rules: ShadowRules;
  readonly threads = new Map<ThreadId, FrameStack>();
  /** Which runs, or ran last. */
  thread: ThreadId = 0;
  #mappings: Mappings = NO_MAPPINGS;
  #sharedFrom = lowestShared(NO_MAPPINGS);
  readonly #sites: SiteTable;
  readonly #segments: SharedSegments;

  constructor(
    public process: ProcessId,
    { limit, sites, allocations, segments }: ProcessParts,
  ) {
    this.memory = new PagedBytes(limit, 0);
    this.shadow = new PagedBytes(limit, ShadowState.unallocated);
    this.rules = new ShadowRules(this.shadow, allocations, sites.frameBytes);
    this.#sites = sites;
    this.#segments = segments;
  }

  get mappings(): Mappings {
    return this.#mappings;
  }

  set mappings(mappings: Mappings) {
    this.#mappings = mappings;
    this.#sharedFrom = lowestShared(mappings);
  }

  /** Below this address nothing is shared. */
  get sharedFrom(): Address {
    return this.#sharedFrom;
  }

  framesOf(thread: ThreadId): FrameStack {
    let frames = this.threads.get(thread);
    if (!frames) this.threads.set(thread, (frames = new FrameStack(this.#sites)));
    return frames;
  }

  byteAt(address: Address): number {
    return address < this.#sharedFrom ? this.memory.byteAt(address) : this.bytes(address, 1)[0]!;
  }

  /** Shadow states. That the checker watches memory which is shared is no property of the memory: it is defined. */
  shadowBytes(address: number, n: number): Uint8Array {
    return this.shadow.bytes(address, n).map((state) => (state === ShadowState.shared ? ShadowState.defined : state));
  }

  /** A copy of n bytes as the process sees them. */
  bytes(address: Address, n: ByteCount): Uint8Array {
    const bytes = this.memory.bytes(address, n);
    if (address + n <= this.#sharedFrom) return bytes;
    for (const part of sharedParts(this.#mappings, address, n))
      bytes.set(this.#segments.bytes(part.segment, part.offset, part.size), part.address - address);
    return bytes;
  }

  /** Becomes what a forked child of `parent` is: the forking thread alone, over copies of everything. */
  copyFrom(parent: ProcessState): void {
    this.memory.copyFrom(parent.memory);
    this.shadow.copyFrom(parent.shadow);
    this.mappings = parent.mappings;
    this.threads.clear();
    this.framesOf(0).load(parent.framesOf(parent.thread).save());
    this.thread = 0;
  }

  keep(keyframe: number): void {
    this.memory.keep(keyframe);
    this.shadow.keep(keyframe);
  }

  save(): SavedProcess {
    const { process, thread, mappings } = this;
    return { process, thread, mappings, threads: Array.from(this.threads, ([id, frames]) => [id, frames.save()]) };
  }

  load(keyframe: number, saved: SavedProcess): void {
    this.memory.load(keyframe);
    this.shadow.load(keyframe);
    this.mappings = saved.mappings;
    this.thread = saved.thread;
    for (const thread of this.threads.keys())
      if (!saved.threads.some(([id]) => id === thread)) this.threads.delete(thread);
    for (const [thread, frames] of saved.threads) this.framesOf(thread).load(frames);
  }
}
