import { normalizePath, type DirectoryEntry, type FileEntry, type FileTree } from './file-tree.ts';

/**
 * The WASI preview 1 functions that LLVM's tools import, over a `FileTree`. Time stands still and random numbers are
 * zero, so that the same files and arguments give the same output.
 *
 * Spec: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md
 */

/** Thrown through the tool's frames by `proc_exit`. */
export class ToolExit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`tool exited with ${code}`);
    this.code = code;
  }
}

/** What one run of a tool reads and writes. */
export interface ToolRun {
  /** argv[0] first. */
  readonly arguments: readonly string[];
  readonly files: FileTree;
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
}

const SUCCESS = 0;
const BADF = 8;
const EXIST = 20;
const INVAL = 28;
const ISDIR = 31;
const NOENT = 44;
const NOSYS = 52;
const NOTDIR = 54;
const NOTEMPTY = 55;

const CHARACTER_DEVICE = 2;
const DIRECTORY = 3;
const REGULAR_FILE = 4;

const OPEN_CREATE = 1;
const OPEN_DIRECTORY = 2;
const OPEN_EXCLUSIVE = 4;
const OPEN_TRUNCATE = 8;
const APPEND = 1;

const ROOT_FD = 3;
const ALL_RIGHTS = 0x1fffffffn;

interface OpenFile {
  readonly entry: FileEntry | DirectoryEntry;
  readonly path: string;
  readonly append: boolean;
  position: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One host per instance. `attach` gives it the instance's memory; `begin` gives it the run. */
export class ToolHost {
  #memory: WebAssembly.Memory | undefined;
  #view = new DataView(new ArrayBuffer(0));
  #bytes = new Uint8Array(0);
  #run: ToolRun | undefined;
  readonly #open: (OpenFile | undefined)[] = [];

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  begin(run: ToolRun): void {
    this.#run = run;
    this.#open.length = ROOT_FD;
    const root = run.files.find('');
    if (root) this.#open[ROOT_FD] = { entry: root, path: '', append: false, position: 0 };
  }

  readonly imports: Record<string, (...values: never[]) => number> = {
    args_sizes_get: (count: number, size: number) => this.#sizes(this.#current.arguments, count, size),
    args_get: (pointers: number, buffer: number) => this.#strings(this.#current.arguments, pointers, buffer),
    environ_sizes_get: (count: number, size: number) => this.#sizes([], count, size),
    environ_get: () => SUCCESS,
    clock_time_get: (_id: number, _precision: bigint, result: number) => this.#set64(result, 0n),
    random_get: (buffer: number, length: number) => {
      this.#refresh().fill(0, buffer, buffer + length);
      return SUCCESS;
    },
    proc_exit: (code: number) => {
      throw new ToolExit(code);
    },
    poll_oneoff: () => NOSYS,
    fd_close: (fd: number) => {
      if (fd > ROOT_FD) this.#open[fd] = undefined;
      return SUCCESS;
    },
    fd_fdstat_get: (fd: number, result: number) => this.#fdstat(fd, result),
    fd_filestat_get: (fd: number, result: number) => this.#fdFilestat(fd, result),
    fd_filestat_set_size: (fd: number, size: bigint) => this.#setSize(fd, Number(size)),
    fd_filestat_set_times: () => SUCCESS,
    fd_pread: (fd: number, vectors: number, count: number, offset: bigint, result: number) =>
      this.#read(fd, vectors, count, result, Number(offset)),
    fd_prestat_get: (fd: number, result: number) => {
      if (fd !== ROOT_FD) return BADF;
      this.#refresh();
      this.#view.setUint32(result, 0, true);
      this.#view.setUint32(result + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name: (fd: number, buffer: number) => {
      if (fd !== ROOT_FD) return BADF;
      this.#refresh()[buffer] = 0x2f;
      return SUCCESS;
    },
    fd_read: (fd: number, vectors: number, count: number, result: number) => this.#read(fd, vectors, count, result),
    fd_readdir: (fd: number, buffer: number, length: number, cookie: bigint, result: number) =>
      this.#readdir(fd, buffer, length, Number(cookie), result),
    fd_seek: (fd: number, offset: bigint, whence: number, result: number) => this.#seek(fd, offset, whence, result),
    fd_write: (fd: number, vectors: number, count: number, result: number) => this.#write(fd, vectors, count, result),
    path_create_directory: (fd: number, path: number, length: number) => {
      this.#current.files.makeDirectory(this.#path(fd, path, length));
      return SUCCESS;
    },
    path_filestat_get: (fd: number, _flags: number, path: number, length: number, result: number) => {
      const entry = this.#current.files.find(this.#path(fd, path, length));
      return entry ? this.#filestat(entry, result) : NOENT;
    },
    path_link: () => NOSYS,
    path_open: (fd, _lookup, path, length, openFlags, _rights, _inherited, fdFlags, result) =>
      this.#pathOpen(this.#path(fd, path, length), openFlags, fdFlags, result),
    path_readlink: () => INVAL,
    path_remove_directory: () => NOTEMPTY,
    path_rename: (fd: number, path: number, length: number, fd2: number, path2: number, length2: number) =>
      this.#current.files.rename(this.#path(fd, path, length), this.#path(fd2, path2, length2)) ? SUCCESS : NOENT,
    path_symlink: () => NOSYS,
    path_unlink_file: (fd: number, path: number, length: number) =>
      this.#current.files.remove(this.#path(fd, path, length)) ? SUCCESS : NOENT,
  };

  get #current(): ToolRun {
    if (!this.#run) throw new Error('the tool was started without a run');
    return this.#run;
  }

  /** memory.grow detaches the old buffer, so every entry point calls this before it touches memory. */
  #refresh(): Uint8Array {
    if (!this.#memory) throw new Error('the tool was started without its memory');
    if (this.#view.buffer !== this.#memory.buffer) {
      this.#view = new DataView(this.#memory.buffer);
      this.#bytes = new Uint8Array(this.#memory.buffer);
    }
    return this.#bytes;
  }

  #set32(at: number, value: number): number {
    this.#refresh();
    this.#view.setUint32(at, value, true);
    return SUCCESS;
  }

  #set64(at: number, value: bigint): number {
    this.#refresh();
    this.#view.setBigUint64(at, value, true);
    return SUCCESS;
  }

  #sizes(strings: readonly string[], count: number, size: number): number {
    this.#set32(count, strings.length);
    return this.#set32(
      size,
      strings.reduce((sum, text) => sum + encoder.encode(text).length + 1, 0),
    );
  }

  #strings(strings: readonly string[], pointers: number, buffer: number): number {
    const bytes = this.#refresh();
    for (const text of strings) {
      const encoded = encoder.encode(text);
      this.#view.setUint32(pointers, buffer, true);
      bytes.set(encoded, buffer);
      bytes[buffer + encoded.length] = 0;
      pointers += 4;
      buffer += encoded.length + 1;
    }
    return SUCCESS;
  }

  #path(fd: number, at: number, length: number): string {
    const path = decoder.decode(this.#refresh().subarray(at, at + length));
    const directory = this.#open[fd]?.path ?? '';
    return normalizePath(directory ? `${directory}/${path}` : path);
  }

  #pathOpen(path: string, openFlags: number, fdFlags: number, result: number): number {
    const files = this.#current.files;
    let entry = files.find(path);
    if (entry && openFlags & OPEN_EXCLUSIVE) return EXIST;
    if (!entry) {
      if (!(openFlags & OPEN_CREATE)) return NOENT;
      entry = files.put(path, new Uint8Array(0));
    }
    if (openFlags & OPEN_DIRECTORY && entry.kind !== 'directory') return NOTDIR;
    if (openFlags & OPEN_TRUNCATE) {
      if (entry.kind === 'directory') return ISDIR;
      // A new entry, not the old one emptied: the old one may belong to the shared layer.
      entry = files.put(path, new Uint8Array(0));
    }
    let fd = ROOT_FD + 1;
    while (this.#open[fd]) fd++;
    this.#open[fd] = { entry, path, append: (fdFlags & APPEND) !== 0, position: 0 };
    return this.#set32(result, fd);
  }

  #fdstat(fd: number, result: number): number {
    const type = this.#typeOf(fd);
    if (type === undefined) return BADF;
    this.#refresh().fill(0, result, result + 24);
    this.#view.setUint8(result, type);
    this.#view.setBigUint64(result + 8, ALL_RIGHTS, true);
    this.#view.setBigUint64(result + 16, ALL_RIGHTS, true);
    return SUCCESS;
  }

  #typeOf(fd: number): number | undefined {
    if (fd < ROOT_FD) return CHARACTER_DEVICE;
    const open = this.#open[fd];
    if (!open) return undefined;
    return open.entry.kind === 'directory' ? DIRECTORY : REGULAR_FILE;
  }

  #fdFilestat(fd: number, result: number): number {
    const open = this.#open[fd];
    if (open) return this.#filestat(open.entry, result);
    if (fd >= ROOT_FD) return BADF;
    this.#refresh().fill(0, result, result + 64);
    this.#view.setUint8(result + 16, CHARACTER_DEVICE);
    return SUCCESS;
  }

  #filestat(entry: FileEntry | DirectoryEntry, result: number): number {
    this.#refresh().fill(0, result, result + 64);
    this.#view.setBigUint64(result, 1n, true);
    this.#view.setBigUint64(result + 8, BigInt(entry.inode), true);
    this.#view.setUint8(result + 16, entry.kind === 'directory' ? DIRECTORY : REGULAR_FILE);
    this.#view.setBigUint64(result + 24, 1n, true);
    this.#view.setBigUint64(result + 32, BigInt(entry.kind === 'directory' ? 0 : entry.size), true);
    return SUCCESS;
  }

  #setSize(fd: number, size: number): number {
    const entry = this.#open[fd]?.entry;
    if (entry?.kind !== 'file') return BADF;
    reserve(entry, size);
    if (size < entry.size) entry.bytes.fill(0, size, entry.size);
    entry.size = size;
    return SUCCESS;
  }

  #seek(fd: number, offset: bigint, whence: number, result: number): number {
    const open = this.#open[fd];
    if (open?.entry.kind !== 'file') return BADF;
    const base = whence === 0 ? 0 : whence === 1 ? open.position : open.entry.size;
    const position = base + Number(offset);
    if (position < 0) return INVAL;
    open.position = position;
    return this.#set64(result, BigInt(position));
  }

  #read(fd: number, vectors: number, count: number, result: number, offset?: number): number {
    const open = this.#open[fd];
    if (fd === 0) return this.#set32(result, 0);
    if (open?.entry.kind !== 'file') return open ? ISDIR : BADF;
    const memory = this.#refresh();
    let position = offset ?? open.position;
    const start = position;
    for (let i = 0; i < count; i++) {
      const at = this.#view.getUint32(vectors + 8 * i, true);
      const length = this.#view.getUint32(vectors + 8 * i + 4, true);
      const end = Math.min(position + length, open.entry.size);
      if (end <= position) break;
      memory.set(open.entry.bytes.subarray(position, end), at);
      position = end;
    }
    if (offset === undefined) open.position = position;
    return this.#set32(result, position - start);
  }

  #write(fd: number, vectors: number, count: number, result: number): number {
    const open = this.#open[fd];
    if (fd >= ROOT_FD && open?.entry.kind !== 'file') return BADF;
    const memory = this.#refresh();
    let total = 0;
    for (let i = 0; i < count; i++) {
      const at = this.#view.getUint32(vectors + 8 * i, true);
      const length = this.#view.getUint32(vectors + 8 * i + 4, true);
      const bytes = memory.subarray(at, at + length);
      if (open?.entry.kind === 'file') append(open, open.entry, bytes);
      else this.#current.write(fd === 1 ? 'stdout' : 'stderr', bytes.slice());
      total += length;
    }
    return this.#set32(result, total);
  }

  #readdir(fd: number, buffer: number, length: number, cookie: number, result: number): number {
    const open = this.#open[fd];
    if (open?.entry.kind !== 'directory') return open ? NOTDIR : BADF;
    const memory = this.#refresh();
    let used = 0;
    for (const name of [...open.entry.names].slice(cookie)) {
      const entry = this.#current.files.find(open.path ? `${open.path}/${name}` : name);
      if (!entry) continue;
      const encoded = encoder.encode(name);
      const record = new Uint8Array(24 + encoded.length);
      const view = new DataView(record.buffer);
      view.setBigUint64(0, BigInt(++cookie), true);
      view.setBigUint64(8, BigInt(entry.inode), true);
      view.setUint32(16, encoded.length, true);
      view.setUint8(20, entry.kind === 'directory' ? DIRECTORY : REGULAR_FILE);
      record.set(encoded, 24);
      const fits = Math.min(record.length, length - used);
      memory.set(record.subarray(0, fits), buffer + used);
      used += fits;
      if (used === length) break;
    }
    return this.#set32(result, used);
  }
}

function append(open: OpenFile, file: FileEntry, bytes: Uint8Array): void {
  if (open.append) open.position = file.size;
  const end = open.position + bytes.length;
  reserve(file, end);
  file.bytes.set(bytes, open.position);
  file.size = Math.max(file.size, end);
  open.position = end;
}

function reserve(file: FileEntry, size: number): void {
  if (size <= file.bytes.length) return;
  const grown = new Uint8Array(Math.max(size, 2 * file.bytes.length));
  grown.set(file.bytes.subarray(0, file.size));
  file.bytes = grown;
}
