/** A window replayed in the most obvious way, from the start each time: what the fast replay must agree with. */
import { decodeRecords, type DecodedRecord } from '../../trace/decode-records.fixture.ts';
import { AllocationOp, ShadowState } from '../../trace/records.ts';
import type { RecordedWindow, SiteTable, SnapshotFrame } from '../../trace/recording.ts';

export interface SlowMoment {
  readonly memory: Uint8Array;
  readonly shadow: Uint8Array;
  readonly frames: readonly SnapshotFrame[];
  readonly blocks: readonly {
    readonly id: number;
    readonly address: number;
    readonly size: number;
    readonly state: 'live' | 'freed';
  }[];
  /** The site of the next statement; 0 at the end. */
  readonly site: number;
  /** The records since the statement before. */
  readonly records: readonly DecodedRecord[];
}

/** The window's moments, in order, from `first` to its end. */
export function* slowReplay(window: RecordedWindow, sites: SiteTable): Generator<SlowMoment> {
  const state = new SlowState(window, sites);
  let records: DecodedRecord[] = [];
  for (const chunk of window.chunks) {
    let process = chunk.process;
    for (const record of decodeRecords(chunk.words, chunk.length)) {
      if (record.kind === 'process') process = record.process;
      if (process !== window.snapshot.process) continue;
      if (record.kind === 'step') {
        state.unwind(record.site);
        yield state.moment(record.site, records);
        records = [];
      }
      state.apply(record);
      records.push(record);
    }
  }
  yield state.moment(0, records);
}

class SlowState {
  readonly memory: Uint8Array;
  readonly shadow: Uint8Array;
  #frames: SnapshotFrame[];
  #blocks: { id: number; address: number; size: number; state: 'live' | 'freed' }[] = [];
  #lastRealloc: { address: number; size: number } | undefined;

  constructor(
    readonly window: RecordedWindow,
    readonly sites: SiteTable,
  ) {
    const { limit } = window.snapshot.layout;
    this.memory = new Uint8Array(limit);
    this.shadow = new Uint8Array(limit).fill(ShadowState.unallocated);
    for (const run of window.snapshot.memory) this.memory.set(run.bytes, run.address);
    for (const run of window.snapshot.shadow) this.shadow.set(run.bytes, run.address);
    this.#frames = [...window.snapshot.frames];
    for (const frame of this.#frames) {
      for (let at = frame.frameBase; at < this.#frameEnd(frame); at++) {
        if (this.shadow[at] === ShadowState.unallocated || this.shadow[at] === ShadowState.afterReturn)
          this.shadow[at] = ShadowState.defined;
      }
    }
  }

  #frameEnd({ functionIndex, frameBase }: SnapshotFrame): number {
    return frameBase + (this.sites.frameBytes?.[functionIndex] ?? 0);
  }

  #cut(depth: number): void {
    for (const left of this.#frames.splice(depth))
      this.shadow.fill(ShadowState.afterReturn, left.frameBase, this.#frameEnd(left));
  }

  moment(site: number, records: readonly DecodedRecord[]): SlowMoment {
    const blocks = this.#blocks.map((block) => ({ ...block })).sort((a, b) => a.address - b.address);
    return { memory: this.memory, shadow: this.shadow, frames: [...this.#frames], blocks, site, records };
  }

  unwind(site: number): void {
    const functionIndex = this.sites.functionIndex[site];
    const index = this.#frames.findLastIndex((frame) => frame.functionIndex === functionIndex);
    if (index >= 0) this.#cut(index + 1);
  }

  apply(record: DecodedRecord): void {
    switch (record.kind) {
      case 'step': {
        const top = this.#frames.pop();
        if (top) this.#frames.push({ ...top, statement: record.site });
        break;
      }
      case 'store':
        record.xor.forEach((byte, at) => {
          this.memory[record.address + at]! ^= byte;
          if (this.shadow[record.address + at] === ShadowState.undefined)
            this.shadow[record.address + at] = ShadowState.defined;
        });
        break;
      case 'enter':
        this.#frames.push({
          functionIndex: record.functionIndex,
          frameBase: record.frameBase,
          callSite: record.callSite,
          statement: 0,
        });
        this.shadow.fill(ShadowState.undefined, record.frameBase, this.#frameEnd(this.#frames.at(-1)!));
        break;
      case 'leave': {
        const index = this.#frames.findLastIndex((frame) => frame.functionIndex === record.functionIndex);
        if (index >= 0) this.#cut(index);
        break;
      }
      case 'shadow':
        for (let at = record.address; at < record.address + record.size; at++) {
          const ends = record.state === ShadowState.afterScope && this.shadow[at] === ShadowState.defined;
          this.shadow[at] = ends ? ShadowState.afterScopeWritten : record.state;
        }
        break;
      case 'allocate':
        this.#allocate(record);
        break;
      case 'free':
        this.#free(record);
        break;
      default:
    }
  }

  #allocate({ operation, id, address, size }: DecodedRecord & { kind: 'allocate' }): void {
    const end = address + Math.max(size, 1);
    this.#blocks = this.#blocks.filter(
      (other) => other.state === 'live' || other.address >= end || other.address + Math.max(other.size, 1) <= address,
    );
    this.#blocks.push({ id, address, size, state: 'live' });
    this.shadow.fill(ShadowState.heapRedzone, address - 16, address);
    this.shadow.fill(ShadowState.heapRedzone, address, address + Math.ceil(Math.max(size, 1) / 16) * 16);
    this.shadow.fill(
      operation === AllocationOp.calloc ? ShadowState.defined : ShadowState.undefined,
      address,
      address + size,
    );
    this.#lastRealloc = operation === AllocationOp.realloc ? { address, size } : undefined;
  }

  #free({ operation, id, address }: DecodedRecord & { kind: 'free' }): void {
    const block = this.#blocks.find((other) => other.id === id)!;
    if (operation === AllocationOp.realloc && this.#lastRealloc) {
      for (let at = 0; at < Math.min(block.size, this.#lastRealloc.size); at++) {
        const state = this.shadow[address + at]!;
        this.shadow[this.#lastRealloc.address + at] = state >= 0x80 ? state : ShadowState.defined;
      }
    }
    this.#lastRealloc = undefined;
    block.state = 'freed';
    this.shadow.fill(ShadowState.freed, address, address + Math.max(block.size, 16));
  }
}
