/**
 * The launcher's side of raw streams: a directory of its own, the control file that processes look at, and the rings that they write, read
 * until their ends. Nothing is kept here but offsets: a program that runs ahead waits until its ring has room again.
 */
import {
  accessSync,
  closeSync,
  constants,
  ftruncateSync,
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
import { isGone, removeStale, STREAMS_PREFIX } from './stale-directories.ts';
import {
  Control,
  CONTROL_BYTES,
  CONTROL_MAGIC,
  STREAM_HEADER_BYTES,
  STREAM_MAGIC,
  STREAM_VERSION,
  StreamHeader,
} from '../../native/stream.ts';

/** How often it is looked whether processes are gone. */
const LOOK_MILLISECONDS = 50;

/** Memory where there is some: rings in it are never written to a disk. */
const MEMORY = '/dev/shm';

export type ControlField = Exclude<keyof typeof Control, 'magic' | 'version' | 'pulse'>;

interface OpenStream {
  readonly key: StreamKey;
  readonly file: string;
  readonly descriptor: number;
  readonly ringBytes: number;
  tail: number;
  /** Its process was seen to be gone: what is there now is all that there will be. */
  isEnding: boolean;
}

/** Not each machine has /dev/shm, or lets everyone write there. */
function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Gets the bytes of a stream, which it may keep. */
export type TakeBytes = (key: StreamKey, bytes: Uint8Array) => void;

export class StreamsDirectory {
  readonly path: string;
  readonly #control: number;
  readonly #streams = new Map<string, OpenStream>();
  /** Read to their ends. */
  readonly #done = new Set<string>();
  readonly #header = new Uint8Array(256);
  readonly #view = new DataView(this.#header.buffer);
  #pulse = 0;
  #looked = 0;
  /** Streams 0 of images that are over, and nobody was told. */
  readonly #ended: StreamKey[] = [];

  /** Throws as Node's `fs` does. */
  constructor() {
    const parent = isWritable(MEMORY) ? MEMORY : tmpdir();
    removeStale(parent);
    this.path = mkdtempSync(path.join(parent, STREAMS_PREFIX));
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

  /** Reads what is there, streams of threads first, and tells which images are over. Gives how many bytes that were. */
  drain(take: TakeBytes, ended: (key: StreamKey) => void): number {
    const read = this.#each((stream) => this.#read(stream, take));
    for (const key of this.#ended.splice(0)) ended(key);
    return read;
  }

  /** As `drain`, of which only the number of bytes is wanted. */
  skip(): number {
    return this.#each((stream) => this.#advance(stream, this.#headOf(stream)));
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

  #each(read: (stream: OpenStream) => number): number {
    this.#findStreams();
    this.#findEnded();
    const streams = [...this.#streams.values()];
    let sum = 0;
    for (const stream of streams) if (stream.key.stream > 0) sum += read(stream);
    for (const stream of streams) if (stream.key.stream === 0) sum += read(stream);
    for (const stream of streams) if (stream.isEnding) this.#close(stream);
    return sum;
  }

  /** Before streams are read: what a process that is gone has written is there by then. */
  #findEnded(): void {
    if (performance.now() - this.#looked < LOOK_MILLISECONDS) return;
    this.#looked = performance.now();
    const gone = new Map<number, boolean>();
    const newest = new Map<number, number>();
    for (const { key } of this.#streams.values()) newest.set(key.pid, Math.max(newest.get(key.pid) ?? 0, key.image));
    for (const stream of this.#streams.values()) {
      const { pid, image } = stream.key;
      if (!gone.has(pid)) gone.set(pid, isGone(pid));
      stream.isEnding = gone.get(pid)! || newest.get(pid)! > image;
    }
  }

  #findStreams(): void {
    for (const name of readdirSync(this.path)) {
      if (!name.endsWith('.hs') || this.#streams.has(name) || this.#done.has(name)) continue;
      const file = path.join(this.path, name);
      const descriptor = openSync(file, 'r+');
      const { pid, image, stream, ringBytes, magic, version } = this.#readHeader(descriptor);
      // Not ready yet, or of somebody else.
      if (magic !== STREAM_MAGIC || version !== STREAM_VERSION || ringBytes === 0) closeSync(descriptor);
      else
        this.#streams.set(name, { key: { pid, image, stream }, file, descriptor, ringBytes, tail: 0, isEnding: false });
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

  #headOf({ descriptor }: OpenStream): number {
    readSync(descriptor, this.#header, 0, this.#header.length, 0);
    return Number(this.#view.getBigUint64(StreamHeader.head, true));
  }

  #read(stream: OpenStream, take: TakeBytes): number {
    const { descriptor, ringBytes, tail, key } = stream;
    const head = this.#headOf(stream);
    const length = head - tail;
    // A head that was read while it changed: the next look tells.
    if (length <= 0 || length > ringBytes) return 0;
    const bytes = new Uint8Array(length);
    const from = tail % ringBytes;
    const first = Math.min(length, ringBytes - from);
    readSync(descriptor, bytes, 0, first, STREAM_HEADER_BYTES + from);
    if (first < length) readSync(descriptor, bytes, first, length - first, STREAM_HEADER_BYTES);
    take(key, bytes);
    return this.#advance(stream, head);
  }

  /** The writer has room again. Gives how far that was. */
  #advance(stream: OpenStream, head: number): number {
    const length = head - stream.tail;
    if (length <= 0) return 0;
    stream.tail = head;
    this.#view.setBigUint64(0, BigInt(head), true);
    writeSync(stream.descriptor, this.#header, 0, 8, StreamHeader.tail);
    return length;
  }

  /** The file of a process's own stream stays, without its ring: it is how the next image knows its number. */
  #close({ file, key, descriptor }: OpenStream): void {
    const name = path.basename(file);
    if (key.stream === 0) ftruncateSync(descriptor, STREAM_HEADER_BYTES);
    else unlinkSync(file);
    closeSync(descriptor);
    this.#streams.delete(name);
    if (key.stream > 0) return;
    this.#done.add(name);
    this.#ended.push(key);
  }
}
