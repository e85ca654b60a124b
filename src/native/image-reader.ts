/** Stream 0 of an image: its start, its modules and its stacks. */
import { hexByte } from '../util/hex-byte.ts';
import type { ProcessId, StackId } from '../util/units.ts';
import type { EventSink, ImageEvent, ImageId, ModuleEvent } from './events.ts';
import { FieldReader } from './field-reader.ts';
import { LoadedModules } from './modules.ts';
import { ImageStart, STREAM_KIND_BITS, StreamKind } from './stream.ts';

/** Counters of the whole recording, and its images by pid and number. */
export class Numbers {
  processes = 0;
  images = 0;
  modules = 0;
  stacks = 0;
  readonly readers = new Map<string, ImageReader>();
}

export const imageKey = (pid: number, image: number): string => `${pid}-${image}`;

export class ImageReader {
  readonly image: ImageId;
  /** Present once the start has been read. */
  started: ImageEvent | undefined;
  modules = new LoadedModules();
  private readonly fields = new FieldReader();
  /** By number in the image. */
  private stacks: StackId[] = [0];
  private lastAddress = 0;
  private readonly pid: number;
  private readonly number: number;
  private readonly numbers: Numbers;
  private readonly sink: EventSink;

  constructor(pid: number, number: number, numbers: Numbers, sink: EventSink) {
    this.pid = pid;
    this.number = number;
    this.numbers = numbers;
    this.sink = sink;
    this.image = numbers.images++;
  }

  push(bytes: Uint8Array): void {
    this.fields.push(bytes);
  }

  get process(): ProcessId {
    return this.started?.process ?? 0;
  }

  stack(number: number): StackId {
    return this.stacks[number] ?? 0;
  }

  /** When it started, without reading it; Infinity while that isn't known. */
  peekTime(): number {
    if (this.started) return this.started.time;
    if (this.fields.left === 0) return Infinity;
    const { position } = this.fields;
    this.fields.byte();
    const time = this.fields.unsigned();
    this.fields.rewind(position);
    return time;
  }

  /** Reads the start, of which the parent's must have been read. Gives undefined while it isn't there. */
  readStart(): ImageEvent | undefined {
    if (this.started || this.fields.left === 0) return this.started;
    this.fields.byte();
    const time = this.fields.unsigned();
    const start = this.fields.unsigned() as ImageStart;
    const parentPid = this.fields.unsigned();
    const parentImage = this.fields.unsigned();
    const takenOver = this.fields.unsigned();
    const path = this.fields.text();
    const commandLine = this.fields.text();
    const parent = this.numbers.readers.get(
      start === ImageStart.exec ? imageKey(this.pid, this.number - 1) : imageKey(parentPid, parentImage),
    );
    if (parent && start === ImageStart.fork) {
      parent.readRest(takenOver);
      this.stacks = parent.stacks.slice(0, takenOver + 1);
      this.modules = new LoadedModules(parent.modules);
    }
    this.started = {
      type: 'image',
      image: this.image,
      process: parent && start === ImageStart.exec ? parent.process : this.numbers.processes++,
      pid: this.pid,
      start,
      parent: parent?.started?.process,
      path,
      arguments: commandLine.split('\0').slice(0, -1),
      time,
    };
    return this.started;
  }

  /** Reads modules and stacks: all that are there, or until there are as many stacks. */
  readRest(stacks = Infinity): void {
    while (this.fields.left > 0 && this.stacks.length <= stacks) {
      const kind = this.fields.byte() & ((1 << STREAM_KIND_BITS) - 1);
      if (kind === StreamKind.stack) this.readStack();
      else if (kind === StreamKind.module) this.readModule();
      else if (kind === StreamKind.moduleGone) this.readModuleGone();
      else throw new Error(`record of kind ${kind} in stream 0 of ${this.pid}-${this.number}`);
    }
  }

  private readStack(): void {
    const up = this.fields.unsigned();
    const address = (this.lastAddress += this.fields.signed());
    const parent = up === 0 ? 0 : this.stack(this.stacks.length - up);
    const stack = ++this.numbers.stacks;
    this.stacks.push(stack);
    this.sink.event({ type: 'stack', stack, parent, address, module: this.modules.at(address - 1) });
  }

  private readModule(): void {
    const [bias, start, end] = [this.fields.unsigned(), this.fields.unsigned(), this.fields.unsigned()];
    const path = this.fields.text();
    const buildId = [...this.fields.data()].map(hexByte).join('');
    const module: ModuleEvent = {
      type: 'module',
      module: ++this.numbers.modules,
      image: this.image,
      path,
      buildId,
      bias,
      start,
      end,
    };
    this.modules.load(module);
    this.sink.event(module);
  }

  private readModuleGone(): void {
    const gone = this.modules.unload(this.fields.unsigned());
    if (gone) this.sink.event({ type: 'moduleGone', module: gone.module, image: this.image });
  }
}
