/** Which blocks there are at any position: live ones, and freed ones whose memory has not been given out again. */
import type { AllocationId, StepIndex } from '../util/units.ts';
import { eventsBefore, sortByAddress } from './allocations.ts';
import { firstAbove } from './columns.ts';
import { OverlapIndex } from './overlap-index.ts';
import type { AllocationTable, BlockAt } from './timeline.ts';

const NEVER = 2 ** 31 - 1;
const EVENTS_A_SLICE = 50_000;
const LEAST_EVENTS_BETWEEN = 4096;
const NO_IDS = new Int32Array(0);

interface Checkpoint {
  /** Events that had happened. */
  readonly events: number;
  /** Blocks there were. */
  readonly ids: Int32Array;
}

/**
 * A block is there from its allocation to the event that gives its memory out again, which one pass over all events
 * finds. Lists of the blocks there, kept every so many events, bound the work of a query.
 */
export class BlockHistory {
  /** By id: the number of events before its memory is given out again. */
  readonly #gone: Int32Array;
  readonly #checkpoints: Checkpoint[] = [];
  readonly #table: AllocationTable;

  private constructor(table: AllocationTable) {
    this.#table = table;
    this.#gone = new Int32Array(table.count + 1).fill(NEVER);
  }

  /** For positions from `first` to `end`. Yields now and then, so that the work can be done in slices. */
  static *build(table: AllocationTable, first: StepIndex, end: StepIndex): Generator<void, BlockHistory> {
    const history = new BlockHistory(table);
    const lastEvent = eventsBefore(table, end);
    const freed = new OverlapIndex();
    for (let event = 0; event < lastEvent; event++) {
      history.#follow(event, freed);
      if (event % EVENTS_A_SLICE === EVENTS_A_SLICE - 1) yield;
    }
    history.#addCheckpoint(eventsBefore(table, first));
    for (let next = history.#nextCheckpoint(); next < lastEvent; next = history.#nextCheckpoint()) {
      history.#addCheckpoint(next);
      yield;
    }
    return history;
  }

  /** The blocks before statement `step`, ascending by address. */
  at(step: StepIndex): BlockAt[] {
    const { address, size, freeStep } = this.#table;
    const ids = sortByAddress(this.#table, this.#idsAfter(eventsBefore(this.#table, step)));
    // There may be tens of thousands: Array.from would take several times as long.
    const blocks = new Array<BlockAt>(ids.length);
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index]!;
      const state = freeStep[id]! <= step ? 'freed' : 'live';
      blocks[index] = { id, address: address[id]!, size: size[id]!, state };
    }
    return blocks;
  }

  #follow(event: number, freed: OverlapIndex): void {
    const signedId = this.#table.events[event]!;
    const id = Math.abs(signedId);
    const low = this.#table.address[id]!;
    // A block of no bytes has its address to itself all the same.
    const high = low + Math.max(this.#table.size[id]!, 1);
    if (signedId < 0) freed.add(id, low, high);
    else freed.take(low, high, (other) => (this.#gone[other] = event + 1));
  }

  #nextCheckpoint(): number {
    const last = this.#checkpoints.at(-1)!;
    return last.events + Math.max(LEAST_EVENTS_BETWEEN, last.ids.length);
  }

  #addCheckpoint(events: number): void {
    this.#checkpoints.push({ events, ids: this.#idsAfter(events) });
  }

  #idsAfter(events: number): Int32Array {
    const before =
      this.#checkpoints[firstAbove(this.#checkpoints.length, (index) => this.#checkpoints[index]!.events, events) - 1];
    const kept = before?.ids ?? NO_IDS;
    const firstEvent = before?.events ?? 0;
    const ids = new Int32Array(kept.length + events - firstEvent);
    let count = 0;
    const add = (id: AllocationId): void => {
      if (this.#gone[id]! > events) ids[count++] = id;
    };
    for (let index = 0; index < kept.length; index++) add(kept[index]!);
    for (let event = firstEvent; event < events; event++) {
      const id = this.#table.events[event]!;
      if (id > 0) add(id);
    }
    return ids.slice(0, count);
  }
}
