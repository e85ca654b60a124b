import { Layout, Slot } from '../instrument/memory-layout.ts';
import {
  DEFAULT_CHECKS,
  RANDOM_FAILURES_ONE_IN,
  type CheckOptions,
  type FailingAllocations,
} from '../trace/check-options.ts';
import {
  PAGE_BYTES,
  type MemoryLayout,
  type MemoryRun,
  type SiteTable,
  type SnapshotFrame,
  type SnapshotThread,
} from '../trace/recording.ts';
import { ShadowState } from '../trace/records.ts';
import type { Range } from '../leaks/reachability.ts';
import type { Address, ThreadId } from '../util/units.ts';
import type { DataSegment, Module } from '../wasm-binary/module.ts';

/** Bytes between the last block and the shim's region: an overflow that reaches that far is no longer taken for one of a block. */
const HEAP_GUARD = 0x10000;

/** Areas for undefined bits of arguments and results that a call may use (precise density). */
export const PASSED_WORDS = 512;
export const PASSED = [Layout.ARGUMENTS_BASE, Layout.RESULTS_BASE];

/** A call in progress. */
export interface CallSlot {
  readonly site: number;
  readonly frameBase: Address;
}

/** Calls of a thread that is not running, as they were in memory. */
export interface ParkedCalls {
  readonly thread: ThreadId;
  readonly slots: Uint32Array;
}

function readSlots(words: Uint32Array): CallSlot[] {
  const slots: CallSlot[] = [];
  for (let at = 0; at < words.length; at += Layout.SLOT_BYTES >> 2)
    slots.push({ site: words[at + (Slot.site >> 2)]!, frameBase: words[at + (Slot.frameBase >> 2)]! });
  return slots;
}

function framesOf(slots: readonly CallSlot[], sites: SiteTable): SnapshotFrame[] {
  return slots.map(({ site, frameBase }, i) => ({
    functionIndex: sites.functionIndex[site] ?? 0,
    frameBase,
    callSite: i > 0 ? slots[i - 1]!.site : 0,
    statement: 0,
  }));
}

/** Places that make undefined values are numbered from multiples of this in forked processes. */
const ORIGINS_OF_PROCESS = 4096;

/** The memory of a running instance, as its shim lays it out. */
export class ProgramState {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  /** Nothing was ever mapped below it. */
  lowestMapped: Address = Layout.RESERVED_BASE;
  private nowMapped: readonly (readonly [from: number, to: number])[] = [];
  /** The thread whose calls are in memory, the others', and where the last of their stacks ends: kernel/threads.ts knows. */
  runningThread: ThreadId = 0;
  readonly parked = new Map<unknown, ParkedCalls>();
  threadsEnd: Address = 0;
  /** What libc keeps about threads that nobody has joined yet. */
  threadBlocks: readonly Range[] = [];
  private readonly wide: BigUint64Array;

  constructor(memory: WebAssembly.Memory) {
    this.words = new Uint32Array(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer);
    this.wide = new BigUint64Array(memory.buffer);
  }

  /** What is mapped above the heap; the kernel keeps it up to date. */
  get mapped(): readonly (readonly [from: number, to: number])[] {
    return this.nowMapped;
  }
  set mapped(ranges: readonly (readonly [from: number, to: number])[]) {
    this.nowMapped = ranges;
    for (const [from] of ranges) this.lowestMapped = Math.min(this.lowestMapped, from);
  }

  field(offset: number): number {
    return this.words[(Layout.STATE_BASE + offset) >> 2]!;
  }
  setField(offset: number, value: number): void {
    this.words[(Layout.STATE_BASE + offset) >> 2] = value;
  }
  get steps(): number {
    return Number(this.wide[(Layout.STATE_BASE + Layout.STATE_STEPS) >> 3]);
  }
  set steps(step: number) {
    this.wide[(Layout.STATE_BASE + Layout.STATE_STEPS) >> 3] = BigInt(step);
  }
  set stopAt(step: number) {
    this.wide[(Layout.STATE_BASE + Layout.STATE_STOP_AT) >> 3] = BigInt(Math.min(step, Number.MAX_SAFE_INTEGER));
  }

  set chooseAt(step: number) {
    this.wide[(Layout.STATE_BASE + Layout.STATE_CHOOSE_AT) >> 3] = BigInt(Math.min(step, Number.MAX_SAFE_INTEGER));
  }

  /** Sets up the shim's state and the shadow of what the program starts with. */
  initialise(
    layout: MemoryLayout,
    readOnly: readonly DataSegment[],
    memoryBytes: number,
    checks: CheckOptions = DEFAULT_CHECKS,
  ): void {
    this.setField(Layout.STATE_RING, Layout.RING_BASE);
    this.setField(Layout.STATE_SLOT, Layout.SLOTS_BASE);
    this.setField(Layout.STATE_HEAP_BASE, layout.heapBase);
    this.setField(Layout.STATE_HEAP_TOP, layout.heapBase);
    this.setField(Layout.STATE_WILDERNESS, layout.heapBase);
    this.setField(Layout.STATE_NEXT_ID, 1);
    this.setField(Layout.STATE_ACCESSES_LEFT, 1);
    this.setField(Layout.STATE_STACK_LOW, layout.stackLow);
    this.setField(Layout.STATE_SLOTS_END, Layout.SLOTS_END);
    this.setField(Layout.STATE_STACK_HIGH, layout.stackHigh);
    this.setField(Layout.STATE_GLOBAL_BASE, layout.globalBase);
    this.setField(Layout.STATE_HEAP_LIMIT, Math.min(layout.heapBase + memoryBytes, Layout.RESERVED_BASE - HEAP_GUARD));
    this.setField(Layout.STATE_REDZONE, checks.redzoneBytes);
    this.setField(Layout.STATE_QUARANTINE_MAX, checks.quarantineBytes);
    this.makeFail(checks.failing);
    this.bytes.fill(ShadowState.defined, Layout.LIMIT + layout.globalBase, Layout.LIMIT + layout.heapBase);
    for (const { address, size } of readOnly)
      if (address !== undefined)
        this.bytes.fill(ShadowState.readOnly, Layout.LIMIT + address, Layout.LIMIT + address + size);
  }

  /** Of what makes undefined values only that does whose number's bit is set. */
  wantOrigins(wanted: Uint8Array): void {
    this.setField(Layout.STATE_TRIES_ORIGINS, 1);
    this.bytes.set(wanted, Layout.WANTED_BASE);
  }

  /** After a fork: of the origins that are new from here on, this process numbers others than its relatives. */
  numberOriginsFor(process: number): void {
    if (this.field(Layout.STATE_TRIES_ORIGINS) === 0) return;
    this.setField(
      Layout.STATE_ORIGIN_COUNT,
      Math.max(this.field(Layout.STATE_ORIGIN_COUNT), process * ORIGINS_OF_PROCESS),
    );
  }

  /** Undefined bits of the arguments and results that are on their way; none but in the precise density. */
  passedBits(): readonly Uint32Array[] {
    if (this.field(Layout.STATE_PRECISE) === 0) return [];
    return PASSED.map((base) => this.words.slice(base >> 2, (base >> 2) + PASSED_WORDS));
  }
  setPassedBits(saved: readonly Uint32Array[]): void {
    if (this.field(Layout.STATE_PRECISE) !== 0) saved.forEach((words, i) => this.words.set(words, PASSED[i]! >> 2));
  }

  private makeFail(failing: FailingAllocations | undefined): void {
    if (failing?.kind === 'nth') this.setField(Layout.STATE_FAIL_AT, failing.n);
    if (failing?.kind !== 'random') return;
    this.setField(Layout.STATE_FAIL_ONE_IN, RANDOM_FAILURES_ONE_IN);
    this.setField(Layout.STATE_FAIL_SEED, failing.seed);
  }

  /** How many calls are in progress. */
  get depth(): number {
    return (this.field(Layout.STATE_SLOT) - Layout.SLOTS_BASE) / Layout.SLOT_BYTES;
  }

  /** The calls in progress, outermost first. Sites are those of the last call or fault in each. */
  slots(): CallSlot[] {
    return readSlots(this.words.subarray(Layout.SLOTS_BASE >> 2, this.field(Layout.STATE_SLOT) >> 2));
  }

  /** As `slots`, of every thread. */
  threadSlots(): { thread: ThreadId; slots: CallSlot[] }[] {
    const all = [{ thread: this.runningThread, slots: this.slots() }];
    for (const { thread, slots } of this.parked.values()) all.push({ thread, slots: readSlots(slots) });
    return all.sort((a, b) => a.thread - b.thread);
  }

  /** The frames of a window's first moment; main's first, if it is there. */
  threadFrames(sites: SiteTable): SnapshotThread[] {
    const threads = this.threadSlots().map(({ thread, slots }) => ({ thread, frames: framesOf(slots, sites) }));
    return threads[0]?.thread === 0 ? threads : [{ thread: 0, frames: [] }, ...threads];
  }

  /** Bytes of the area in which a suspended call stack is kept; see kernel/suspension.ts. */
  get suspensionBytes(): number {
    return Math.max(8, this.words[Layout.SUSPENSION_BASE >> 2]! - Layout.SUSPENSION_BASE);
  }

  /** Where program memory may be in use: up to the heap's top, and what is mapped above it. */
  usedRanges(layout: MemoryLayout): (readonly [from: number, to: number])[] {
    const top = Math.max(layout.heapBase, this.field(Layout.STATE_HEAP_TOP));
    const threads = this.threadsEnd > 0 ? [[Layout.THREADS_BASE, this.threadsEnd] as const] : [];
    return [[0, top], ...threads, ...this.mapped];
  }

  /** Pages of [from, to) that are not all zero, as runs at addresses relative to `origin`. */
  pages(from: number, to: number, origin: number): MemoryRun[] {
    const runs: MemoryRun[] = [];
    this.forEachUsedRun(from, to, (start, end) =>
      runs.push({ address: start - origin, bytes: this.bytes.slice(start, end) }),
    );
    return runs;
  }

  /** Calls back for each longest run of pages of [from, to) that are not all zero. */
  forEachUsedRun(from: number, to: number, found: (start: number, end: number) => void): void {
    const { words } = this;
    const isUsed = (page: number): boolean => {
      // Most of a stack is zeros: four words at once.
      for (let at = page >> 2; at < (page + PAGE_BYTES) >> 2; at += 4)
        if ((words[at]! | words[at + 1]! | words[at + 2]! | words[at + 3]!) !== 0) return true;
      return false;
    };
    for (let page = from & ~(PAGE_BYTES - 1); page < to;) {
      if (!isUsed(page)) {
        page += PAGE_BYTES;
        continue;
      }
      let end = page + PAGE_BYTES;
      while (end < to && isUsed(end)) end += PAGE_BYTES;
      found(page, end);
      page = end;
    }
  }
}

/** Data segments that hold constants: string literals and const data. */
export function readOnlySegments(module: Module): DataSegment[] {
  return module.data.filter((_, i) => /^\.rodata/.test(module.names.dataSegments.get(i) ?? ''));
}
