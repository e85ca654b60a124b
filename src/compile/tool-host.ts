import { normalizePath, type DirectoryEntry, type FileEntry, type FileTree } from './file-tree.ts';
import { directoryRecord, FileType, SUCCESS, ToolMemory } from './tool-memory.ts';

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

const BADF = 8;
const EXIST = 20;
const INVAL = 28;
const ISDIR = 31;
const NOENT = 44;
const NOSYS = 52;
const NOTDIR = 54;
const NOTEMPTY = 55;

const OPEN_CREATE = 1;
const OPEN_DIRECTORY = 2;
const OPEN_EXCLUSIVE = 4;
const OPEN_TRUNCATE = 8;
const APPEND = 1;

const ROOT_FD = 3;

interface OpenFile {
  readonly entry: FileEntry | DirectoryEntry;
  readonly path: string;
  readonly append: boolean;
  position: number;
}

const decoder = new TextDecoder();

/** One host per instance. `attach` gives it the instance's memory; `begin` gives it the run. */
export class ToolHost {
  readonly #memory = new ToolMemory();
  #run: ToolRun | undefined;
  readonly #open: (OpenFile | undefined)[] = [];

  attach(memory: WebAssembly.Memory): void {
    this.#memory.attach(memory);
  }

  begin(run: ToolRun): void {
    this.#run = run;
    this.#open.length = ROOT_FD;
    const root = run.files.find('');
    if (root) this.#open[ROOT_FD] = { entry: root, path: '', append: false, position: 0 };
  }

  readonly imports: Record<string, (...values: never[]) => number> = {
    args_sizes_get: (count: number, size: number) => this.#memory.setSizes(this.#current.arguments, count, size),
    args_get: (pointers: number, buffer: number) => this.#memory.setStrings(this.#current.arguments, pointers, buffer),
    environ_sizes_get: (count: number, size: number) => this.#memory.setSizes([], count, size),
    environ_get: () => SUCCESS,
    clock_time_get: (_id: number, _precision: bigint, result: number) => this.#memory.set64(result, 0n),
    random_get: (buffer: number, length: number) => {
      this.#memory.bytes().fill(0, buffer, buffer + length);
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
    fd_fdstat_get: (fd: number, result: number) => {
      const type = this.#typeOf(fd);
      return type === undefined ? BADF : this.#memory.setDescriptorStatus(result, type);
    },
    fd_filestat_get: (fd: number, result: number) => this.#fdFilestat(fd, result),
    fd_filestat_set_size: (fd: number, size: bigint) => this.#setSize(fd, Number(size)),
    fd_filestat_set_times: () => SUCCESS,
    fd_pread: (fd: number, vectors: number, count: number, offset: bigint, result: number) =>
      this.#read(fd, vectors, count, result, Number(offset)),
    fd_prestat_get: (fd: number, result: number) => {
      if (fd !== ROOT_FD) return BADF;
      this.#memory.set32(result, 0);
      return this.#memory.set32(result + 4, 1);
    },
    fd_prestat_dir_name: (fd: number, buffer: number) => {
      if (fd !== ROOT_FD) return BADF;
      this.#memory.bytes()[buffer] = 0x2f;
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
      return entry ? this.#memory.setFileStatus(result, typeOf(entry), entry) : NOENT;
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

  #path(fd: number, at: number, length: number): string {
    const path = decoder.decode(this.#memory.bytes().subarray(at, at + length));
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
    return this.#memory.set32(result, fd);
  }

  #typeOf(fd: number): FileType | undefined {
    if (fd < ROOT_FD) return FileType.characterDevice;
    const open = this.#open[fd];
    return open && typeOf(open.entry);
  }

  #fdFilestat(fd: number, result: number): number {
    const open = this.#open[fd];
    if (open) return this.#memory.setFileStatus(result, typeOf(open.entry), open.entry);
    return fd >= ROOT_FD ? BADF : this.#memory.setFileStatus(result, FileType.characterDevice);
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
    return this.#memory.set64(result, BigInt(position));
  }

  #read(fd: number, vectors: number, count: number, result: number, offset?: number): number {
    const open = this.#open[fd];
    if (fd === 0) return this.#memory.set32(result, 0);
    if (open?.entry.kind !== 'file') return open ? ISDIR : BADF;
    const memory = this.#memory.bytes();
    let position = offset ?? open.position;
    const start = position;
    for (let i = 0; i < count; i++) {
      const { at, length } = this.#memory.vector(vectors, i);
      const end = Math.min(position + length, open.entry.size);
      if (end <= position) break;
      memory.set(open.entry.bytes.subarray(position, end), at);
      position = end;
    }
    if (offset === undefined) open.position = position;
    return this.#memory.set32(result, position - start);
  }

  #write(fd: number, vectors: number, count: number, result: number): number {
    const open = this.#open[fd];
    if (fd >= ROOT_FD && open?.entry.kind !== 'file') return BADF;
    const memory = this.#memory.bytes();
    let total = 0;
    for (let i = 0; i < count; i++) {
      const { at, length } = this.#memory.vector(vectors, i);
      const bytes = memory.subarray(at, at + length);
      if (open?.entry.kind === 'file') append(open, open.entry, bytes);
      else this.#current.write(fd === 1 ? 'stdout' : 'stderr', bytes.slice());
      total += length;
    }
    return this.#memory.set32(result, total);
  }

  #readdir(fd: number, buffer: number, length: number, cookie: number, result: number): number {
    const open = this.#open[fd];
    if (open?.entry.kind !== 'directory') return open ? NOTDIR : BADF;
    const memory = this.#memory.bytes();
    let used = 0;
    for (const name of [...open.entry.names].slice(cookie)) {
      const entry = this.#current.files.find(open.path ? `${open.path}/${name}` : name);
      if (!entry) continue;
      const record = directoryRecord(name, ++cookie, entry.inode, typeOf(entry));
      const fits = Math.min(record.length, length - used);
      memory.set(record.subarray(0, fits), buffer + used);
      used += fits;
      if (used === length) break;
    }
    return this.#memory.set32(result, used);
  }
}

const typeOf = (entry: FileEntry | DirectoryEntry): FileType =>
  entry.kind === 'directory' ? FileType.directory : FileType.regularFile;

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
