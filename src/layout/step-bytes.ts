/** What a step did to bytes of memory, and whether these have a value. */
import type { Definedness } from '../dwarf/value.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, ByteCount } from '../util/units.ts';
import type { ObjectMoment } from './object-model.ts';

/** A variable whose declaration hasn't been reached is still out of its scope. */
const UNWRITTEN: ReadonlySet<number> = new Set([
  ShadowState.undefined,
  ShadowState.afterScope,
  ShadowState.afterReturn,
]);

/** Of larger things the beginning is looked at. */
const MOST_BYTES = 4096;

/** What one look at the shadow of some bytes told. */
interface Known {
  readonly size: ByteCount;
  readonly definedness: Definedness;
  readonly hasEnded: boolean;
}

/** For one moment. */
export class StepBytes {
  readonly #moment: ObjectMoment;
  readonly #stores: readonly { readonly address: Address; readonly end: Address }[];
  /** By address, what was asked about last there: a row asks when its value is read and again when it is made. */
  readonly #known = new Map<Address, Known>();

  constructor(moment: ObjectMoment) {
    this.#moment = moment;
    this.#stores = moment.events.flatMap((event) =>
      event.kind === 'store'
        ? [{ address: event.change.address, end: event.change.address + event.change.after.length }]
        : [],
    );
  }

  changed(address: Address, size: ByteCount): boolean {
    return this.#stores.some((store) => store.address < address + size && address < store.end);
  }

  wasRead(address: Address, size: ByteCount): boolean {
    return this.#moment.reads.some((read) => read.address < address + size && address < read.address + read.size);
  }

  isTouched(address: Address, size: ByteCount): boolean {
    return this.changed(address, size) || this.wasRead(address, size);
  }

  /** Whether they still hold a value of a variable whose scope ended. */
  hasEnded(address: Address, size: ByteCount): boolean {
    return this.#look(address, size).hasEnded;
  }

  definedness(address: Address, size: ByteCount): Definedness {
    return this.#look(address, size).definedness;
  }

  #look(address: Address, size: ByteCount): Known {
    const known = this.#known.get(address);
    if (known?.size === size) return known;
    const shadow = this.#moment.shadow(address, Math.min(size, MOST_BYTES));
    let unwritten = 0;
    let hasEnded = false;
    for (const state of shadow) {
      if (UNWRITTEN.has(state)) unwritten += 1;
      hasEnded ||= state === ShadowState.afterScopeWritten;
    }
    const definedness = unwritten === 0 ? 'all' : unwritten === shadow.length ? 'none' : 'some';
    const looked = { size, definedness, hasEnded } as const;
    this.#known.set(address, looked);
    return looked;
  }
}
