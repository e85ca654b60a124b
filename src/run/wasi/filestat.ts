import { wasi } from '@bjorn3/browser_wasi_shim';
import { CallError } from './ends.ts';
import type { Inode } from './inodes.ts';
import type { HostProcess } from './process.ts';

/** WASI preview1 `filestat`, 64 bytes. (The shim's own encoder puts the three times at wrong offsets.) */
export function encodeFilestat(inode: Inode | undefined, filetype: number): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, 1n, true);
  view.setUint8(16, filetype);
  view.setBigUint64(24, 1n, true);
  if (inode === undefined) return bytes;
  view.setBigUint64(8, inode.number, true);
  view.setBigUint64(24, BigInt(inode.links), true);
  view.setBigUint64(32, BigInt(inode.size), true);
  view.setBigUint64(40, inode.times.accessed, true);
  view.setBigUint64(48, inode.times.modified, true);
  view.setBigUint64(56, inode.times.changed, true);
  return bytes;
}

/** `utimensat`: `flags` are WASI's fstflags. EINVAL if a time is given both as a value and as now. */
export function setTimes(
  process: HostProcess,
  inode: Inode | undefined,
  accessed: bigint,
  modified: bigint,
  flags: number,
): void {
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const now = process.clock.now(wasi.CLOCKID_REALTIME);
  if (
    (has(wasi.FSTFLAGS_ATIM) && has(wasi.FSTFLAGS_ATIM_NOW)) ||
    (has(wasi.FSTFLAGS_MTIM) && has(wasi.FSTFLAGS_MTIM_NOW))
  )
    throw new CallError(wasi.ERRNO_INVAL);
  if (inode === undefined) return;
  if (has(wasi.FSTFLAGS_ATIM)) inode.times.accessed = BigInt.asUintN(64, accessed);
  if (has(wasi.FSTFLAGS_ATIM_NOW)) inode.times.accessed = now;
  if (has(wasi.FSTFLAGS_MTIM)) inode.times.modified = BigInt.asUintN(64, modified);
  if (has(wasi.FSTFLAGS_MTIM_NOW)) inode.times.modified = now;
  inode.times.changed = now;
}
