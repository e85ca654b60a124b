/**
 * Events of native programs -> the records of a survey. A step is an event: an allocation, a free, a realloc (which is a free and
 * an allocation), a call to the system. What a recording says about blocks it says by number, so this follows which block
 * lies where in each process.
 */
import { ALLOCATION_BY_LIBC, AllocationOp, FindingKind } from '../trace/records.ts';
import { RecordBuilder } from '../trace/record-builder.ts';
import type { Chunk } from '../trace/recording.ts';
import type { AllocationId, ProcessId, SiteId, StackId, StepIndex, ThreadId } from '../util/units.ts';
import type { AllocateEvent, FreeEvent, ImageEvent, MisuseEvent, NativeEvent, StackEvent, Task } from './events.ts';
import { NativeProcesses, type NativeProcess } from './native-processes.ts';
import { Places, type Place } from './places.ts';
import { ImageStart, LeakKind, Misuse, ScanReason, type Loss } from './stream.ts';
import { SystemCalls, type SystemHappening } from './system-calls.ts';

/** The numbers of leak findings, by those of the stream. */
const LEAK_FLAGS: Readonly<Record<LeakKind, number>> = {
  [LeakKind.definite]: 1,
  [LeakKind.indirect]: 2,
  [LeakKind.possible]: 3,
  [LeakKind.reachable]: 4,
};

const FREE = AllocationOp.free;

export class EventRecorder {
  readonly places = new Places();
  /** What is not in the recording, by reason: how often. */
  readonly losses = new Map<Loss, number>();
  /** What ran: paths of programs, in the order of their start. */
  readonly images: ImageEvent[] = [];
  step: StepIndex = 0;
  /** Allocations and frees so far. */
  allocationEvents = 0;
  readonly #builder: RecordBuilder;
  readonly #processes = new NativeProcesses();
  readonly #calls: SystemCalls;
  #lastId: AllocationId = 0;
  /** By stack: its innermost site. */
  readonly #sites: SiteId[] = [0];
  /** By site, once it is asked for: whether libc allocates there for itself. */
  readonly #isLibcs: (boolean | undefined)[] = [];
  readonly #allocatesForLibc: (place: Place) => boolean;
  /** Blocks of that kind: no leaks of the program's. */
  readonly #libcs = new Set<AllocationId>();
  #process: ProcessId = 0;
  #thread: ThreadId = 0;
  /** By realloc: it happened unless `revived` comes next. */
  #pendingFree: FreeEvent | undefined;
  /** The step and task of a realloc's free: what the same task allocates next is part of it. */
  #movedAt: StepIndex = -1;
  #movedBy: Task | undefined;

  /** `allocatesForLibc`: whether what is allocated at a place is libc's own, and nobody's to free. */
  constructor(allocatesForLibc: (place: Place) => boolean = () => false, chunkWords?: number) {
    this.#allocatesForLibc = allocatesForLibc;
    this.#builder = new RecordBuilder(chunkWords);
    this.#calls = new SystemCalls(this.#builder, this.#processes, (process, thread) => this.#switchTo(process, thread));
  }

  /** The chunks that are full, or all there is; each is given once. */
  chunks(all: boolean): readonly Chunk[] {
    if (all) this.#builder.progress(this.step);
    return this.#builder.take(all);
  }

  take(event: NativeEvent): void {
    if (this.#pendingFree) this.#afterRealloc(event);
    switch (event.type) {
      case 'allocate':
        return this.#allocate(event);
      case 'free':
        if (event.op !== FREE) this.#pendingFree = event;
        else this.#free(event, this.#stepOf(event.task));
        return;
      case 'stack':
        return this.#stack(event);
      case 'module':
        return this.places.addModule(event);
      case 'image':
        return this.#start(event);
      case 'misuse':
        return this.#misuse(event);
      case 'leak':
        this.#processOf(event.task).scanned.set(event.address, event.kind);
        return;
      case 'scan':
        return this.#scan(event.task, event.reason);
      case 'scanned':
        return this.#scanned(event.task);
      case 'thread':
      case 'threadEnds':
      case 'exit':
      case 'call':
      case 'callBegins':
        return this.#system(event);
      case 'lost':
        this.losses.set(event.loss, (this.losses.get(event.loss) ?? 0) + event.count);
        return;
      case 'revived':
      case 'moduleGone':
      case 'sharedBytes':
      case 'contents':
    }
  }

  /** Nothing more will come. `status` is that of the first process, as wait() gives it. */
  finish(status: number): void {
    const pending = this.#pendingFree;
    this.#pendingFree = undefined;
    if (pending) this.#free(pending, this.#stepOf(pending.task));
    for (const process of this.#processes.all) this.#reportLeaks(process);
    const first = this.#processes.all[0];
    if (!first) return;
    this.#calls.end(first, status, this.step);
  }

  #stack({ module, address, parent, stack }: StackEvent): void {
    const site = this.places.siteOf(module, address);
    this.#sites[stack] = site;
    this.#builder.stack(site, parent);
  }

  #operationOf(op: AllocationOp, stack: StackId): number {
    const site = this.#sites[stack] ?? 0;
    const isLibcs = (this.#isLibcs[site] ??= site !== 0 && this.#allocatesForLibc(this.places.all[site]!));
    if (!isLibcs) return op;
    this.#libcs.add(this.#lastId);
    return op | ALLOCATION_BY_LIBC;
  }

  #allocate({ op, address, size, stack, task }: AllocateEvent): void {
    const isMoved = this.#movedAt === this.step && this.#movedBy === task;
    this.#movedBy = undefined;
    const process = this.#processOf(task);
    const step = isMoved ? this.step : this.#stepOf(task);
    if (address === 0) return this.#builder.allocate(op, 0, 0, size, stack, step);
    // Its free was not seen: made in a way that the library doesn't watch.
    const before = process.blocks.get(address);
    if (before > 0) this.#builder.free(FREE, before, address, 0, step);
    const id = ++this.#lastId;
    process.blocks.set(address, id);
    this.#builder.allocate(this.#operationOf(op, stack), id, address, size, stack, step);
  }

  #free({ op, address, stack, task }: FreeEvent, step: StepIndex): void {
    const { blocks } = this.#processOf(task);
    const id = blocks.get(address);
    // Allocated before recording began.
    if (id <= 0) return;
    blocks.set(address, -id);
    this.#builder.free(op, id, address, stack, step);
  }

  #afterRealloc(event: NativeEvent): void {
    const free = this.#pendingFree!;
    // Only names; says nothing about what happened.
    if (event.type === 'stack' || event.type === 'module') return;
    this.#pendingFree = undefined;
    if (event.type === 'revived' && event.task === free.task) return;
    this.#free(free, this.#stepOf(free.task));
    this.#movedAt = this.step;
    this.#movedBy = free.task;
  }

  #misuse({ misuse, address, stack, block, size, task }: MisuseEvent): void {
    const known = this.#processOf(task).blocks.get(block === 0 ? address : block);
    const kind = misuse === Misuse.doubleFree ? FindingKind.doubleFree : FindingKind.invalidFree;
    const step = this.#stepOf(task);
    this.#builder.finding(kind, {
      ...{ address, size: 0, flags: 0, stack, site: 0, step },
      block: misuse === Misuse.doubleFree || size > 0 ? Math.abs(known) : 0,
    });
  }

  #start(event: ImageEvent): void {
    this.images.push(event);
    if (event.start !== ImageStart.exec) {
      const parent = event.parent === undefined ? undefined : this.#processes.get(event.parent);
      const { process, isNew } = this.#processes.start(event, parent, this.#lastId);
      if (!parent || !isNew) return;
      this.#switchTo(parent.index, 0);
      this.#calls.forked(parent, process, this.step);
      return;
    }
    const process = this.#processes.get(event.process);
    if (!process) return;
    // The old program's memory is gone.
    this.#switchTo(process.index, 0);
    this.step += 1;
    process.blocks.each((id, address) => {
      if (id > 0) this.#builder.free(FREE, id, address, 0, this.step);
    });
    process.blocks.clear();
  }

  #scan(task: Task, reason: ScanReason): void {
    const process = this.#processOf(task);
    process.scanned.clear();
    process.scanReason = reason;
  }

  #scanned(task: Task): void {
    const process = this.#processOf(task);
    const found = new Map<AllocationId, number>();
    process.blocks.each((id, address) => {
      // A child's copy of its parent's block is no leak of the child's.
      if (id > process.inherited && !this.#libcs.has(id))
        found.set(id, LEAK_FLAGS[process.scanned.get(address) ?? LeakKind.reachable]);
    });
    process.leaks = found;
    process.scanned.clear();
    if (process.scanReason === ScanReason.atExit) this.#reportLeaks(process);
  }

  #reportLeaks(process: NativeProcess): void {
    const { leaks } = process;
    if (!leaks) return;
    process.leaks = undefined;
    this.#switchTo(process.index, 0);
    const { step } = this;
    for (const [block, flags] of leaks)
      this.#builder.finding(FindingKind.leak, { ...{ address: 0, size: 0, stack: 0, site: 0 }, flags, block, step });
  }

  #system(event: SystemHappening): void {
    const process = this.#processOf(event.task);
    this.#switchTo(process.index, event.task.thread);
    // What begins or ends does so between two events.
    if (event.type === 'call' || event.type === 'callBegins') this.step += 1;
    this.#calls.take(process, event, this.step, this.#lastId);
  }

  #processOf(task: Task): NativeProcess {
    return this.#processes.of(task.process);
  }

  /** The next step, which this task takes. */
  #stepOf(task: Task): StepIndex {
    const { index } = this.#processOf(task);
    if (index !== this.#process || task.thread !== this.#thread) this.#switchTo(index, task.thread);
    this.allocationEvents += 1;
    return (this.step += 1);
  }

  #switchTo(process: ProcessId, thread: ThreadId): void {
    if (process === this.#process && thread === this.#thread) return;
    this.#builder.progress(this.step);
    this.#process = process;
    this.#thread = thread;
    this.#builder.processIs(process, thread);
  }
}
