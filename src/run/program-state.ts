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
} from '../trace/recording.ts';
import { ShadowState } from '../trace/records.ts';
import type { DataSegment, Module } from '../wasm-binary/module.ts';

/** Bytes between the last block and the shim's region: an overflow that reaches that far is no longer taken for one of a block. */
const HEAP_GUARD = 0x10000;

/** The memory of a running instance, as its shim lays it out. */
export class ProgramState {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  /** What is mapped above the heap; the kernel keeps it up to date. */
  mapped: readonly (readonly [from: number, to: number])[] = [];
  private readonly wide: BigUint64Array;

  constructor(memory: WebAssembly.Memory) {
    this.words = new Uint32Array(memory.buffer);
    this.bytes = new Uint8Array(memory.buffer);
    this.wide = new BigUint64Array(memory.buffer);
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
    this.setField(Layout.STATE_NEXT_ID, 1);
    this.setField(Layout.STATE_STACK_LOW, layout.stackLow);
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

  private makeFail(failing: FailingAllocations | undefined): void {
    if (failing?.kind === 'nth') this.setField(Layout.STATE_FAIL_AT, failing.n);
    if (failing?.kind !== 'random') return;
    this.setField(Layout.STATE_FAIL_ONE_IN, RANDOM_FAILURES_ONE_IN);
    this.setField(Layout.STATE_FAIL_SEED, failing.seed);
  }

  /** The calls in progress, outermost first. Sites are those of the last call or fault in each. */
  slots(): { site: number; frameBase: number }[] {
    const slots: { site: number; frameBase: number }[] = [];
    for (let at = Layout.SLOTS_BASE; at < this.field(Layout.STATE_SLOT); at += Layout.SLOT_BYTES)
      slots.push({ site: this.words[(at + Slot.site) >> 2]!, frameBase: this.words[(at + Slot.frameBase) >> 2]! });
    return slots;
  }

  /** The frames of a window's first moment. */
  frames(sites: SiteTable): SnapshotFrame[] {
    const slots = this.slots();
    return slots.map(({ site, frameBase }, i) => ({
      functionIndex: sites.functionIndex[site] ?? 0,
      frameBase,
      callSite: i > 0 ? slots[i - 1]!.site : 0,
      statement: 0,
    }));
  }

  /** Bytes of the area in which a suspended call stack is kept; see kernel/suspension.ts. */
  get suspensionBytes(): number {
    return Math.max(8, this.words[Layout.SUSPENSION_BASE >> 2]! - Layout.SUSPENSION_BASE);
  }

  /** Where program memory may be in use: up to the heap's top, and what is mapped above it. */
  usedRanges(layout: MemoryLayout): (readonly [from: number, to: number])[] {
    const top = Math.max(layout.heapBase, this.field(Layout.STATE_HEAP_TOP));
    return [[0, top], ...this.mapped];
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
    const isUsed = (page: number): boolean => {
      for (let at = page >> 2; at < (page + PAGE_BYTES) >> 2; at++) if (this.words[at] !== 0) return true;
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
