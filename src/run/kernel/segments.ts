/** The system's segments: made by mmap and shmget, mapped by processes, and left behind by some. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { PAGE_BYTES, type SegmentBytes } from '../../trace/recording.ts';
import { FindingKind, SegmentKind, SHARED_SEGMENT_LEFT, SystemEvent } from '../../trace/records.ts';
import type { Address, ByteCount } from '../../util/units.ts';
import { OpenDevice, OpenFile } from '../wasi/descriptions.ts';
import { CallError } from '../wasi/ends.ts';
import type { RegularFile } from '../wasi/inodes.ts';
import type { KernelCall } from './calls-process.ts';
import { Ipc } from './ipc-flags.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import { pageRound, PROT_READ, PROT_WRITE, Segment, type Mapping } from './segment.ts';
import type { Task } from './task.ts';

const MAP_SHARED = 1;
const MAP_FIXED = 0x10;
const MAP_ANONYMOUS = 0x20;
const MAP_FIXED_NOREPLACE = 0x100000;
const SHM_RDONLY = 0o10000;
const MOST_BYTES = 0x10000000;

export class Segments {
  private readonly all: Segment[] = [];
  private nextAttachment = 1;

  constructor(private readonly kernel: Kernel) {}

  private create(
    task: Task,
    kind: SegmentKind,
    size: ByteCount,
    key = 0,
    mode = 0o600,
    file?: RegularFile,
    fileOffset = 0,
  ): Segment {
    const stack = task.process.instance.exports.__heapscope_stack();
    const segment = new Segment(
      this.kernel.newObjectId(),
      kind,
      size,
      task.process.pid,
      stack,
      key,
      mode,
      file,
      fileOffset,
    );
    this.all.push(segment);
    this.kernel.record(task, SystemEvent.segmentCreated, segment.id, size, kind);
    return segment;
  }

  /** What others have mapped of a file already. */
  private ofFile(file: RegularFile, offset: ByteCount, size: ByteCount): Segment | undefined {
    return this.all.find((each) => each.file === file && each.fileOffset === offset && each.size >= size);
  }

  /** Their bytes where the memory of the processes that map them may be behind; the current one has given what it wrote. */
  contents(): SegmentBytes[] {
    return this.all.flatMap(({ id, isPublished, bytes, file, fileOffset, size }) => {
      if (file) return [{ segment: id, bytes: file.read(fileOffset, size).slice() }];
      return isPublished ? [{ segment: id, bytes: bytes.slice() }] : [];
    });
  }

  private attach(task: Task, made: Omit<Mapping, 'attachment'>): void {
    const { process } = task;
    const mapping = { ...made, attachment: this.nextAttachment++ };
    mapping.segment.attached++;
    mapping.segment.lastPid = process.pid;
    // Another process's bytes may be in its own memory only, as long as it was alone with them.
    this.publish(mapping.segment);
    process.map.add(mapping);
    this.kernel.record(task, SystemEvent.segmentAttached, mapping.segment.id, mapping.address, mapping.size);
  }

  /** The segment's bytes may be those of a process that had it alone: takes them over. */
  private publish(segment: Segment): void {
    if (segment.isPublished || segment.attached < 2) return;
    segment.isPublished = true;
    for (const { map } of this.kernel.processes.live)
      if (map.mappings.some((mapping) => mapping.segment === segment && mapping.isShared)) map.copyOut();
  }

  map(
    task: Task,
    wanted: Address,
    length: ByteCount,
    protection: number,
    flags: number,
    fd: number,
    page: number,
  ): number {
    const size = pageRound(length >>> 0);
    if (size === 0 || (flags & 3) === 0) throw new CallError(wasi.ERRNO_INVAL);
    if (size > MOST_BYTES) throw new CallError(wasi.ERRNO_NOMEM);
    const isShared = (flags & MAP_SHARED) !== 0;
    const file = flags & MAP_ANONYMOUS ? undefined : mappedFile(task.process, fd);
    const address = this.addressFor(task, wanted >>> 0, size, flags);
    const offset = page * PAGE_BYTES;
    const kinds = file ? ([SegmentKind.file, SegmentKind.privateFile] as const) : ([0, 4] as const);
    const segment =
      (isShared && file && this.ofFile(file, offset, size)) ||
      this.create(task, kinds[isShared ? 0 : 1], size, 0, 0o600, isShared ? file : undefined, offset);
    if (file && !isShared) segment.bytes.set(file.read(offset, size));
    const shared = isShared && file ? { file, offset } : { offset: 0 };
    this.attach(task, { address, size, segment, isShared, protection, isSystemV: false, ...shared });
    return address;
  }

  /** Where a new mapping goes: exactly where it is wanted, if the flags say so, whatever is next to it. */
  private addressFor(task: Task, wanted: Address, size: ByteCount, flags: number): Address {
    const { map } = task.process;
    if (!(flags & (MAP_FIXED | MAP_FIXED_NOREPLACE))) return map.findFree(size, wanted);
    if (wanted % PAGE_BYTES !== 0) throw new CallError(wasi.ERRNO_INVAL);
    if (flags & MAP_FIXED) this.detach(task, map.remove(wanted, size), wanted, size);
    else if (map.overlapping(wanted, size).length > 0) throw new CallError(wasi.ERRNO_EXIST);
    if (!map.isFree(wanted, size, 0)) throw new CallError(wasi.ERRNO_NOMEM);
    return wanted;
  }

  unmap(task: Task, address: Address, length: ByteCount): number {
    const size = pageRound(length >>> 0);
    const { map } = task.process;
    if (address % PAGE_BYTES !== 0 || size === 0 || map.overlapping(address >>> 0, size).length === 0)
      throw new CallError(wasi.ERRNO_INVAL);
    this.detach(task, map.remove(address >>> 0, size), address >>> 0, size);
    return 0;
  }

  /** Mappings, or parts of them, were taken away. */
  private detach(task: Task, cut: readonly Mapping[], address: Address, size: ByteCount): void {
    for (const { segment, attachment, address: start, size: bytes } of cut) {
      const from = Math.max(start, address);
      const to = Math.min(start + bytes, address + size);
      this.kernel.record(task, SystemEvent.segmentDetached, segment.id, from, to - from);
      if (task.process.map.mappings.some((mapping) => mapping.attachment === attachment)) continue;
      this.drop(segment);
    }
  }

  private drop(segment: Segment): void {
    segment.attached--;
    const isKept = segment.kind === SegmentKind.systemV && !segment.removed;
    if (segment.attached === 0 && !isKept) this.all.splice(this.all.indexOf(segment), 1);
  }

  /** The process ends. */
  leave(process: Process): void {
    for (const { segment } of process.map.mappings) segment.isPublished = true;
    process.map.copyOut();
    const attached = new Map(process.map.mappings.map(({ attachment, segment }) => [attachment, segment]));
    for (const segment of attached.values()) this.drop(segment);
    process.map.mappings = [];
  }

  protect(task: Task, address: Address, length: ByteCount, protection: number): number {
    if (address % PAGE_BYTES !== 0) throw new CallError(wasi.ERRNO_INVAL);
    task.process.map.protect(address >>> 0, pageRound(length >>> 0), protection);
    return 0;
  }

  get(task: Task, key: number, size: ByteCount, flags: number): number {
    const found =
      key === 0 ? undefined : this.all.find((s) => s.kind === SegmentKind.systemV && s.key === key && !s.removed);
    if (found) {
      if ((flags & Ipc.CREAT) !== 0 && (flags & Ipc.EXCL) !== 0) throw new CallError(wasi.ERRNO_EXIST);
      if (size >>> 0 > found.size) throw new CallError(wasi.ERRNO_INVAL);
      return found.id;
    }
    if (key !== 0 && (flags & Ipc.CREAT) === 0) throw new CallError(wasi.ERRNO_NOENT);
    if (size >>> 0 === 0 || size >>> 0 > MOST_BYTES) throw new CallError(wasi.ERRNO_INVAL);
    return this.create(task, SegmentKind.systemV, size >>> 0, key, flags & 0o777).id;
  }

  private byId(id: number): Segment {
    const found = this.all.find((s) => s.id === id && s.kind === SegmentKind.systemV);
    if (!found) throw new CallError(wasi.ERRNO_INVAL);
    return found;
  }

  attachById(task: Task, id: number, wanted: Address, flags: number): number {
    const segment = this.byId(id);
    const size = pageRound(segment.size);
    const address = task.process.map.findFree(size, wanted >>> 0);
    const protection = flags & SHM_RDONLY ? PROT_READ : PROT_READ | PROT_WRITE;
    this.attach(task, { address, size, segment, offset: 0, isShared: true, protection, isSystemV: true });
    return address;
  }

  detachAt(task: Task, address: Address): number {
    const { map } = task.process;
    const mapping = map.at(address >>> 0);
    if (!mapping?.isSystemV || mapping.address !== address >>> 0 || mapping.offset !== 0)
      throw new CallError(wasi.ERRNO_INVAL);
    const { address: end, size } = map.mappings.findLast(({ attachment }) => attachment === mapping.attachment)!;
    const bytes = end + size - mapping.address;
    this.detach(task, map.remove(mapping.address, bytes), mapping.address, bytes);
    return 0;
  }

  /** `out`: six words (size, attached, creator's pid, last pid, mode, key) for Ipc.STAT. */
  control(task: Task, id: number, command: number, out: Address): number {
    const segment = this.byId(id);
    if (command === Ipc.RMID) {
      segment.removed = true;
      this.kernel.record(task, SystemEvent.segmentRemoved, segment.id);
      if (segment.attached === 0) this.all.splice(this.all.indexOf(segment), 1);
    } else if (command === Ipc.STAT) {
      const { size, attached, creatorPid, lastPid, mode, key } = segment;
      [size, attached, creatorPid, lastPid, mode, key].forEach((value, i) =>
        task.process.host.process.memory.writeU32(out + 4 * i, value),
      );
    } else if (command !== Ipc.SET) throw new CallError(wasi.ERRNO_INVAL);
    return 0;
  }

  /** Those that nobody removed, at the end of the run: as they outlive all processes, they are a leak of their own kind. */
  tellLeft(): void {
    const { recorder } = this.kernel;
    for (const { kind, removed, id, size, stack } of this.all) {
      if (kind !== SegmentKind.systemV || removed) continue;
      recorder.system(SystemEvent.segmentLeft, id, size);
      recorder.finding(FindingKind.leak, { address: 0, size, flags: SHARED_SEGMENT_LEFT, block: 0, stack });
    }
  }
}

/** The file that a mapping shows; undefined for /dev/zero. */
function mappedFile(process: Process, descriptor: number): RegularFile | undefined {
  const description = process.host.process.descriptors.get(descriptor);
  if (description instanceof OpenFile) return description.file;
  if (description instanceof OpenDevice && description.device.device === 'zero') return undefined;
  throw new CallError(wasi.ERRNO_NODEV);
}

export const segmentCalls: Readonly<Record<string, KernelCall>> = {
  mmap: (kernel, task, address, length, protection, flags, descriptor, page) =>
    kernel.segments.map(task, address!, length!, protection!, flags!, descriptor!, page!),
  munmap: (kernel, task, address, length) => kernel.segments.unmap(task, address!, length!),
  mprotect: (kernel, task, address, length, protection) =>
    kernel.segments.protect(task, address!, length!, protection!),
  msync(_kernel, { process: { map } }, address, length) {
    if (address! % PAGE_BYTES !== 0) throw new CallError(wasi.ERRNO_INVAL);
    map.publish(address! >>> 0, pageRound(length! >>> 0));
    return 0;
  },
  shmget: (kernel, task, key, size, flags) => kernel.segments.get(task, key!, size!, flags!),
  shmat: (kernel, task, id, address, flags) => kernel.segments.attachById(task, id!, address!, flags!),
  shmdt: (kernel, task, address) => kernel.segments.detachAt(task, address!),
  shmctl: (kernel, task, id, command, out) => kernel.segments.control(task, id!, command!, out!),
};
