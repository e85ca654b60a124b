/**
 * Events of native programs -> the records of a survey. A step is an event: an allocation, a free, a realloc (which is a free and
 * an allocation), a call to the system. What a recording says about blocks it says by number, so this follows which block
 * lies where in each process.
 */
import { ALLOCATION_BY_LIBC, AllocationOp, FindingKind } from '../trace/records.ts';
import { RecordBuilder } from '../trace/record-builder.ts';
import type { Chunk } from '../trace/recording.ts';
import type { Address, AllocationId, ByteCount, ProcessId, StackId, StepIndex, ThreadId } from '../util/units.ts';
import type { EventSink, ImageEvent, MisuseEvent, RareEvent, SharedBytesEvent, Task } from './events.ts';
import { NativeProcesses, type NativeProcess } from './native-processes.ts';
import type { Place, Places } from './places.ts';
import { ScanRecords } from './scan-records.ts';
import { SegmentWriters } from './segment-writers.ts';
import { SharedSegments } from './shared-segments.ts';
import type { StackFilter } from './stack-filter.ts';
import { Stacks } from './stacks.ts';
import { ImageStart, Misuse, NativeCall, type Loss } from './stream.ts';
import { SystemCalls, type SystemHappening } from './system-calls.ts';

const FREE = AllocationOp.free;

export interface EventRecorderOptions {
  /** Whether what is allocated at a place is libc's own, and nobody's to free. */
  readonly allocatesForLibc?: (place: Place) => boolean;
  /** Allocations that it doesn't keep are left out. */
  readonly filter?: StackFilter | undefined;
  readonly chunkWords?: number;
}

/** In the table of blocks: one that the filter left out. */
const LEFT_OUT = -(2 ** 31);

interface PendingFree {
  readonly task: Task;
  readonly op: AllocationOp;
  readonly address: Address;
  readonly stack: StackId;
}

export class EventRecorder implements EventSink {
  /** What is not in the recording, by reason: how often. */
  readonly losses = new Map<Loss, number>();
  /** What ran: paths of programs, in the order of their start. */
  readonly images: ImageEvent[] = [];
  step: StepIndex = 0;
  /** Allocations and frees so far. */
  allocationEvents = 0;
  /** Allocations that the filter left out. */
  leftOut = 0;
  readonly #stacks: Stacks;
  readonly #builder: RecordBuilder;
  readonly #processes = new NativeProcesses();
  readonly #calls: SystemCalls;
  readonly #segments = new SharedSegments();
  readonly #writers = new SegmentWriters();
  #lastId: AllocationId = 0;
  readonly #scans: ScanRecords;
  #process: ProcessId = 0;
  #thread: ThreadId = 0;
  /** Whose step the last one was, if nothing has been between, and its process. */
  #task: Task | undefined;
  #current: NativeProcess | undefined;
  /** By realloc: it happened unless `revived` comes next. */
  #pendingFree: PendingFree | undefined;
  /** The step and task of a realloc's free: what the same task allocates next is part of it. */
  #movedAt: StepIndex = -1;
  #movedBy: Task | undefined;

  constructor({ allocatesForLibc = () => false, filter, chunkWords }: EventRecorderOptions = {}) {
    this.#stacks = new Stacks(allocatesForLibc, filter);
    this.#builder = new RecordBuilder(chunkWords);
    const switchTo = (process: ProcessId, thread: ThreadId): void => this.#switchTo(process, thread);
    this.#calls = new SystemCalls(this.#builder, this.#processes, switchTo);
    this.#scans = new ScanRecords(this.#builder, switchTo);
  }

  get places(): Places {
    return this.#stacks.places;
  }

  /** Allocations that are in the recording. */
  get recorded(): number {
    return this.#lastId;
  }

  /** The chunks that are full, or all there is; each is given once. */
  chunks(all: boolean): readonly Chunk[] {
    if (all) this.#builder.progress(this.step);
    return this.#builder.take(all);
  }

  /** The program that was started executed another one, of which nothing came. */
  get hasLeft(): boolean {
    return this.#processes.all[0]?.executes === true;
  }

  allocate(task: Task, op: AllocationOp, address: Address, size: ByteCount, stack: StackId): void {
    if (this.#pendingFree) this.#afterRealloc();
    if (this.#stacks.leavesOut(stack)) return this.#leaveOut(task, address);
    const isMoved = this.#movedAt === this.step && this.#movedBy === task && this.#task === task;
    this.#movedBy = undefined;
    const step = isMoved ? this.step : this.#stepOf(task);
    if (address === 0) return this.#builder.allocate(op, 0, 0, size, stack, step);
    const id = ++this.#lastId;
    const before = this.#current!.blocks.exchange(address, id);
    // Its free was not seen: made in a way that the library doesn't watch.
    if (before > 0) this.#builder.free(FREE, before, address, 0, step);
    const operation = this.#operationOf(op, stack);
    if (operation === AllocationOp.malloc) this.#builder.malloc(id, address, size, stack, step);
    else this.#builder.allocate(operation, id, address, size, stack, step);
  }

  free(task: Task, op: AllocationOp, address: Address, stack: StackId): void {
    if (this.#pendingFree) this.#afterRealloc();
    if (op !== FREE) {
      this.#pendingFree = { task, op, address, stack };
      return;
    }
    if (this.#stacks.isFiltered && this.#isLeftOut(task, address)) return;
    const step = this.#stepOf(task);
    const id = this.#current!.blocks.negate(address);
    // Else allocated before recording began.
    if (id > 0) this.#builder.quickFree(id, address, stack, step);
  }

  event(event: RareEvent): void {
    // Names say nothing about what happened.
    if (this.#pendingFree && event.type !== 'stack' && event.type !== 'module') this.#afterRealloc(event);
    switch (event.type) {
      case 'stack':
        return this.#builder.stack(this.#stacks.add(event), event.parent);
      case 'module':
        return this.places.addModule(event);
      case 'image':
        return this.#start(event);
      case 'misuse':
        return this.#misuse(event);
      case 'leak':
      case 'scan':
      case 'scanned':
      case 'contents':
        return this.#scans.take(this.#processOf(event.task), event, this.step);
      case 'thread':
      case 'threadEnds':
      case 'exit':
      case 'call':
      case 'callBegins':
        return this.#system(event);
      case 'lost':
        this.losses.set(event.loss, (this.losses.get(event.loss) ?? 0) + event.count);
        return;
      case 'sharedBytes':
        return this.#sharedBytes(event);
      case 'revived':
      case 'moduleGone':
    }
  }

  /** Nothing more will come. `status` is that of the first process, as wait() gives it. */
  finish(status: number): void {
    if (this.#pendingFree) this.#afterRealloc();
    const first = this.#processes.all[0];
    if (!first) return;
    this.#calls.end(first, status, this.step);
  }

  #operationOf(op: AllocationOp, stack: StackId): number {
    if (!this.#stacks.isLibcs(stack)) return op;
    this.#scans.libcs.add(this.#lastId);
    return op | ALLOCATION_BY_LIBC;
  }

  #leaveOut(task: Task, address: Address): void {
    this.leftOut += 1;
    if (address === 0) return;
    const before = this.#processOf(task).blocks.exchange(address, LEFT_OUT);
    if (before > 0) this.#builder.free(FREE, before, address, 0, this.#stepOf(task));
  }

  #isLeftOut(task: Task, address: Address): boolean {
    return this.#processOf(task).blocks.get(address) === LEFT_OUT;
  }

  /** The free of a realloc, which is one now, unless `event` takes it back. */
  #afterRealloc(event?: RareEvent): void {
    const { task, op, address, stack } = this.#pendingFree!;
    this.#pendingFree = undefined;
    if (event?.type === 'revived' && event.task === task) return;
    if (this.#stacks.isFiltered && this.#isLeftOut(task, address)) return;
    const step = this.#stepOf(task);
    const id = this.#current!.blocks.negate(address);
    if (id > 0) this.#builder.free(op, id, address, stack, step);
    this.#movedAt = step;
    this.#movedBy = task;
  }

  #misuse({ misuse, address, stack, block, size, task }: MisuseEvent): void {
    const found = this.#processOf(task).blocks.get(block === 0 ? address : block);
    const known = found === LEFT_OUT ? 0 : found;
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
      if (parent && isNew) {
        this.#switchTo(parent.index, 0);
        this.#calls.forked(parent, process, this.step);
      }
      this.#name(process.index, 0, baseName(event.path));
      return;
    }
    const process = this.#processes.get(event.process);
    if (!process) return;
    process.executes = false;
    // The old program's memory is gone.
    this.#switchTo(process.index, 0);
    this.step += 1;
    process.blocks.each((id, address) => {
      if (id > 0) this.#builder.free(FREE, id, address, 0, this.step);
    });
    process.blocks.clear();
    this.#name(process.index, 0, baseName(event.path));
  }

  #name(process: ProcessId, thread: ThreadId, name: string): void {
    this.#switchTo(process, thread);
    this.#builder.taskName(name);
  }

  #sharedBytes({ task, address, bytes }: SharedBytesEvent): void {
    const process = this.#processOf(task);
    const change = this.#segments.change(process.mappings, address, bytes);
    if (!change) return;
    const finder = { process, thread: task.thread };
    const writer = this.#writers.of(change.segment, finder, this.#processes.all);
    // What another task did last is not when this one's bytes came.
    if (writer.process.index !== this.#process || writer.thread !== this.#thread) {
      this.#switchTo(writer.process.index, writer.thread);
      this.step += 1;
    }
    this.#builder.segmentBytes(change.segment, change.offset, this.step, change.bytes);
  }

  #system(event: SystemHappening): void {
    const process = this.#processOf(event.task);
    if (event.type === 'call' && event.call === NativeCall.thread_name) {
      const named = process.threads.get(event.arguments[0] ?? 0);
      if (named !== undefined && event.errno === 0) this.#name(process.index, named, event.text);
    }
    this.#switchTo(process.index, event.task.thread);
    // The main thread is called what its program is.
    if (event.type === 'thread' && event.task.thread > 0 && event.name !== '') this.#builder.taskName(event.name);
    // What begins or ends does so between two events.
    if (event.type === 'call' || event.type === 'callBegins') this.step += 1;
    // The next that this task does may end the wait that begins here.
    this.#task = undefined;
    this.#calls.take(process, event, this.step, this.#lastId);
  }

  #processOf(task: Task): NativeProcess {
    return this.#processes.of(task.process);
  }

  /** The next step, which this task takes; its process is `#current` then. */
  #stepOf(task: Task): StepIndex {
    if (task !== this.#task) {
      const process = this.#processOf(task);
      this.#switchTo(process.index, task.thread);
      this.#current = process;
      this.#task = task;
      this.#calls.goesOn(process, task.thread, this.step);
    }
    this.allocationEvents += 1;
    return (this.step += 1);
  }

  #switchTo(process: ProcessId, thread: ThreadId): void {
    if (process === this.#process && thread === this.#thread) return;
    this.#builder.progress(this.step);
    this.#process = process;
    this.#thread = thread;
    this.#task = undefined;
    this.#builder.processIs(process, thread);
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
