import { wasi } from '@bjorn3/browser_wasi_shim';
import { CallError } from './ends.ts';

/** What the file system's inodes need to know of it. */
export interface FileSystemServices {
  issueNumber(): bigint;
  /** Nanoseconds since 1970. */
  now(): bigint;
  /** Accounts for a change of a file's size; throws ENOSPC when the file system is full. */
  reserve(bytes: number): void;
}

interface Times {
  accessed: bigint;
  modified: bigint;
  changed: bigint;
}

export type DeviceKind = 'null' | 'zero' | 'random';
export type Inode = RegularFile | Directory | SymbolicLink | Device;

/** A file in memory. Its buffer has room to grow, so that many small writes don't copy it each time. */
export class RegularFile {
  readonly filetype = wasi.FILETYPE_REGULAR_FILE;
  links = 0;
  times: Times;
  #buffer: Uint8Array;
  #size: number;
  /** Bytes that the file system counts for this file. */
  #reserved = 0;

  /** `contents` is copied. */
  constructor(
    readonly services: FileSystemServices,
    contents: Uint8Array = new Uint8Array(0),
    readonly number = services.issueNumber(),
  ) {
    this.#reserve(contents.length);
    this.#buffer = contents.slice();
    this.#size = contents.length;
    const now = services.now();
    this.times = { accessed: now, modified: now, changed: now };
  }

  get size(): number {
    return this.#size;
  }

  /** A copy of the contents. */
  contents(): Uint8Array {
    return this.#buffer.slice(0, this.#size);
  }

  read(offset: number, n: number): Uint8Array {
    return this.#buffer.slice(Math.min(offset, this.#size), Math.min(offset + n, this.#size));
  }

  /** Writes all or throws; a gap before `offset` is filled with zeros. */
  write(offset: number, data: Uint8Array): void {
    if (data.length === 0) return;
    const end = offset + data.length;
    if (end > this.#size) this.resize(end);
    this.#buffer.set(data, offset);
    this.touch();
  }

  resize(size: number): void {
    if (size > 0xffff_ffff) throw new CallError(wasi.ERRNO_FBIG);
    this.#reserve(size);
    if (size > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(size, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#size));
      this.#buffer = larger;
    } else {
      this.#buffer.fill(0, size, this.#size);
    }
    this.#size = size;
    this.touch();
  }

  touch(): void {
    this.times.modified = this.times.changed = this.services.now();
  }

  /** Gives the bytes back once no name is left. */
  unlinked(): void {
    if (--this.links === 0) this.#reserve(0);
  }

  #reserve(size: number): void {
    this.services.reserve(size - this.#reserved);
    this.#reserved = size;
  }
}

export class Directory {
  readonly filetype = wasi.FILETYPE_DIRECTORY;
  readonly entries = new Map<string, Inode>();
  parent: Directory;
  times: Times;
  links = 1;

  constructor(
    readonly services: FileSystemServices,
    parent: Directory | undefined,
    readonly number = services.issueNumber(),
  ) {
    this.parent = parent ?? this;
    const now = services.now();
    this.times = { accessed: now, modified: now, changed: now };
  }

  get size(): number {
    return 0;
  }
}

/** A name for another path, which need not lead anywhere. */
export class SymbolicLink {
  readonly filetype = wasi.FILETYPE_SYMBOLIC_LINK;
  readonly size: number;
  links = 0;
  times: Times;

  constructor(
    services: FileSystemServices,
    readonly target: string,
    readonly number = services.issueNumber(),
  ) {
    this.size = new TextEncoder().encode(target).length;
    const now = services.now();
    this.times = { accessed: now, modified: now, changed: now };
  }
}

/** /dev/null and kin. */
export class Device {
  readonly filetype = wasi.FILETYPE_CHARACTER_DEVICE;
  readonly size = 0;
  links = 1;
  times: Times;

  constructor(
    services: FileSystemServices,
    readonly device: DeviceKind,
    readonly number = services.issueNumber(),
  ) {
    const now = services.now();
    this.times = { accessed: now, modified: now, changed: now };
  }
}
