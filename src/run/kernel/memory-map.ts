/**
 * What a process has mapped. Addresses come from a zone above the heap, from its top down, with a page between neighbours; the heap
 * may grow up to the lowest of them.
 */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { Layout } from '../../instrument/memory-layout.ts';
import { PAGE_BYTES } from '../../trace/recording.ts';
import { ShadowState } from '../../trace/records.ts';
import type { Address, ByteCount } from '../../util/units.ts';
import type { ProgramState } from '../program-state.ts';
import type { Recorder } from '../recorder.ts';
import { CallError } from '../wasi/ends.ts';
import { giveValues, settleFile, takeValues } from './segment-values.ts';
import { copyIn, copyOut, copyOutAliases, PROT_READ, PROT_WRITE, type Mapping } from './segment.ts';

const ZONE_END = Layout.RESERVED_BASE - 0x10000;
/** The heap keeps so far away from the lowest mapping. */
const HEAP_GUARD = 0x10000;

export class MemoryMap {
  mappings: readonly Mapping[] = [];
  /** Shared memory that is mapped more than once. */
  private aliases: readonly (readonly Mapping[])[] = [];

  constructor(
    private readonly state: ProgramState,
    private readonly recorder: () => Recorder,
    /** Each access to shared memory is a place for another task to run, or to be recorded. */
    private readonly watchesAccesses: boolean,
  ) {}

  /** Whether [from, from + size) may be mapped, so many bytes away from its neighbours. */
  isFree(from: Address, size: ByteCount, gap: ByteCount): boolean {
    return (
      from % PAGE_BYTES === 0 &&
      from >= this.lowest &&
      from + size <= ZONE_END &&
      this.mappings.every((m) => from >= m.address + m.size + gap || from + size + gap <= m.address)
    );
  }

  /** Free addresses for so many bytes; `wanted` if it is free itself. Throws ENOMEM. */
  findFree(size: ByteCount, wanted: Address): Address {
    const isFree = (from: Address): boolean => this.isFree(from, size, PAGE_BYTES);
    if (wanted !== 0 && isFree(wanted)) return wanted;
    const ends = [ZONE_END, ...this.mappings.map(({ address }) => address - PAGE_BYTES)].sort((a, b) => b - a);
    const end = ends.find((candidate) => isFree(candidate - size));
    if (end === undefined) throw new CallError(wasi.ERRNO_NOMEM);
    return end - size;
  }

  private get lowest(): Address {
    const { threadsEnd } = this.state;
    return Math.max(threadsEnd, this.state.field(Layout.STATE_HEAP_TOP) + 2 * HEAP_GUARD);
  }

  add(mapping: Mapping): void {
    this.mappings = [...this.mappings, mapping].sort((a, b) => a.address - b.address);
    const lowest = this.mappings[0]!.address;
    this.state.setField(
      Layout.STATE_HEAP_LIMIT,
      Math.min(this.state.field(Layout.STATE_HEAP_LIMIT), lowest - HEAP_GUARD),
    );
    this.changed();
    this.show(mapping);
    for (const alias of this.aliases.flat()) this.shade(alias);
  }

  /** A child's map is its parent's. */
  inherit(from: MemoryMap): void {
    this.mappings = from.mappings.map((mapping) => ({ ...mapping }));
    for (const { segment } of this.mappings) segment.isPublished = true;
    const attached = new Map(this.mappings.map(({ attachment, segment }) => [attachment, segment]));
    for (const segment of attached.values()) segment.attached++;
    this.changed();
  }

  private changed(): void {
    this.state.mapped = this.mappings.map(({ address, size }) => [address, address + size] as const);
    const groups = new Map<object, Mapping[]>();
    for (const mapping of this.mappings) {
      const memory = mapping.file ?? mapping.segment;
      if (mapping.isShared) groups.set(memory, [...(groups.get(memory) ?? []), mapping]);
    }
    this.aliases = [...groups.values()].filter((group) => new Set(group.map((m) => m.attachment)).size > 1);
  }

  get hasAliases(): boolean {
    return this.aliases.length > 0;
  }

  /** What was written through one of several mappings of the same memory is there in the others. */
  syncAliases(): void {
    for (const group of this.aliases) {
      copyOutAliases(group, this.state.bytes);
      for (const mapping of group) copyIn(mapping, this.state.bytes);
    }
  }

  at(address: Address): Mapping | undefined {
    return this.mappings.find((m) => address >= m.address && address < m.address + m.size);
  }

  overlapping(address: Address, size: ByteCount): readonly Mapping[] {
    return this.mappings.filter((m) => m.address < address + size && address < m.address + m.size);
  }

  /** Takes [address, address + size) away; parts of mappings that lie outside stay. Gives what was mapped there. */
  remove(address: Address, size: ByteCount): readonly Mapping[] {
    const cut = this.overlapping(address, size);
    const end = address + size;
    this.syncAliases();
    const isAliased = new Set(this.aliases.flat());
    const rest = cut.flatMap((m) => {
      m.segment.isPublished = true;
      if (!isAliased.has(m)) this.leave(m);
      const left = m.address < address ? [part(m, m.address, address)] : [];
      const right = m.address + m.size > end ? [part(m, end, m.address + m.size)] : [];
      return [...left, ...right];
    });
    this.mappings = [...this.mappings.filter((m) => !cut.includes(m)), ...rest].sort((a, b) => a.address - b.address);
    this.changed();
    for (const m of cut) {
      const from = Math.max(m.address, address);
      this.setShadow(from, Math.min(m.address + m.size, end) - from, ShadowState.unmapped);
    }
    return cut;
  }

  /** Throws ENOMEM unless all of [address, address + size) is mapped. */
  private requireMapped(address: Address, size: ByteCount): void {
    const end = address + size;
    const mapped = this.overlapping(address, size).reduce(
      (sum, m) => sum + Math.min(end, m.address + m.size) - Math.max(address, m.address),
      0,
    );
    if (mapped < size) throw new CallError(wasi.ERRNO_NOMEM);
  }

  /** Writes what is mapped there to where it is from. Throws ENOMEM where nothing is mapped. */
  publish(address: Address, size: ByteCount): void {
    this.requireMapped(address, size);
    this.copyOut();
  }

  /** Of all of [address, address + size), which may be a part of what was mapped at once. Throws ENOMEM where nothing is mapped. */
  protect(address: Address, size: ByteCount, protection: number): void {
    this.requireMapped(address, size);
    const end = address + size;
    this.splitAt(address);
    this.splitAt(end);
    for (const mapping of this.overlapping(address, size)) {
      mapping.protection = protection;
      this.shade(mapping);
    }
  }

  private splitAt(address: Address): void {
    const whole = this.at(address);
    if (!whole || whole.address === address) return;
    const parts = [part(whole, whole.address, address), part(whole, address, whole.address + whole.size)];
    this.mappings = this.mappings.flatMap((mapping) => (mapping === whole ? parts : [mapping]));
    this.changed();
  }

  /** Puts the mapping's bytes and shadow where it is. */
  private show(mapping: Mapping): void {
    const { address, size, segment, offset, file } = mapping;
    const bytes = file ? file.read(offset, size) : segment.bytes.subarray(offset, offset + size);
    const recorder = this.recorder();
    recorder.beforeWrite(address, size);
    this.state.bytes.fill(0, address, address + size);
    this.state.bytes.set(bytes, address);
    recorder.afterWrites();
    this.shade(mapping);
    giveValues(mapping, this.state.bytes, this.shadowOf(mapping, mapping.protection));
  }

  /** Marks the mapping's bytes with what may be done with them. */
  private shade(mapping: Mapping): void {
    const { address, size, offset, file, protection } = mapping;
    // Past a file's last page there is nothing, not even zeros.
    const backed = file ? Math.min(size, Math.ceil(Math.max(0, file.size - offset) / PAGE_BYTES) * PAGE_BYTES) : size;
    this.setShadow(address, backed, this.shadowOf(mapping, protection));
    if (backed < size) this.setShadow(address + backed, size - backed, ShadowState.unmapped);
  }

  private setShadow(address: Address, size: ByteCount, state: number): void {
    this.state.bytes.fill(state, Layout.LIMIT + address, Layout.LIMIT + address + size);
    if (this.state.bytes.length > 2 * Layout.LIMIT)
      this.state.bytes.fill(0, 2 * Layout.LIMIT + address, 2 * Layout.LIMIT + address + size);
    this.recorder().shadow(state, address, size);
  }

  private shadowOf(mapping: Mapping, protection: number): number {
    const isReadable = (protection & PROT_READ) !== 0;
    const isWatched =
      mapping.isShared && (this.watchesAccesses || this.aliases.some((group) => group.includes(mapping)));
    if (protection & PROT_WRITE) return isWatched ? ShadowState.shared : ShadowState.defined;
    return isReadable ? ShadowState.readOnly : ShadowState.unmapped;
  }

  copyOut(): void {
    this.syncAliases();
    const aliased = this.aliases.flat();
    for (const mapping of this.mappings) if (!aliased.includes(mapping)) this.leave(mapping);
  }
  copyIn(): void {
    const { bytes } = this.state;
    const aliased = this.aliases.flat();
    for (const mapping of this.mappings) {
      const defined = this.shadowOf(mapping, mapping.protection);
      settleFile(mapping, bytes, defined);
      copyIn(mapping, bytes);
      if (!aliased.includes(mapping)) giveValues(mapping, bytes, defined);
    }
  }

  /** What others may see of it. */
  private leave(mapping: Mapping): void {
    copyOut(mapping, this.state.bytes);
    takeValues(mapping, this.state.bytes);
  }
}

function part(mapping: Mapping, from: Address, to: Address): Mapping {
  return { ...mapping, address: from, size: to - from, offset: mapping.offset + from - mapping.address };
}
