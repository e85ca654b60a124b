import { PAGE_BYTES } from '../../trace/recording.ts';
import type { SegmentKind } from '../../trace/records.ts';
import type { Address, ByteCount } from '../../util/units.ts';
import type { RegularFile } from '../wasi/inodes.ts';

/** Memory that processes can share. Its bytes live here; those of the process that runs are in its own memory meanwhile. */
export class Segment {
  readonly bytes: Uint8Array;
  /** Undefined bits of its bytes, once a process has left any there: see segment-values.ts. */
  undefinedBits: Uint8Array | undefined;
  /** Of all processes. */
  attached = 0;
  /**
   * Its bytes are here while another process runs. Not before a second process maps it, or the only one unmaps it: until then that
   * one's memory alone has them, and nothing need be copied at switches.
   */
  isPublished = false;
  /** No new attachment, and gone with the last one. */
  removed = false;
  lastPid = 0;

  constructor(
    readonly id: number,
    readonly kind: SegmentKind,
    readonly size: ByteCount,
    readonly creatorPid: number,
    /** Where it was made. */
    readonly stack: number,
    /** System V's: by which others find it. */
    readonly key = 0,
    readonly mode = 0o600,
    /** The file that its bytes are, and from where in it. */
    readonly file?: RegularFile,
    readonly fileOffset: ByteCount = 0,
  ) {
    this.bytes = new Uint8Array(pageRound(size));
  }
}

/** Pages of a process that show a segment, a file, or private memory. */
export interface Mapping {
  readonly address: Address;
  readonly size: ByteCount;
  readonly segment: Segment;
  /** Of all that are parts of what was mapped at once. */
  readonly attachment: number;
  /** Where in the segment (or file) it begins. */
  readonly offset: ByteCount;
  /** Stores are for all who map it. */
  readonly isShared: boolean;
  /** Shared with a file: its bytes are the file's. */
  readonly file?: RegularFile;
  protection: number;
  /** By shmat, so that shmdt may take it away. */
  readonly isSystemV: boolean;
}

export const PROT_READ = 1;
export const PROT_WRITE = 2;

export const pageRound = (n: number): number => Math.ceil(n / PAGE_BYTES) * PAGE_BYTES;

/** Takes what the process wrote into the segment. */
export function copyOut({ address, size, segment, offset, isShared, file }: Mapping, memory: Uint8Array): void {
  if (!isShared) return;
  if (file) {
    const kept = memory.subarray(address, address + Math.max(0, Math.min(size, file.size - offset)));
    if (kept.length > 0 && differs(kept, file.read(offset, kept.length))) file.write(offset, kept);
  } else if (segment.isPublished) segment.bytes.set(memory.subarray(address, address + size), offset);
}

/**
 * As `copyOut`, of several mappings of the same memory: what differs from what they showed before was written through that one.
 */
export function copyOutAliases(mappings: readonly Mapping[], memory: Uint8Array): void {
  const { file, segment } = mappings[0]!;
  const before = (file ? file.read(0, file.size) : segment.bytes).slice();
  const now = before.slice();
  for (const { address, size, offset } of mappings) {
    const end = Math.min(size, before.length - offset);
    for (let i = 0; i < end; i++) {
      const byte = memory[address + i]!;
      if (byte !== before[offset + i]) now[offset + i] = byte;
    }
  }
  if (!differs(now, before)) return;
  if (file) file.write(0, now);
  else segment.bytes.set(now);
}

/** Shows the process what others wrote. */
export function copyIn({ address, size, segment, offset, isShared, file }: Mapping, memory: Uint8Array): void {
  if (!isShared) return;
  if (file) memory.set(file.read(offset, size), address);
  else if (segment.isPublished) memory.set(segment.bytes.subarray(offset, offset + size), address);
}

function differs(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return true;
  return false;
}
