/** Calls on an open descriptor (`fd_*`). */
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { Address, ByteCount } from '../../util/units.ts';
import { OpenDirectory, TerminalInput, TerminalOutput } from './descriptions.ts';
import { CallError, check } from './ends.ts';
import { encodeFilestat, setTimes } from './filestat.ts';
import type { HostProcess, SystemCall } from './process.ts';

interface Slice {
  readonly address: Address;
  readonly size: ByteCount;
}

const MAX_SLICES = 1024;
/** A read or write of more is cut to this, as Linux does. */
const MAX_TRANSFER = 0x7fff_f000;

function slices(process: HostProcess, iovecs: Address, count: number): readonly Slice[] {
  if (count >>> 0 > MAX_SLICES) throw new CallError(wasi.ERRNO_INVAL);
  const bytes = process.memory.read(iovecs, 8 * count, 'iovec');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = Array.from({ length: count }, (_, i) => ({
    address: view.getUint32(8 * i, true),
    size: view.getUint32(8 * i + 4, true),
  }));
  for (const { address, size } of found) if (size > 0) process.memory.check(address, size);
  if (totalSize(found) > MAX_TRANSFER) throw new CallError(wasi.ERRNO_INVAL);
  return found;
}

function totalSize(parts: readonly Slice[]): ByteCount {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

/** Everything that a write takes from the program, as one run of bytes. */
function gather(process: HostProcess, iovecs: Address, count: number): Uint8Array {
  const parts = slices(process, iovecs, count);
  const data = new Uint8Array(totalSize(parts));
  let at = 0;
  for (const { address, size } of parts) {
    data.set(process.memory.read(address, size, 'buffer'), at);
    at += size;
  }
  return data;
}

function scatter(process: HostProcess, parts: readonly Slice[], data: Uint8Array): void {
  let at = 0;
  for (const { address, size } of parts) {
    process.memory.write(address, data.subarray(at, at + size));
    at += size;
  }
}

function fd_write(process: HostProcess, fd: number, iovecs: Address, count: number, result: Address): void {
  const description = process.descriptors.getWith(fd, wasi.RIGHTS_FD_WRITE);
  process.memory.check(result, 4);
  const data = gather(process, iovecs, count);
  if (description instanceof TerminalOutput)
    process.output.spend(data, (bytes) => process.effects.onOutput?.(description.stream, bytes));
  const { ret, nwritten } = description.fd_write(data);
  check(ret);
  process.memory.writeU32(result, nwritten);
}

function fd_pwrite(
  process: HostProcess,
  fd: number,
  iovecs: Address,
  count: number,
  offset: bigint,
  result: Address,
): void {
  const description = process.descriptors.getWith(fd, wasi.RIGHTS_FD_WRITE);
  process.memory.check(result, 4);
  const { ret, nwritten } = description.fd_pwrite(gather(process, iovecs, count), BigInt.asUintN(64, offset));
  check(ret === wasi.ERRNO_NOTSUP ? wasi.ERRNO_SPIPE : ret);
  process.memory.writeU32(result, nwritten);
}

function fd_read(process: HostProcess, fd: number, iovecs: Address, count: number, result: Address): void {
  const description = process.descriptors.getWith(fd, wasi.RIGHTS_FD_READ);
  readInto(process, iovecs, count, result, (size) => {
    const { ret, data } = description.fd_read(size);
    check(ret);
    if (description instanceof TerminalInput && data.length > 0) process.effects.onInput?.(data);
    return data;
  });
}

function fd_pread(
  process: HostProcess,
  fd: number,
  iovecs: Address,
  count: number,
  offset: bigint,
  result: Address,
): void {
  const description = process.descriptors.getWith(fd, wasi.RIGHTS_FD_READ);
  readInto(process, iovecs, count, result, (size) => {
    const { ret, data } = description.fd_pread(size, BigInt.asUintN(64, offset));
    check(ret === wasi.ERRNO_NOTSUP ? wasi.ERRNO_SPIPE : ret);
    return data;
  });
}

/** Looks at where everything goes before anything is read, as that can't be put back. */
function readInto(
  process: HostProcess,
  iovecs: Address,
  count: number,
  result: Address,
  read: (size: ByteCount) => Uint8Array,
): void {
  process.memory.check(result, 4);
  const parts = slices(process, iovecs, count);
  const data = read(totalSize(parts));
  scatter(process, parts, data);
  process.memory.writeU32(result, data.length);
}

function fd_seek(process: HostProcess, fd: number, offset: bigint, whence: number, result: Address): void {
  process.memory.check(result, 8);
  const description = process.descriptors.get(fd);
  const sought = description.fd_seek(BigInt.asIntN(64, offset), whence);
  check(sought.ret === wasi.ERRNO_NOTSUP ? wasi.ERRNO_SPIPE : sought.ret);
  process.memory.writeU64(result, sought.offset);
}

function fd_tell(process: HostProcess, fd: number, result: Address): void {
  process.memory.check(result, 8);
  const { ret, offset } = process.descriptors.get(fd).fd_tell();
  check(ret === wasi.ERRNO_NOTSUP ? wasi.ERRNO_SPIPE : ret);
  process.memory.writeU64(result, offset);
}

function fd_fdstat_get(process: HostProcess, fd: number, result: Address): void {
  const { ret, fdstat } = process.descriptors.get(fd).fd_fdstat_get();
  check(ret);
  const bytes = new Uint8Array(24);
  fdstat?.write_bytes(new DataView(bytes.buffer), 0);
  process.memory.write(result, bytes);
}

function fd_filestat_get(process: HostProcess, fd: number, result: Address): void {
  const description = process.descriptors.get(fd);
  process.memory.write(result, encodeFilestat(description.inode, description.filetype));
}

function fd_filestat_set_times(
  process: HostProcess,
  fd: number,
  accessed: bigint,
  modified: bigint,
  flags: number,
): void {
  setTimes(process, process.descriptors.get(fd).inode, accessed, modified, flags);
}

function fd_prestat_get(process: HostProcess, fd: number, result: Address): void {
  const { ret, prestat } = process.descriptors.get(fd).fd_prestat_get();
  check(ret === wasi.ERRNO_NOTSUP ? wasi.ERRNO_BADF : ret);
  const bytes = new Uint8Array(8);
  prestat?.write_bytes(new DataView(bytes.buffer), 0);
  process.memory.write(result, bytes);
}

function fd_prestat_dir_name(process: HostProcess, fd: number, buffer: Address, n: ByteCount): void {
  const { ret, prestat } = process.descriptors.get(fd).fd_prestat_get();
  check(ret === wasi.ERRNO_NOTSUP ? wasi.ERRNO_BADF : ret);
  const name = prestat?.inner.pr_name ?? new Uint8Array(0);
  if (name.length > n >>> 0) throw new CallError(wasi.ERRNO_NAMETOOLONG);
  process.memory.write(buffer, name);
}

/** A last entry that doesn't fit is cut, and `result` says that the buffer is full. Layout: WASI preview1 `dirent`. */
function fd_readdir(
  process: HostProcess,
  fd: number,
  buffer: Address,
  n: ByteCount,
  cookie: bigint,
  result: Address,
): void {
  const size = n >>> 0;
  const description = process.descriptors.get(fd);
  if (!(description instanceof OpenDirectory)) throw new CallError(wasi.ERRNO_NOTDIR);
  process.memory.check(result, 4);
  process.memory.check(buffer, size);
  const bytes = new Uint8Array(size);
  let used = 0;
  for (let at = BigInt.asUintN(64, cookie); used < size; at++) {
    const { ret, dirent } = description.fd_readdir_single(at);
    check(ret);
    if (dirent === null) break;
    const entry = new Uint8Array(dirent.head_length() + dirent.name_length());
    dirent.write_head_bytes(new DataView(entry.buffer), 0);
    dirent.write_name_bytes(entry, dirent.head_length(), dirent.name_length());
    const fitting = entry.subarray(0, size - used);
    bytes.set(fitting, used);
    used += fitting.length;
  }
  process.memory.write(buffer, bytes.subarray(0, used));
  process.memory.writeU32(result, used);
}

/** Moves `from` to `to`, which is closed; both must be open. */
function fd_renumber(process: HostProcess, from: number, to: number): void {
  const { descriptors } = process;
  descriptors.get(to);
  descriptors.duplicateTo(from, to);
  if (from !== to) descriptors.close(from);
}

export const descriptorCalls: Readonly<Record<string, SystemCall>> = {
  fd_write,
  fd_pwrite,
  fd_read,
  fd_pread,
  fd_seek,
  fd_tell,
  fd_fdstat_get,
  fd_filestat_get,
  fd_filestat_set_times,
  fd_prestat_get,
  fd_prestat_dir_name,
  fd_readdir,
  fd_renumber,
  fd_close: (process: HostProcess, fd: number) => process.descriptors.close(fd),
  fd_advise: (process: HostProcess, fd: number) => void process.descriptors.get(fd),
  fd_sync: (process: HostProcess, fd: number) => check(process.descriptors.get(fd).fd_sync()),
  fd_datasync: (process: HostProcess, fd: number) => check(process.descriptors.get(fd).fd_sync()),
  fd_allocate: (process: HostProcess, fd: number, offset: bigint, length: bigint) =>
    check(process.descriptors.getWith(fd, wasi.RIGHTS_FD_WRITE).fd_allocate(offset, length)),
  fd_filestat_set_size: (process: HostProcess, fd: number, size: bigint) =>
    check(process.descriptors.getWith(fd, wasi.RIGHTS_FD_WRITE).fd_filestat_set_size(BigInt.asUintN(64, size))),
  fd_fdstat_set_flags: (process: HostProcess, fd: number, flags: number) =>
    check(process.descriptors.get(fd).fd_fdstat_set_flags(flags)),
  /** Rights can only be taken away. */
  fd_fdstat_set_rights: (process: HostProcess, fd: number, base: bigint) => {
    const description = process.descriptors.get(fd);
    if ((BigInt.asUintN(64, base) & ~description.rights) !== 0n) throw new CallError(wasi.ERRNO_NOTCAPABLE);
    description.rights = BigInt.asUintN(64, base);
  },
};
