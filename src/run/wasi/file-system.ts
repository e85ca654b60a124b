import { wasi } from '@bjorn3/browser_wasi_shim';
import type { ByteCount } from '../../util/units.ts';
import { CallError } from './ends.ts';
import { Device, Directory, RegularFile, SymbolicLink } from './inodes.ts';
import type { FileSystemServices, Inode } from './inodes.ts';

export interface FileSystemOptions {
  /** Path (relative to '/', with '/') to contents; directories on the way are made. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** All files together; more gives ENOSPC. */
  readonly capacityBytes: ByteCount;
  /** Nanoseconds since 1970. */
  now(): bigint;
}

/** Where a path leads: its last name in an existing directory, and what is there. `name` is '' for the root itself. */
export interface Place {
  readonly directory: Directory;
  readonly name: string;
  readonly inode: Inode | undefined;
  /** The path ends in '/', so only a directory will do. */
  readonly mustBeDirectory: boolean;
}

/** As many as Linux follows on the way of one path. */
const MOST_LINKS = 40;

/**
 * Files in memory, as POSIX has them: names are links to inodes, and a file lives on while it is open. '/dev' holds null,
 * zero, random and urandom; '/tmp' exists. There are no permissions.
 */
export class MemoryFileSystem implements FileSystemServices {
  readonly root: Directory;
  #nextNumber = 2n;
  #used = 0;

  constructor(readonly options: FileSystemOptions) {
    this.root = new Directory(this, undefined, 1n);
    const devices = this.#makeDirectory(this.root, 'dev');
    // Where shm_open has its segments.
    this.#makeDirectory(devices, 'shm');
    for (const [name, kind] of [
      ['null', 'null'],
      ['zero', 'zero'],
      ['random', 'random'],
      ['urandom', 'random'],
    ] as const)
      devices.entries.set(name, new Device(this, kind));
    this.#makeDirectory(this.root, 'tmp');
    for (const [path, contents] of Object.entries(options.files)) this.#addFile(path, contents);
  }

  issueNumber(): bigint {
    return this.#nextNumber++;
  }

  now(): bigint {
    return this.options.now();
  }

  reserve(bytes: number): void {
    if (bytes > 0 && this.#used + bytes > this.options.capacityBytes) throw new CallError(wasi.ERRNO_NOSPC);
    this.#used += bytes;
  }

  /**
   * Follows `path` from `from` (from the root if absolute). A symbolic link at its end is followed where `follows`, or where the path ends in
   * '/'. ENOENT or ENOTDIR if a directory on the way is missing, ELOOP after too many links.
   */
  find(from: Directory, path: string, follows = false, linksSeen = 0): Place {
    if (path === '') throw new CallError(wasi.ERRNO_NOENT);
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    let directory = path.startsWith('/') ? this.root : from;
    const last = names.pop();
    for (const name of names) {
      const named = name === '..' ? directory.parent : directory.entries.get(name);
      const next = named instanceof SymbolicLink ? this.#follow(directory, named, linksSeen++).inode : named;
      if (next === undefined) throw new CallError(wasi.ERRNO_NOENT);
      if (!(next instanceof Directory)) throw new CallError(wasi.ERRNO_NOTDIR);
      directory = next;
    }
    if (last === undefined) return { directory: directory.parent, name: '', inode: directory, mustBeDirectory: true };
    if (last === '..')
      return { directory: directory.parent.parent, name: '', inode: directory.parent, mustBeDirectory: true };
    const inode = directory.entries.get(last);
    const mustBeDirectory = /\/\.?$/.test(path);
    if (inode instanceof SymbolicLink && (follows || mustBeDirectory)) {
      const place = this.#follow(directory, inode, linksSeen);
      if (mustBeDirectory && !(place.inode instanceof Directory)) throw new CallError(wasi.ERRNO_NOTDIR);
      return place;
    }
    if (mustBeDirectory && inode !== undefined && !(inode instanceof Directory)) throw new CallError(wasi.ERRNO_NOTDIR);
    return { directory, name: last, inode, mustBeDirectory };
  }

  /** Where a link in `directory` leads. */
  #follow(directory: Directory, link: SymbolicLink, linksSeen: number): Place {
    if (linksSeen >= MOST_LINKS) throw new CallError(wasi.ERRNO_LOOP);
    return this.find(directory, link.target, true, linksSeen + 1);
  }

  /** As `find`, of something that exists. */
  get(from: Directory, path: string): Inode {
    const { inode } = this.find(from, path);
    if (inode === undefined) throw new CallError(wasi.ERRNO_NOENT);
    return inode;
  }

  createFile(place: Place): RegularFile {
    if (place.mustBeDirectory) throw new CallError(wasi.ERRNO_ISDIR);
    const file = new RegularFile(this);
    this.#link(place, file);
    return file;
  }

  createDirectory(place: Place): void {
    if (place.inode !== undefined) throw new CallError(wasi.ERRNO_EXIST);
    this.#link(place, new Directory(this, place.directory));
  }

  link(place: Place, inode: Inode): void {
    if (inode instanceof Directory) throw new CallError(wasi.ERRNO_PERM);
    if (place.inode !== undefined) throw new CallError(wasi.ERRNO_EXIST);
    if (place.mustBeDirectory) throw new CallError(wasi.ERRNO_NOENT);
    this.#link(place, inode);
  }

  createLink(place: Place, target: string): void {
    if (target === '') throw new CallError(wasi.ERRNO_NOENT);
    this.link(place, new SymbolicLink(this, target));
  }

  unlink(place: Place): void {
    if (place.inode === undefined) throw new CallError(wasi.ERRNO_NOENT);
    if (place.inode instanceof Directory) throw new CallError(wasi.ERRNO_ISDIR);
    this.#unlink(place);
  }

  removeDirectory(place: Place): void {
    if (place.inode === undefined) throw new CallError(wasi.ERRNO_NOENT);
    if (!(place.inode instanceof Directory)) throw new CallError(wasi.ERRNO_NOTDIR);
    if (place.name === '') throw new CallError(wasi.ERRNO_BUSY);
    if (place.inode.entries.size > 0) throw new CallError(wasi.ERRNO_NOTEMPTY);
    this.#unlink(place);
  }

  /** POSIX `rename`: what was at the target is replaced. */
  rename(from: Place, to: Place): void {
    const { inode } = from;
    if (inode === undefined) throw new CallError(wasi.ERRNO_NOENT);
    if (from.name === '' || to.name === '') throw new CallError(wasi.ERRNO_BUSY);
    if (to.inode === inode) return;
    if (inode instanceof Directory) {
      for (let above = to.directory; ; above = above.parent) {
        if (above === inode) throw new CallError(wasi.ERRNO_INVAL);
        if (above === above.parent) break;
      }
      if (to.inode !== undefined && !(to.inode instanceof Directory)) throw new CallError(wasi.ERRNO_NOTDIR);
      if (to.inode !== undefined && to.inode.entries.size > 0) throw new CallError(wasi.ERRNO_NOTEMPTY);
    } else {
      if (to.inode instanceof Directory) throw new CallError(wasi.ERRNO_ISDIR);
      if (to.mustBeDirectory) throw new CallError(wasi.ERRNO_NOTDIR);
    }
    if (to.inode !== undefined) this.#unlink(to);
    this.#link(to, inode);
    if (inode instanceof Directory) inode.parent = to.directory;
    this.#unlink(from);
  }

  /** All regular files outside /dev, by path without the leading '/', in the order of their directories. */
  files(): Record<string, Uint8Array> {
    const found: Record<string, Uint8Array> = {};
    const visit = (directory: Directory, prefix: string): void => {
      for (const [name, inode] of directory.entries) {
        if (inode instanceof RegularFile) found[prefix + name] = inode.contents();
        else if (inode instanceof Directory) visit(inode, `${prefix}${name}/`);
      }
    };
    visit(this.root, '');
    return found;
  }

  /** A copy with nothing shared, and the copy of each inode; `extra` are inodes that are open but have no name. */
  clone(now: () => bigint, extra: Iterable<Inode>): { fileSystem: MemoryFileSystem; copies: Map<Inode, Inode> } {
    const fileSystem = new MemoryFileSystem({ ...this.options, files: {}, now });
    const copies = new Map<Inode, Inode>([[this.root, fileSystem.root]]);
    fileSystem.root.entries.clear();
    const copy = (inode: Inode, parent: Directory): Inode => {
      const known = copies.get(inode);
      if (known !== undefined) return known;
      const made =
        inode instanceof RegularFile
          ? new RegularFile(fileSystem, inode.contents(), inode.number)
          : inode instanceof Directory
            ? new Directory(fileSystem, parent, inode.number)
            : inode instanceof SymbolicLink
              ? new SymbolicLink(fileSystem, inode.target, inode.number)
              : new Device(fileSystem, inode.device, inode.number);
      copies.set(inode, made);
      if (inode instanceof Directory && made instanceof Directory) fill(inode, made);
      made.links = inode.links;
      made.times = { ...inode.times };
      return made;
    };
    const fill = (from: Directory, to: Directory): void => {
      for (const [name, inode] of from.entries) to.entries.set(name, copy(inode, to));
      to.times = { ...from.times };
    };
    fill(this.root, fileSystem.root);
    for (const inode of extra) copy(inode, fileSystem.root);
    fileSystem.#nextNumber = this.#nextNumber;
    fileSystem.#used = this.#used;
    return { fileSystem, copies };
  }

  #link(place: Place, inode: Inode): void {
    place.directory.entries.set(place.name, inode);
    place.directory.times.modified = this.now();
    inode.links++;
  }

  #unlink(place: Place): void {
    const inode = place.directory.entries.get(place.name);
    place.directory.entries.delete(place.name);
    place.directory.times.modified = this.now();
    if (inode instanceof RegularFile) inode.unlinked();
    else if (inode !== undefined) inode.links--;
  }

  #makeDirectory(parent: Directory, name: string): Directory {
    const existing = parent.entries.get(name);
    if (existing instanceof Directory) return existing;
    if (existing !== undefined) throw new Error(`'${name}' is a file and a directory`);
    const made = new Directory(this, parent);
    parent.entries.set(name, made);
    return made;
  }

  #addFile(path: string, contents: Uint8Array): void {
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    const last = names.pop();
    if (last === undefined) throw new Error(`'${path}' names no file`);
    let directory = this.root;
    for (const name of names) directory = this.#makeDirectory(directory, name);
    const file = new RegularFile(this, contents);
    file.links = 1;
    directory.entries.set(last, file);
  }
}
