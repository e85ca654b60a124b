/** Calls that name a file (`path_*`). */
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { Address, ByteCount } from '../../util/units.ts';
import { OpenDevice, OpenDirectory, OpenFile } from './descriptions.ts';
import type { Description } from './descriptions.ts';
import { CallError } from './ends.ts';
import type { Place } from './file-system.ts';
import { encodeFilestat, setTimes } from './filestat.ts';
import { Device, Directory, RegularFile } from './inodes.ts';
import type { Inode } from './inodes.ts';
import type { HostProcess, SystemCall } from './process.ts';

const MAX_PATH = 4096;

function place(process: HostProcess, fd: number, path: Address, n: ByteCount): Place {
  const description = process.descriptors.get(fd);
  if (!(description instanceof OpenDirectory)) throw new CallError(wasi.ERRNO_NOTDIR);
  if (n >>> 0 > MAX_PATH) throw new CallError(wasi.ERRNO_NAMETOOLONG);
  const text = process.memory.readText(path, n >>> 0);
  if (text.includes('\0')) throw new CallError(wasi.ERRNO_INVAL);
  return process.fileSystem.find(description.directory, text);
}

function existing(process: HostProcess, fd: number, path: Address, n: ByteCount): Inode {
  const { inode } = place(process, fd, path, n);
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
  if (has(wasi.OFLAGS_DIRECTORY) && !(at.inode instanceof Directory)) throw new CallError(wasi.ERRNO_NOTDIR);
  if (at.inode instanceof Directory && (isWriting || has(wasi.OFLAGS_TRUNC))) throw new CallError(wasi.ERRNO_ISDIR);
  if (has(wasi.OFLAGS_TRUNC) && at.inode instanceof RegularFile) at.inode.resize(0);
  return at.inode;
}

function describe(process: HostProcess, inode: Inode): Description {
  if (inode instanceof RegularFile) return new OpenFile(inode);
  if (inode instanceof Device) return new OpenDevice(inode, process.random);
  return new OpenDirectory(inode);
}

/** wasi-libc asks for the rights to read and to write by the access mode of `open`. */
function path_open(
  process: HostProcess,
  fd: number,
  _lookup: number,
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
  const at = place(process, fd, path, n);
  const description = describe(process, openInode(process, at, oflags, isWriting));
  description.rights &= wanted;
  description.flags = flags;
  process.memory.writeU32(result, process.descriptors.open(description));
}

function path_filestat_get(
  process: HostProcess,
  fd: number,
  _flags: number,
  path: Address,
  n: ByteCount,
  result: Address,
): void {
  const inode = existing(process, fd, path, n);
  process.memory.write(result, encodeFilestat(inode, inode.filetype));
}

function path_filestat_set_times(
  process: HostProcess,
  fd: number,
  _lookup: number,
  path: Address,
  n: ByteCount,
  accessed: bigint,
  modified: bigint,
  flags: number,
): void {
  setTimes(process, existing(process, fd, path, n), accessed, modified, flags);
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
  _lookup: number,
  path: Address,
  n: ByteCount,
  newFd: number,
  newPath: Address,
  newN: ByteCount,
): void {
  process.fileSystem.link(place(process, newFd, newPath, newN), existing(process, fd, path, n));
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
  /** There are no symbolic links, so whatever exists isn't one. */
  path_readlink: (process: HostProcess, fd: number, path: Address, n: ByteCount) => {
    existing(process, fd, path, n);
    throw new CallError(wasi.ERRNO_INVAL);
  },
};
