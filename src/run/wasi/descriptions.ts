import { Fd, wasi } from '@bjorn3/browser_wasi_shim';
import { NeedsInput } from './ends.ts';
import type { Directory, RegularFile } from './inodes.ts';
import type { Device, Inode } from './inodes.ts';
import type { SeededRandom } from './random.ts';

const ALL_RIGHTS = (1n << 30n) - 1n;
const SEEK_RIGHTS = BigInt(wasi.RIGHTS_FD_SEEK | wasi.RIGHTS_FD_TELL);

/** What stands in for the original's parts in a copy of the whole system. */
export interface CloneContext {
  readonly inodes: ReadonlyMap<Inode, Inode>;
  readonly random: SeededRandom;
}

/** What poll() tells of a description. */
export interface Readiness {
  readonly isReady: boolean;
  readonly errno: number;
  /** Bytes that can be read. */
  readonly available: number;
  /** Whoever was at the other end has gone. */
  readonly hangsUp: boolean;
}

export const READY: Readiness = { isReady: true, errno: wasi.ERRNO_SUCCESS, available: 0, hangsUp: false };

/**
 * An open file description in POSIX's sense: what several descriptors, of several processes, may refer to. The methods
 * that a kind doesn't have keep `Fd`'s ENOTSUP. Methods return errnos; only ends of the run are thrown.
 */
export abstract class Description extends Fd {
  abstract readonly filetype: number;
  /** Descriptors that refer to this, in all processes. */
  references = 0;
  /** WASI fdflags. */
  flags = 0;
  rights = ALL_RIGHTS;

  /** A copy for a copy of the whole system, sharing nothing. */
  abstract clone(context: CloneContext): Description;

  get inode(): Inode | undefined {
    return undefined;
  }

  /** Whether a read, or a write, would come back at once. */
  readiness(_reads: boolean): Readiness {
    return READY;
  }

  override fd_fdstat_get(): { ret: number; fdstat: wasi.Fdstat } {
    const fdstat = new wasi.Fdstat(this.filetype, this.flags);
    fdstat.fs_rights_base = this.rights;
    fdstat.fs_rights_inherited = ALL_RIGHTS;
    return { ret: wasi.ERRNO_SUCCESS, fdstat };
  }

  override fd_fdstat_set_flags(flags: number): number {
    this.flags = flags;
    return wasi.ERRNO_SUCCESS;
  }

  protected copyState<T extends Description>(copy: T): T {
    copy.flags = this.flags;
    copy.rights = this.rights;
    return copy;
  }
}

function copyOf<T extends Inode>(context: CloneContext, inode: T): T {
  // The map pairs each inode with one of its own class.
  return context.inodes.get(inode) as T;
}

export class OpenFile extends Description {
  readonly filetype = wasi.FILETYPE_REGULAR_FILE;
  offset = 0;

  constructor(readonly file: RegularFile) {
    super();
  }

  override get inode(): Inode {
    return this.file;
  }

  override fd_read(size: number): { ret: number; data: Uint8Array } {
    const data = this.file.read(this.offset, size);
    this.offset += data.length;
    return { ret: wasi.ERRNO_SUCCESS, data };
  }

  override fd_pread(size: number, offset: bigint): { ret: number; data: Uint8Array } {
    return { ret: wasi.ERRNO_SUCCESS, data: this.file.read(Number(offset), size) };
  }

  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    if (this.flags & wasi.FDFLAGS_APPEND) this.offset = this.file.size;
    this.file.write(this.offset, data);
    this.offset += data.length;
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }

  override fd_pwrite(data: Uint8Array, offset: bigint): { ret: number; nwritten: number } {
    this.file.write(Number(offset), data);
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }

  override fd_seek(offset: bigint, whence: number): { ret: number; offset: bigint } {
    const bases: Record<number, number> = {
      [wasi.WHENCE_SET]: 0,
      [wasi.WHENCE_CUR]: this.offset,
      [wasi.WHENCE_END]: this.file.size,
    };
    const base = bases[whence];
    const target = base === undefined ? -1 : base + Number(offset);
    if (target < 0 || !Number.isSafeInteger(target)) return { ret: wasi.ERRNO_INVAL, offset: 0n };
    this.offset = target;
    return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(target) };
  }

  override fd_tell(): { ret: number; offset: bigint } {
    return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(this.offset) };
  }

  override fd_filestat_set_size(size: bigint): number {
    this.file.resize(Number(size));
    return wasi.ERRNO_SUCCESS;
  }

  override fd_allocate(offset: bigint, length: bigint): number {
    const end = Number(offset + length);
    if (end > this.file.size) this.file.resize(end);
    return wasi.ERRNO_SUCCESS;
  }

  override clone(context: CloneContext): OpenFile {
    const copy = this.copyState(new OpenFile(copyOf(context, this.file)));
    copy.offset = this.offset;
    return copy;
  }
}

export class OpenDirectory extends Description {
  readonly filetype = wasi.FILETYPE_DIRECTORY;
  /** Names as they were when reading began, so that a program may remove files as it lists them. */
  #listing: readonly [string, Inode][] = [];

  /** `preopen`: the name under which the program finds it without opening it. */
  constructor(
    readonly directory: Directory,
    readonly preopen?: string,
  ) {
    super();
  }

  override get inode(): Inode {
    return this.directory;
  }

  override fd_prestat_get(): { ret: number; prestat: wasi.Prestat | null } {
    if (this.preopen === undefined) return { ret: wasi.ERRNO_BADF, prestat: null };
    return { ret: wasi.ERRNO_SUCCESS, prestat: wasi.Prestat.dir(this.preopen) };
  }

  override fd_readdir_single(cookie: bigint): { ret: number; dirent: wasi.Dirent | null } {
    if (cookie === 0n)
      this.#listing = [['.', this.directory], ['..', this.directory.parent], ...this.directory.entries];
    const entry = this.#listing[Number(cookie)];
    if (entry === undefined) return { ret: wasi.ERRNO_SUCCESS, dirent: null };
    const [name, inode] = entry;
    return { ret: wasi.ERRNO_SUCCESS, dirent: new wasi.Dirent(cookie + 1n, inode.number, name, inode.filetype) };
  }

  override fd_read(): { ret: number; data: Uint8Array } {
    return { ret: wasi.ERRNO_ISDIR, data: new Uint8Array(0) };
  }

  override clone(context: CloneContext): OpenDirectory {
    const copy = this.copyState(new OpenDirectory(copyOf(context, this.directory), this.preopen));
    copy.#listing = this.#listing.map(([name, inode]) => [name, context.inodes.get(inode) ?? inode]);
    return copy;
  }
}

export class OpenDevice extends Description {
  readonly filetype = wasi.FILETYPE_CHARACTER_DEVICE;

  constructor(
    readonly device: Device,
    readonly random: SeededRandom,
  ) {
    super();
  }

  override get inode(): Inode {
    return this.device;
  }

  override fd_read(size: number): { ret: number; data: Uint8Array } {
    switch (this.device.device) {
      case 'null':
        return { ret: wasi.ERRNO_SUCCESS, data: new Uint8Array(0) };
      case 'zero':
        return { ret: wasi.ERRNO_SUCCESS, data: new Uint8Array(size) };
      case 'random':
        return { ret: wasi.ERRNO_SUCCESS, data: this.random.bytes(size) };
    }
  }

  override fd_pread(size: number): { ret: number; data: Uint8Array } {
    return this.fd_read(size);
  }

  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }

  override fd_pwrite(data: Uint8Array): { ret: number; nwritten: number } {
    return this.fd_write(data);
  }

  override fd_seek(): { ret: number; offset: bigint } {
    return { ret: wasi.ERRNO_SUCCESS, offset: 0n };
  }

  override fd_tell(): { ret: number; offset: bigint } {
    return { ret: wasi.ERRNO_SUCCESS, offset: 0n };
  }

  override clone(context: CloneContext): OpenDevice {
    return this.copyState(new OpenDevice(copyOf(context, this.device), context.random));
  }
}

/** Standard input, line by line as a terminal gives it. */
export class TerminalInput extends Description {
  readonly filetype = wasi.FILETYPE_CHARACTER_DEVICE;
  override rights = ALL_RIGHTS & ~SEEK_RIGHTS;
  position = 0;

  /** `closed`: end of file follows the bytes; otherwise more may come, in a later run. */
  constructor(
    readonly bytes: Uint8Array,
    readonly closed: boolean,
  ) {
    super();
  }

  /**
   * At most one line. A line that isn't finished waits for its end (`NeedsInput`), whatever its bytes: a later run, with
   * more input, must read the same up to here.
   */
  override fd_read(size: number): { ret: number; data: Uint8Array } {
    if (size === 0) return { ret: wasi.ERRNO_SUCCESS, data: new Uint8Array(0) };
    const newline = this.bytes.indexOf(0x0a, this.position);
    if (newline < 0 && !this.closed) throw new NeedsInput();
    const lineEnd = newline < 0 ? this.bytes.length : newline + 1;
    const data = this.bytes.slice(this.position, Math.min(lineEnd, this.position + size));
    this.position += data.length;
    return { ret: wasi.ERRNO_SUCCESS, data };
  }

  override readiness(reads: boolean): Readiness {
    if (!reads) return READY;
    const isReady = this.closed || this.bytes.indexOf(0x0a, this.position) >= 0;
    return { ...READY, isReady, available: this.bytes.length - this.position };
  }

  override clone(): TerminalInput {
    const copy = this.copyState(new TerminalInput(this.bytes, this.closed));
    copy.position = this.position;
    return copy;
  }
}

/** Standard output or standard error. */
export class TerminalOutput extends Description {
  readonly filetype = wasi.FILETYPE_CHARACTER_DEVICE;
  override rights = ALL_RIGHTS & ~SEEK_RIGHTS;

  constructor(readonly stream: 1 | 2) {
    super();
  }

  /** The caller hands the bytes to its process's listener. */
  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
  }

  override clone(): TerminalOutput {
    return this.copyState(new TerminalOutput(this.stream));
  }
}
