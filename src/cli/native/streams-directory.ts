/**
 * The launcher's side of raw streams: a directory of its own, the control file that processes look at, and the rings that they write, read
 * until their ends. Nothing is kept here but offsets: a program that runs ahead waits until its ring has room again.
 */
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StreamKey } from '../../native/event-order.ts';
import {
  Control,
  CONTROL_BYTES,
  CONTROL_MAGIC,
  STREAM_HEADER_BYTES,
  STREAM_MAGIC,
  STREAM_VERSION,
  StreamHeader,
} from '../../native/stream.ts';

/** Memory where there is some: rings in it are never written to a disk. */
const MEMORY = '/dev/shm';

type ControlField = Exclude<keyof typeof Control, 'magic' | 'version' | 'drainer' | 'pulse'>;

interface OpenStream {
  readonly key: StreamKey;
  readonly file: string;
  readonly descriptor: number;
  readonly ringBytes: number;
  tail: number;
}

export class StreamsDirectory {
  readonly path: string;
  readonly #control: number;
  readonly #streams = new Map<string, OpenStream>();
  /** Read to their ends. */
  readonly #done = new Set<string>();
  readonly #header = new Uint8Array(256);
  readonly #view = new DataView(this.#header.buffer);
  #pulse = 0;

  /** Throws as Node's `fs` does. */
  constructor() {
    this.path = mkdtempSync(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'heapscope-'));
    this.#control = openSync(path.join(this.path, 'control'), 'wx+', 0o600);
    writeSync(this.#control, new Uint8Array(CONTROL_BYTES));
    this.#set(Control.version, STREAM_VERSION);
    this.#set(Control.drainer, process.pid);
    this.#set(Control.magic, CONTROL_MAGIC);
  }

  /** Tells all processes; they look at their next event. */
  tell(field: ControlField, value: number): void {
    this.#set(Control[field], value);
    this.pulse();
  }

  /** What a control field says now: processes count `steps` down. */
  told(field: ControlField): number {
    const bytes = new Uint8Array(4);
    readSync(this.#control, bytes, 0, 4, Control[field]);
    return new DataView(bytes.buffer).getUint32(0, true);
  }

  /** Every process looks for leaks at its next event. */
  askForScan(): void {
    this.tell('scan', this.told('scan') + 1);
  }

  /** Shows that somebody reads. */
  pulse(): void {
    this.#pulse = (this.#pulse + 1) >>> 0;
    this.#set(Control.pulse, this.#pulse);
  }

  /** Reads what is there, streams of threads first; `take` gets bytes that it may keep. Gives how many they were. */
  drain(take: (key: StreamKey, bytes: Uint8Array) => void): number {
    this.#findStreams();
    const streams = [...this.#streams.values()];
    let read = 0;
    for (const stream of streams) if (stream.key.stream > 0) read += this.#read(stream, take);
    for (const stream of streams) if (stream.key.stream === 0) read += this.#read(stream, take);
    return read;
  }

  remove(): void {
    for (const { descriptor } of this.#streams.values()) closeSync(descriptor);
    closeSync(this.#control);
    rmSync(this.path, { recursive: true, force: true });
  }

  #set(offset: number, value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    writeSync(this.#control, bytes, 0, 4, offset);
  }

  #findStreams(): void {
    for (const name of readdirSync(this.path)) {
      if (!name.endsWith('.hs') || this.#streams.has(name) || this.#done.has(name)) continue;
      const file = path.join(this.path, name);
      const descriptor = openSync(file, 'r+');
      const { pid, image, stream, ringBytes, magic, version } = this.#readHeader(descriptor);
      // Not ready yet, or of somebody else.
      if (magic !== STREAM_MAGIC || version !== STREAM_VERSION || ringBytes === 0) closeSync(descriptor);
      else this.#streams.set(name, { key: { pid, image, stream }, file, descriptor, ringBytes, tail: 0 });
    }
  }

  #readHeader(descriptor: number): Record<'magic' | 'version' | 'pid' | 'image' | 'stream' | 'ringBytes', number> {
    this.#header.fill(0);
    readSync(descriptor, this.#header, 0, this.#header.length, 0);
    const word = (offset: number): number => this.#view.getUint32(offset, true);
    return {
      magic: word(StreamHeader.magic),
      version: word(StreamHeader.version),
      pid: word(StreamHeader.pid),
      image: word(StreamHeader.image),
      stream: word(StreamHeader.stream),
      ringBytes: word(StreamHeader.ringBytes),
    };
  }

  #read(stream: OpenStream, take: (key: StreamKey, bytes: Uint8Array) => void): number {
    const { descriptor, ringBytes, tail, key } = stream;
    readSync(descriptor, this.#header, 0, this.#header.length, 0);
    const isClosed = this.#view.getUint32(StreamHeader.closed, true) !== 0;
    const head = Number(this.#view.getBigUint64(StreamHeader.head, true));
    const length = head - tail;
    // A head that was read while it changed: the next look tells.
    if (length < 0 || length > ringBytes) return 0;
    if (length > 0) {
      const bytes = new Uint8Array(length);
      const from = tail % ringBytes;
      const first = Math.min(length, ringBytes - from);
      readSync(descriptor, bytes, 0, first, STREAM_HEADER_BYTES + from);
      if (first < length) readSync(descriptor, bytes, first, length - first, STREAM_HEADER_BYTES);
      take(key, bytes);
      stream.tail = head;
      this.#view.setBigUint64(0, BigInt(head), true);
      writeSync(descriptor, this.#header, 0, 8, StreamHeader.tail);
    }
    if (isClosed) this.#close(stream);
    return length;
  }

  /** The file of a process's own stream stays: it is how the next image knows its number. */
  #close({ file, key, descriptor }: OpenStream): void {
    const name = path.basename(file);
    closeSync(descriptor);
    this.#streams.delete(name);
    if (key.stream === 0) this.#done.add(name);
    else unlinkSync(file);
  }
}
