import type { ReadOptions } from '../dwarf/read-value.ts';
import { sizeOf } from '../dwarf/size-of.ts';
import type { DebugInfo, TypeId } from '../dwarf/debug-info.ts';
import type { PointerValue } from '../dwarf/value.ts';
import type { BlockAt } from '../replay/timeline.ts';
import { AFTER_LIFE, ShadowState } from '../trace/records.ts';
import type { Address, AllocationId, CodeOffset, SiteId } from '../util/units.ts';
import { blockRows } from './block-rows.ts';
import type { BlockBox, ObjectModel, ObjectMoment, Pointing } from './object-model.ts';
import { resolvedName, type Padding, type Place, type RowContext } from './read-rows.ts';
import type { WordRows } from './word-rows.ts';
import { hiddenPlaces } from './hidden-places.ts';
import { findBlock } from './find-block.ts';
import { mappedBlocks, type MappedMemory } from './mapped-blocks.ts';
import { pointedString } from './pointed-string.ts';
import { stackBoxes } from './stack-boxes.ts';
import { StepBytes } from './step-bytes.ts';

export interface ObjectSource {
  readonly moment: ObjectMoment;
  readonly debug: DebugInfo;
  /** Blocks of the moment, ascending by address. */
  readonly blocks: readonly BlockAt[];
  /** What the process has mapped, ascending by address; absent: nothing. */
  readonly mappings?: readonly MappedMemory[];
  codeOf(site: SiteId): CodeOffset;
  isLeaked(block: AllocationId): boolean;
  /** At this step or later. */
  willLeak?(block: AllocationId): boolean;
  /** Blocks that libc allocated for itself are no objects of the program's. */
  isLibcs(block: AllocationId): boolean;
  /** What a pointer told that a block holds, for blocks of which none tells it any more. */
  typeOf?(block: AllocationId): TypeId | undefined;
  /** Whether a freed block is shown that nothing points to and that this step did not free; absent: every one is. */
  showsFreed?(block: AllocationId): boolean;
  /** The function that a pointer with this value leads to. */
  functionName?: ((tableIndex: number) => string | undefined) | undefined;
  readonly padding?: Padding | undefined;
  readonly showsAddresses?: boolean;
  /** Where there is no debug information: reads blocks as words. */
  readonly wordRows?: WordRows | undefined;
  /** Blocks to show beyond the first hundred, in pages: each is filled up with what its blocks lead to. */
  readonly revealed?: readonly (readonly AllocationId[])[];
  /** Rows opened or closed by hand. */
  readonly opened: ReadonlyMap<string, boolean>;
  /** Shown also where it lies in an array that is closed. */
  readonly attended?: Place | undefined;
  /** Boxes of the moments before; absent: all are read anew. */
  readonly known?: BoxMemory | undefined;
}

/** Of what a block's box is made, besides its bytes and what its pointers lead to. */
export interface BoxFacts {
  readonly block: BlockAt;
  readonly type: TypeId | undefined;
  readonly state: BlockBox['state'];
  readonly happened: 'allocated' | 'freed' | undefined;
}

/** Keeps boxes from moment to moment, so that a block in which nothing happened isn't read again. */
export interface BoxMemory {
  /** What `read` would give. */
  boxOf(facts: BoxFacts, context: RowContext, moment: ObjectMoment, read: (context: RowContext) => BlockBox): BlockBox;
}

const MOST_BLOCKS = 100;
/** Blocks of a page. */
export const PAGE_BLOCKS = 50;
/** Bytes that a program may read, or will when it has written them. */
const READABLE: ReadonlySet<number> = new Set([ShadowState.defined, ShadowState.readOnly, ShadowState.undefined]);

/** What there is to see at a moment. */
export function buildObjects(source: ObjectSource): ObjectModel {
  const attended = source.attended ? [source.attended] : [];
  const builder = new ObjectBuilder(source, attended);
  const model = builder.build();
  const hidden = hiddenPlaces(model, builder.targets);
  // Which of an array's elements are pointed at is known only when all pointers are.
  return hidden.length > 0 ? new ObjectBuilder(source, [...attended, ...hidden]).build() : model;
}

/** Reads the boxes of a moment. */
export class ObjectBuilder implements RowContext {
  readonly debug: DebugInfo;
  readonly opened: ReadonlyMap<string, boolean>;
  readonly padding: Padding | undefined;
  readonly pointedAt: readonly Place[];
  /** What pointers lead to, but for the beginnings of blocks. */
  readonly targets: Place[] = [];
  readonly showsAddresses: boolean;
  readonly wordRows: WordRows | undefined;
  readonly bytes: StepBytes;
  readonly #source: ObjectSource;
  readonly #options: ReadOptions;
  /** What this step did to blocks. */
  readonly #happened = new Map<AllocationId, 'allocated' | 'freed'>();
  /** Blocks that pointers led to since this was emptied. */
  #met: AllocationId[] = [];
  /** How many functions this step called that are still running. */
  readonly #calls: number;
  /** Blocks to show, with the type that the first pointer to them told. */
  readonly #wanted = new Map<AllocationId, { readonly block: BlockAt; type: TypeId | undefined }>();
  /** Mapped memory, as blocks with numbers of their own. */
  readonly #mapped: ReturnType<typeof mappedBlocks>;

  constructor(source: ObjectSource, pointedAt: readonly Place[]) {
    this.#source = source;
    this.pointedAt = pointedAt;
    this.debug = source.debug;
    this.opened = source.opened;
    this.padding = source.padding;
    this.showsAddresses = source.showsAddresses ?? false;
    this.wordRows = source.wordRows;
    this.#mapped = mappedBlocks(source.mappings ?? []);
    let calls = 0;
    for (const event of source.moment.events) {
      if (event.kind === 'allocate') this.#happened.set(event.id, 'allocated');
      if (event.kind === 'free') this.#happened.set(event.id, 'freed');
      if (event.kind === 'call') calls += 1;
      if (event.kind === 'return') calls = Math.max(0, calls - 1);
    }
    this.#calls = calls;
    this.bytes = new StepBytes(source.moment);
    const { functionName } = source;
    this.#options = {
      definedness: (address, size) => this.bytes.definedness(address, size),
      ...(functionName && { functionName }),
    };
  }

  build(): ObjectModel {
    const left = stackBoxes(this.#source, this, this.#options, this.#calls);
    const own = this.#source.blocks.filter((block) => !this.#source.isLibcs(block.id) && this.#isOfInterest(block));
    const boxes = new Map<AllocationId, BlockBox>();
    this.#followPointers(boxes);
    // Blocks that nothing points to: leaks, and those whose pointers are not typed.
    for (const block of own) {
      if (boxes.size >= MOST_BLOCKS) break;
      if (boxes.has(block.id)) continue;
      this.#wanted.set(block.id, { block, type: undefined });
      this.#followPointers(boxes);
    }
    for (const block of this.#mapped) if (!this.#wanted.has(block.id)) this.#want(block, undefined);
    this.#followPointers(boxes);
    for (const page of this.#source.revealed ?? []) this.#reveal(page, boxes);
    const right = [...boxes.values()].sort((a, b) => a.address - b.address);
    const isOwn = ({ block, state, mapped }: BlockBox): boolean =>
      !mapped && !this.#source.isLibcs(block) && this.#isOfInterest({ id: block, state });
    const hiddenBlocks = own.length - right.filter(isOwn).length;
    return { left, right, hiddenBlocks };
  }

  /** The type that a pointer tells a block to be of, at this moment, once that is read. */
  typeTold(block: AllocationId): TypeId | undefined {
    const type = this.#wanted.get(block)?.type;
    // A pointer to void tells none.
    return type !== undefined && sizeOf(this.debug, type) ? type : undefined;
  }

  #isOfInterest({ id, state }: { readonly id: AllocationId; readonly state: BlockBox['state'] }): boolean {
    const { showsFreed } = this.#source;
    if (state !== 'freed' || !showsFreed) return true;
    return this.#happened.has(id) || showsFreed(id);
  }

  pointingToBlock(target: Address): Pointing | undefined {
    const block = findBlock(this.#source.blocks, target);
    if (!block || target >= block.address + block.size) return undefined;
    this.#want(block, undefined);
    return { kind: block.state === 'freed' ? 'freed' : 'object', target, box: `b${block.id}` };
  }

  pointing(value: PointerValue): Pointing {
    const { target, targetType } = value;
    if (target === 0) return { kind: 'null' };
    if (value.toFunction) return { kind: 'function' };
    const block = findBlock(this.#source.blocks, target) ?? findBlock(this.#mapped, target);
    if (target !== block?.address) {
      const size = sizeOf(this.debug, targetType);
      if (size) this.targets.push({ address: target, size });
    }
    if (block) {
      this.#want(block, target === block.address ? targetType : undefined);
      return { kind: block.state === 'freed' ? 'freed' : 'object', target, box: `b${block.id}` };
    }
    const { layout } = this.#source.moment;
    if (target >= layout.stackLow && target < layout.stackHigh) {
      const isGone = AFTER_LIFE.has(this.#source.moment.shadow(target, 1)[0] ?? 0);
      return isGone ? { kind: 'ended' } : { kind: 'object', target, box: '' };
    }
    if (target >= layout.globalBase && target < layout.heapBase) return { kind: 'literal' };
    const isThere = READABLE.has(this.#source.moment.shadow(target, 1)[0] ?? 0);
    return { kind: isThere ? 'literal' : 'unknown' };
  }

  stringAt(value: PointerValue): string | undefined {
    return pointedString(this.debug, value, this.#source.moment, this.#source.blocks);
  }

  #want(block: BlockAt, type: TypeId | undefined): void {
    this.#met.push(block.id);
    const known = this.#wanted.get(block.id);
    if (!known) this.#wanted.set(block.id, { block, type });
    else if (known.type === undefined || this.#tellsMore(type, known.type)) known.type = type ?? known.type;
  }

  /** A pointer to a struct says more about a block than one to void or to bytes. */
  #tellsMore(type: TypeId | undefined, than: TypeId): boolean {
    if (type === undefined) return false;
    return (sizeOf(this.debug, type) ?? 0) > (sizeOf(this.debug, than) ?? 0);
  }

  /** Reads wanted blocks until none is new: reading one may want others. */
  #followPointers(boxes: Map<AllocationId, BlockBox>): void {
    for (const id of this.#wanted.keys()) {
      if (boxes.has(id)) continue;
      if (boxes.size >= MOST_BLOCKS) return;
      this.#read(id, boxes);
    }
  }

  /** Reads some more blocks, then what they lead to, nearest first. */
  #reveal(page: readonly AllocationId[], boxes: Map<AllocationId, BlockBox>): void {
    for (const id of page) {
      const block = this.#wanted.has(id) ? undefined : this.#source.blocks.find((each) => each.id === id);
      if (block) this.#wanted.set(id, { block, type: undefined });
    }
    const end = boxes.size + PAGE_BLOCKS;
    const queue = [...page];
    for (const id of queue) {
      if (boxes.size >= end) return;
      if (boxes.has(id)) continue;
      this.#met = [];
      this.#read(id, boxes);
      queue.push(...this.#met);
    }
  }

  #read(id: AllocationId, boxes: Map<AllocationId, BlockBox>): void {
    const wanted = this.#wanted.get(id);
    if (!wanted) return;
    const { block } = wanted;
    const type = this.typeTold(id) ?? this.#source.typeOf?.(id) ?? wanted.type;
    const { moment, known, isLeaked, willLeak } = this.#source;
    const state = block.state === 'freed' ? 'freed' : isLeaked(id) ? 'leaked' : 'live';
    const happened = this.#happened.get(id);
    const mapped = this.#mapped.find((each) => each.id === id)?.mapped;
    const read = (context: RowContext): BlockBox => ({
      id: `b${id}`,
      kind: 'block',
      block: id,
      address: block.address,
      size: block.size,
      state,
      type: type === undefined ? '' : resolvedName(this.debug, type),
      rows: blockRows(block, type, context, moment, this.#options),
      ...(willLeak?.(id) && { willLeak: true }),
      ...(happened && { happened }),
      ...(mapped && { mapped }),
    });
    const box = known && !mapped ? known.boxOf({ block, type, state, happened }, this, moment, read) : read(this);
    boxes.set(id, box);
  }
}
