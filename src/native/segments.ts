/** Shared memory of native programs: which mappings are of one segment, and where each process has it. */
import { SegmentKind, SystemEvent } from '../trace/records.ts';
import type { RecordBuilder } from '../trace/record-builder.ts';
import type { Address, ByteCount, StackId, StepIndex } from '../util/units.ts';
import type { CallEvent } from './events.ts';
import type { NativeProcess } from './native-processes.ts';

const MAP_SHARED = 1;
const NO_DESCRIPTOR = -1;

interface Segment {
  readonly segment: number;
  readonly size: ByteCount;
}

interface When {
  readonly stack: StackId;
  readonly step: StepIndex;
}

export class Segments {
  /** By what they are mappings of: a System V segment's id, or a file. */
  readonly #known = new Map<string, Segment>();
  /** By name of shm_open: what was mapped of it. */
  readonly #named = new Map<string, string>();
  readonly #builder: RecordBuilder;
  readonly #newId: () => number;

  constructor(builder: RecordBuilder, newId: () => number) {
    this.#builder = builder;
    this.#newId = newId;
  }

  mapped(process: NativeProcess, { result, arguments: words, stack }: CallEvent, step: StepIndex): void {
    const [, size = 0, , flags = 0, descriptor = NO_DESCRIPTOR, offset = 0, device = 0, inode = 0] = words;
    if ((flags & MAP_SHARED) === 0) return;
    const name = process.sharedFiles.get(descriptor);
    process.sharedFiles.delete(descriptor);
    const kind = name === undefined ? SegmentKind.file : SegmentKind.posix;
    // Another part of a file is a segment of its own here: segments are mapped from their beginnings.
    const file = `file ${device} ${inode} ${offset}`;
    if (name !== undefined) this.#named.set(name, file);
    const when = { stack, step };
    const segment =
      descriptor === NO_DESCRIPTOR || inode === 0
        ? this.#make(size, SegmentKind.anonymous, when)
        : this.#segment(file, size, kind, when);
    this.#attach(process, segment, result, size, when);
  }

  attached(process: NativeProcess, { result, arguments: words, stack }: CallEvent, step: StepIndex): void {
    const [id = 0, , , bytes = 0] = words;
    const segment = this.systemV(id, bytes, { stack, step });
    this.#attach(process, segment, result, segment.size, { stack, step });
  }

  unmapped(process: NativeProcess, address: Address, size: ByteCount, when: When): void {
    for (const [start, mapping] of process.mappings) {
      if (start >= address + size || start + mapping.size <= address) continue;
      this.#builder.system(SystemEvent.segmentDetached, { a: mapping.segment, b: address, c: size, ...when });
      if (address <= start && address + size >= start + mapping.size) process.mappings.delete(start);
    }
  }

  remapped(process: NativeProcess, { result, arguments: words, stack }: CallEvent, step: StepIndex): void {
    const [from = 0, oldSize = 0, size = 0] = words;
    const mapping = process.mappings.get(from);
    if (!mapping) return;
    // An old size of 0 makes a second mapping of the same.
    this.unmapped(process, from, oldSize, { stack, step });
    this.#attach(process, mapping, result, size, { stack, step });
  }

  systemV(id: number, size: ByteCount, when: When): Segment {
    return this.#segment(`system V ${id}`, size, SegmentKind.systemV, when);
  }

  removed(id: number, when: When): void {
    this.#remove(`system V ${id}`, when);
  }

  unlinked(name: string, when: When): void {
    const file = this.#named.get(name);
    if (file !== undefined) this.#remove(file, when);
    this.#named.delete(name);
  }

  #remove(key: string, when: When): void {
    const known = this.#known.get(key);
    if (!known) return;
    this.#known.delete(key);
    this.#builder.system(SystemEvent.segmentRemoved, { a: known.segment, ...when });
  }

  #segment(key: string, size: ByteCount, kind: SegmentKind, when: When): Segment {
    let known = this.#known.get(key);
    if (!known) this.#known.set(key, (known = this.#make(size, kind, when)));
    return known;
  }

  #make(size: ByteCount, kind: SegmentKind, when: When): Segment {
    const segment = this.#newId();
    this.#builder.system(SystemEvent.segmentCreated, { a: segment, b: size, c: kind, ...when });
    return { segment, size };
  }

  #attach(process: NativeProcess, { segment }: Segment, address: Address, size: ByteCount, when: When): void {
    process.mappings.set(address, { segment, size });
    this.#builder.system(SystemEvent.segmentAttached, { a: segment, b: address, c: size, ...when });
  }
}
