/** A stream of events: decodes one record after the other. */
import { AllocationOp } from '../trace/records.ts';
import type { StackId } from '../util/units.ts';
import type { EventSink, RareEvent, Task } from './events.ts';
import { FieldReader } from './field-reader.ts';
import type { ImageReader } from './image-reader.ts';
import type { LeakKind, Loss, Misuse, NativeCall, ScanReason } from './stream.ts';
import { STREAM_KIND_BITS, StreamFlag, StreamKind } from './stream.ts';

/** `stream` must have delivered its event `event` before the next record is read. */
export interface Edge {
  readonly stream: number;
  readonly event: number;
}

const KIND_MASK = (1 << STREAM_KIND_BITS) - 1;
const POINTER_UNIT = 16;

export class ThreadReader {
  readonly image: ImageReader;
  readonly stream: number;
  /** Nanoseconds; of the next record, as far as it is known. */
  time = 0;
  /** Allocations and frees so far. */
  events = 0;
  waitsFor: Edge | undefined;
  private readonly fields = new FieldReader();
  private task: Task;
  private pointer = 0;
  /** The last stack of each kind of record, by number in the image. */
  private readonly stacks = new Float64Array(1 << STREAM_KIND_BITS);
  private size = 0;

  constructor(image: ImageReader, stream: number) {
    this.image = image;
    this.stream = stream;
    this.task = { process: image.process, thread: 0, image: image.image };
  }

  push(bytes: Uint8Array): void {
    this.fields.push(bytes);
  }

  get hasMore(): boolean {
    return this.fields.left > 0;
  }

  /** Reads records until there are no more, `time` changes, or one says `waitsFor` (which is forgotten before). */
  advance(sink: EventSink): void {
    const { fields } = this;
    this.waitsFor = undefined;
    while (fields.left > 0) {
      const head = fields.byte();
      const kind = (head & KIND_MASK) as StreamKind;
      const flags = head >> STREAM_KIND_BITS;
      switch (kind) {
        case StreamKind.malloc:
        case StreamKind.allocate:
        case StreamKind.allocateFailed:
          this.allocation(kind, flags, sink);
          break;
        case StreamKind.free:
        case StreamKind.freeRealloc:
          this.free(kind, flags, sink);
          break;
        case StreamKind.time:
          this.time += fields.unsigned();
          return;
        case StreamKind.after:
          this.waitsFor = { stream: fields.unsigned(), event: fields.unsigned() };
          return;
        default:
          sink.event(this.rarer(kind, flags));
      }
    }
  }

  private allocation(kind: StreamKind, flags: number, sink: EventSink): void {
    const frequent = kind === StreamKind.malloc;
    const op = frequent ? AllocationOp.malloc : (this.fields.unsigned() as AllocationOp);
    const failed = kind === StreamKind.allocateFailed;
    let size = this.size;
    if ((flags & StreamFlag.sameSize) === 0) size = this.fields.unsigned();
    if (frequent) this.size = size;
    const address = failed ? 0 : this.readPointer(flags);
    const stack = this.readStack(kind, flags);
    if (!failed) this.events += 1;
    sink.allocate(this.task, op, address, size, stack, this.time);
  }

  private free(kind: StreamKind, flags: number, sink: EventSink): void {
    this.events += 1;
    const op = kind === StreamKind.free ? AllocationOp.free : AllocationOp.realloc;
    const address = this.readPointer(flags);
    const stack = this.readStack(kind, flags);
    sink.free(this.task, op, address, stack, this.time);
  }

  private rarer(kind: StreamKind, flags: number): RareEvent {
    const { fields, time } = this;
    if (kind === StreamKind.thread) {
      const thread = fields.unsigned();
      this.task = { ...this.task, thread };
      const [tid, handle, name] = [fields.unsigned(), fields.unsigned(), fields.text()];
      return { type: 'thread', task: this.task, time, tid, handle, name };
    }
    const task = this.task;
    switch (kind) {
      case StreamKind.revived:
        return { type: 'revived', task, time, address: this.readPointer(flags) };
      case StreamKind.misuse:
        return this.misuse(flags);
      case StreamKind.call: {
        const call = fields.unsigned() as NativeCall;
        const stack = this.readStack(kind, flags);
        const [result, errno] = [fields.signed(), fields.unsigned()];
        return { type: 'call', task, time, call, stack, result, errno, arguments: fields.list(), text: fields.text() };
      }
      case StreamKind.callBegins: {
        const call = fields.unsigned() as NativeCall;
        return { type: 'callBegins', task, time, call, stack: this.readStack(kind, flags), arguments: fields.list() };
      }
      case StreamKind.sharedBytes:
        return { type: 'sharedBytes', task, time, address: fields.unsigned(), bytes: fields.data().slice() };
      case StreamKind.scan:
        return { type: 'scan', task, time, number: fields.unsigned(), reason: fields.unsigned() as ScanReason };
      case StreamKind.leak: {
        const leak = fields.unsigned() as LeakKind;
        return { type: 'leak', task, time, kind: leak, address: this.readPointer(flags), size: fields.unsigned() };
      }
      case StreamKind.scanned: {
        const totals = Array.from({ length: 4 }, () => ({ blocks: fields.unsigned(), bytes: fields.unsigned() }));
        return { type: 'scanned', task, time, totals };
      }
      case StreamKind.contents:
        return { type: 'contents', task, time, address: this.readPointer(flags), bytes: fields.data().slice() };
      case StreamKind.exit:
        return { type: 'exit', task, time, status: fields.unsigned() };
      case StreamKind.lost:
        return { type: 'lost', task, time, loss: fields.unsigned() as Loss, count: fields.unsigned() };
      case StreamKind.threadEnds:
        return { type: 'threadEnds', task, time };
      default:
        throw new Error(`record of kind ${kind} in stream ${this.stream} of image ${this.image.image}`);
    }
  }

  private misuse(flags: number): RareEvent {
    const { fields, task, time } = this;
    const misuse = fields.unsigned() as Misuse;
    const address = this.readPointer(flags);
    const stack = this.readStack(StreamKind.misuse, flags);
    const [block, size] = [fields.unsigned(), fields.unsigned()];
    return { type: 'misuse', task, time, misuse, address, stack, block, size };
  }

  private readPointer(flags: number): number {
    this.pointer += this.fields.signed() * ((flags & StreamFlag.odd) === 0 ? POINTER_UNIT : 1);
    return this.pointer;
  }

  private readStack(kind: StreamKind, flags: number): StackId {
    if ((flags & StreamFlag.sameStack) === 0) this.stacks[kind]! += this.fields.signed();
    return this.image.stack(this.stacks[kind]!);
  }
}
