/** Calls that name a file (`path_*`). */
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { Address, ByteCount } from '../../util/units.ts';
import { OpenDevice, OpenDirectory, OpenFile } from './descriptions.ts';
import type { Description } from './descriptions.ts';
import { CallError } from './ends.ts';
import type { Place } from './file-system.ts';
import { encodeFilestat, setTimes } from './filestat.ts';
import { Device, Directory, RegularFile, SymbolicLink } from './inodes.ts';
import type { Inode } from './inodes.ts';
import type { HostProcess, SystemCall } from './process.ts';

const MAX_PATH = 4096;
const FOLLOW = 1;

/** `lookup` are WASI's lookupflags; without it, a symbolic link at the path's end is itself what is meant. */
function place(process: HostProcess, fd: number, path: Address, n: ByteCount, lookup = 0): Place {
  const description = process.descriptors.get(fd);
  if (!(description instanceof OpenDirectory)) throw new CallError(wasi.ERRNO_NOTDIR);
  if (n >>> 0 > MAX_PATH) throw new CallError(wasi.ERRNO_NAMETOOLONG);
  const text = process.memory.readText(path, n >>> 0);
  if (text.includes('\0')) throw new CallError(wasi.ERRNO_INVAL);
  return process.fileSystem.find(description.directory, text, (lookup & FOLLOW) !== 0);
}

function existing(process: HostProcess, fd: number, path: Address, n: ByteCount, lookup = 0): Inode {
  const { inode } = place(process, fd, path, n, lookup);
  if (inode === undefined) throw new CallError(wasi.ERRNO_NOENT);
  return inode;
}

/** The inode that `path_open` opens, made if `oflags` asks for it. */
function openInode(process: HostProcess, at: Place, oflags: number, isWriting: boolean): Inode {
  const has = (flag: number): boolean => (oflags & flag) !== 0;
  if (at.inode === undefined) {
    if (!has(wasi.OFLAGS_CREAT)) throw new CallError(wasi.ERRNO_NOENT);
    if (has(wasi.OFLAGS_DIRECTORY)) throw new CallError(wasi.ERRNO_INVAL);
    return process.fileSystem.createFile(at);
  }
  if (has(wasi.OFLAGS_CREAT) && has(wasi.OFLAGS_EXCL)) throw new CallError(wasi.ERRNO_EXIST);
  // O_NOFOLLOW's answer.
  if (at.inode instanceof SymbolicLink) throw new CallError(wasi.ERRNO_LOOP);
  if (has(wasi.OFLAGS_DIRECTORY) && !(at.inode instanceof Directory)) throw new CallError(wasi.ERRNO_NOTDIR);
  if (at.inode instanceof Directory && (isWriting || has(wasi.OFLAGS_TRUNC))) throw new CallError(wasi.ERRNO_ISDIR);
  if (has(wasi.OFLAGS_TRUNC) && at.inode instanceof RegularFile) at.inode.resize(0);
  return at.inode;
}

function describe(process: HostProcess, inode: Inode): Description {
  if (inode instanceof RegularFile) return new OpenFile(inode);
  if (inode instanceof Directory) return new OpenDirectory(inode);
  if (inode instanceof Device) return new OpenDevice(inode, process.random);
  throw new CallError(wasi.ERRNO_LOOP);
}

/** wasi-libc asks for the rights to read and to write by the access mode of `open`. */
function path_open(
  process: HostProcess,
  fd: number,
  lookup: number,
  path: Address,
  n: ByteCount,
  oflags: number,
  rights: bigint,
  _inheriting: bigint,
  flags: number,
  result: Address,
): void {
  process.memory.check(result, 4);
  const wanted = BigInt.asUintN(64, rights);
  const isWriting = (wanted & BigInt(wasi.RIGHTS_FD_WRITE)) !== 0n;
  // A name that must be new is not followed.
  const isNew = (oflags & wasi.OFLAGS_CREAT) !== 0 && (oflags & wasi.OFLAGS_EXCL) !== 0;
  const at = place(process, fd, path, n, isNew ? 0 : lookup);
  const description = describe(process, openInode(process, at, oflags, isWriting));
  description.rights &= wanted;
  description.flags = flags;
  process.memory.writeU32(result, process.descriptors.open(description));
}

function path_filestat_get(
  process: HostProcess,
  fd: number,
  lookup: number,
  path: Address,
  n: ByteCount,
  result: Address,
): void {
  const inode = existing(process, fd, path, n, lookup);
  process.memory.write(result, encodeFilestat(inode, inode.filetype));
}

function path_filestat_set_times(
  process: HostProcess,
  fd: number,
  lookup: number,
  path: Address,
  n: ByteCount,
  accessed: bigint,
  modified: bigint,
  flags: number,
): void {
  setTimes(process, existing(process, fd, path, n, lookup), accessed, modified, flags);
}

function path_rename(
  process: HostProcess,
  fd: number,
  path: Address,
  n: ByteCount,
  newFd: number,
  newPath: Address,
  newN: ByteCount,
): void {
  process.fileSystem.rename(place(process, fd, path, n), place(process, newFd, newPath, newN));
}

function path_link(
  process: HostProcess,
  fd: number,
  lookup: number,
  path: Address,
  n: ByteCount,
  newFd: number,
  newPath: Address,
  newN: ByteCount,
): void {
  process.fileSystem.link(place(process, newFd, newPath, newN), existing(process, fd, path, n, lookup));
}

function path_symlink(
  process: HostProcess,
  target: Address,
  targetN: ByteCount,
  fd: number,
  path: Address,
  n: ByteCount,
): void {
  if (targetN >>> 0 > MAX_PATH) throw new CallError(wasi.ERRNO_NAMETOOLONG);
  process.fileSystem.createLink(place(process, fd, path, n), process.memory.readText(target, targetN >>> 0));
}

/** As much of a link's target as there is room for. */
function path_readlink(
  process: HostProcess,
  fd: number,
  path: Address,
  n: ByteCount,
  buffer: Address,
  size: ByteCount,
  result: Address,
): void {
  const link = existing(process, fd, path, n);
  if (!(link instanceof SymbolicLink)) throw new CallError(wasi.ERRNO_INVAL);
  const bytes = new TextEncoder().encode(link.target).subarray(0, size >>> 0);
  process.memory.write(buffer, bytes);
  process.memory.writeU32(result, bytes.length);
}

export const pathCalls: Readonly<Record<string, SystemCall>> = {
  path_open,
  path_filestat_get,
  path_filestat_set_times,
  path_rename,
  path_link,
  path_create_directory: (process: HostProcess, fd: number, path: Address, n: ByteCount) =>
    process.fileSystem.createDirectory(place(process, fd, path, n)),
  path_remove_directory: (process: HostProcess, fd: number, path: Address, n: ByteCount) =>
    process.fileSystem.removeDirectory(place(process, fd, path, n)),
  path_unlink_file: (process: HostProcess, fd: number, path: Address, n: ByteCount) =>
    process.fileSystem.unlink(place(process, fd, path, n)),
  path_symlink,
  path_readlink,
};
