/** Pipes as POSIX has them: bytes in order, room for 64 KB, end of file when the last writer has gone, EPIPE when the last reader has. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { SystemEvent, WaitReason } from '../../trace/records.ts';
import type { Address } from '../../util/units.ts';
import { Description, READY, type Readiness } from '../wasi/descriptions.ts';
import { WouldBlock } from '../wasi/ends.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './task.ts';

const CAPACITY = 65536;
/** A write of so many bytes or less goes in whole. */
const ATOMIC = 4096;

export class Pipe {
  /** Pieces as they were written, the oldest first. */
  private readonly pieces: Uint8Array[] = [];
  private used = 0;
  readers = 1;
  writers = 1;
  /** Of writes in progress, by the task that makes them: bytes that are in the pipe already. */
  readonly #written = new WeakMap<object, number>();
  readonly #cutOff = new WeakSet<object>();

  /** `writer`: the task that makes the call. */
  constructor(
    readonly id: number,
    private readonly writer: () => object,
  ) {}

  get written(): number {
    return this.#written.get(this.writer()) ?? 0;
  }
  set written(bytes: number) {
    this.#written.set(this.writer(), bytes);
  }

  /** The write in progress ends with what it has done. */
  cutOff(): void {
    this.#cutOff.add(this.writer());
  }
  takeCutOff(): boolean {
    return this.#cutOff.delete(this.writer());
  }

  get available(): number {
    return this.used;
  }
  get room(): number {
    return CAPACITY - this.used;
  }

  write(data: Uint8Array): void {
    this.pieces.push(data.slice());
    this.used += data.length;
  }

  read(size: number): Uint8Array {
    const data = new Uint8Array(Math.min(size, this.used));
    let at = 0;
    while (at < data.length) {
      const piece = this.pieces[0]!;
      const taken = piece.subarray(0, data.length - at);
      data.set(taken, at);
      at += taken.length;
      if (taken.length === piece.length) this.pieces.shift();
      else this.pieces[0] = piece.subarray(taken.length);
    }
    this.used -= data.length;
    return data;
  }
}

abstract class PipeEnd extends Description {
  // WASI has no type for pipes; a stream is what isn't sought.
  readonly filetype = wasi.FILETYPE_UNKNOWN;

  constructor(readonly pipe: Pipe) {
    super();
  }

  protected get isNonBlocking(): boolean {
    return (this.flags & wasi.FDFLAGS_NONBLOCK) !== 0;
  }

  override clone(): never {
    throw new Error('a system with pipes is not cloned');
  }
}

export class PipeReader extends PipeEnd {
  override rights = BigInt(wasi.RIGHTS_FD_READ | wasi.RIGHTS_FD_FILESTAT_GET | wasi.RIGHTS_POLL_FD_READWRITE);

  private get ready(): boolean {
    return this.pipe.available > 0 || this.pipe.writers === 0;
  }

  override readiness(reads: boolean): Readiness {
    const { available, writers } = this.pipe;
    return { ...READY, isReady: reads && this.ready, available, hangsUp: writers === 0 };
  }

  override fd_read(size: number): { ret: number; data: Uint8Array } {
    const { pipe } = this;
    if (size > 0 && !this.ready) {
      if (this.isNonBlocking) return { ret: wasi.ERRNO_AGAIN, data: new Uint8Array(0) };
      throw new WouldBlock({ reason: WaitReason.pipeData, object: pipe.id, ready: () => this.ready });
    }
    return { ret: wasi.ERRNO_SUCCESS, data: pipe.read(size) };
  }

  override fd_close(): number {
    this.pipe.readers = 0;
    return wasi.ERRNO_SUCCESS;
  }
}

export class PipeWriter extends PipeEnd {
  override rights = BigInt(wasi.RIGHTS_FD_WRITE | wasi.RIGHTS_FD_FILESTAT_GET | wasi.RIGHTS_POLL_FD_READWRITE);

  override readiness(reads: boolean): Readiness {
    const { readers, room } = this.pipe;
    if (readers === 0) return { ...READY, errno: wasi.ERRNO_PIPE };
    return { ...READY, isReady: !reads && room >= ATOMIC };
  }

  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    const { pipe } = this;
    const before = pipe.written;
    pipe.written = 0;
    if (pipe.takeCutOff()) return { ret: wasi.ERRNO_SUCCESS, nwritten: before };
    if (pipe.readers === 0) return { ret: before > 0 ? wasi.ERRNO_SUCCESS : wasi.ERRNO_PIPE, nwritten: before };
    const wanted = data.length <= ATOMIC ? data.length : 1;
    if (pipe.room < wanted) {
      if (this.isNonBlocking) return { ret: wasi.ERRNO_AGAIN, nwritten: 0 };
      return this.wait(wanted, before);
    }
    const rest = data.subarray(before);
    const fitting = rest.subarray(0, pipe.room);
    pipe.write(fitting);
    const nwritten = before + fitting.length;
    if (fitting.length < rest.length && !this.isNonBlocking) return this.wait(1, nwritten);
    return { ret: wasi.ERRNO_SUCCESS, nwritten };
  }

  /** Until there is room for so many bytes; `written` of the call's bytes are in the pipe already. */
  private wait(wanted: number, written: number): never {
    const { pipe } = this;
    pipe.written = written;
    const ready = (): boolean => pipe.room >= wanted || pipe.readers === 0;
    const cutOff = written > 0 ? { cutOff: () => pipe.cutOff() } : {};
    throw new WouldBlock({ reason: WaitReason.pipeRoom, object: pipe.id, ready, ...cutOff });
  }

  override fd_close(): number {
    this.pipe.writers = 0;
    return wasi.ERRNO_SUCCESS;
  }
}

export class Pipes {
  constructor(private readonly kernel: Kernel) {}

  /** Opens a pipe; its two descriptors go to memory at `ends`. `flags`: WASI's. */
  create(task: Task, ends: Address, flags: number): number {
    const { descriptors, memory } = task.process.host.process;
    memory.check(ends, 8);
    const pipe = new Pipe(this.kernel.newObjectId(), () => this.kernel.current);
    const reader = new PipeReader(pipe);
    const writer = new PipeWriter(pipe);
    reader.flags = writer.flags = flags;
    const from = descriptors.open(reader);
    const to = descriptors.open(writer);
    memory.writeU32(ends, from);
    memory.writeU32(ends + 4, to);
    this.kernel.record(task, SystemEvent.pipeCreated, pipe.id, from, to);
    return 0;
  }
}
