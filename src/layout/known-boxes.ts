/** Boxes of blocks as they were read last, for as long as reading them again would give the same. */
import type { PointerValue } from '../dwarf/value.ts';
import type { Address, AllocationId } from '../util/units.ts';
import type { BoxFacts, BoxMemory } from './build-objects.ts';
import type { BlockBox, ObjectMoment, Pointing } from './object-model.ts';
import type { RowContext } from './read-rows.ts';

/** Of larger blocks only a part is shown: comparing all of their bytes would take longer than reading that. */
const MOST_BYTES = 1024;

/** A question about what lies outside of the block, and its answer. */
interface Asked {
  ask(context: RowContext): unknown;
  readonly answer: unknown;
}

/** What a person chose to see. */
type Look = Pick<RowContext, 'opened' | 'padding' | 'showsAddresses' | 'wordRows'>;

interface KnownBox {
  readonly facts: BoxFacts;
  readonly pointedAt: RowContext['pointedAt'];
  readonly look: Look;
  readonly bytes: Uint8Array;
  readonly shadow: Uint8Array;
  readonly asked: readonly Asked[];
  readonly box: BlockBox;
}

/** For the moments of one recording. */
export class KnownBoxes implements BoxMemory {
  readonly #known = new Map<AllocationId, KnownBox>();

  boxOf(facts: BoxFacts, context: RowContext, moment: ObjectMoment, read: (context: RowContext) => BlockBox): BlockBox {
    const { id, address, size } = facts.block;
    const pointedAt = context.pointedAt.filter((place) => place.address >= address && place.address < address + size);
    // What a step did is marked in that step only.
    if (size > MOST_BYTES || facts.happened || context.bytes.isTouched(address, size)) {
      this.#known.delete(id);
      return read(context);
    }
    const [bytes, shadow] = [moment.bytes(address, size), moment.shadow(address, size)];
    const known = this.#known.get(id);
    if (known && isSame(known.facts, facts) && isSame(known.pointedAt, pointedAt) && looksSame(known.look, context)) {
      const isUntouched = areEqual(known.bytes, bytes) && areEqual(known.shadow, shadow);
      // The questions are put again in any case up to the first other answer: they also tell which blocks are pointed to.
      if (isUntouched && known.asked.every(({ ask, answer }) => isSame(ask(context), answer))) return known.box;
    }
    const noting = new NotingContext(context);
    const box = read(noting);
    const { asked } = noting;
    this.#known.set(id, {
      facts,
      pointedAt,
      look: lookOf(context),
      bytes: bytes.slice(),
      shadow: shadow.slice(),
      asked,
      box,
    });
    return box;
  }
}

/** Answers as another context does, and notes what was asked about pointers. */
class NotingContext implements RowContext {
  readonly debug: RowContext['debug'];
  readonly opened: RowContext['opened'];
  readonly padding: RowContext['padding'];
  readonly pointedAt: RowContext['pointedAt'];
  readonly showsAddresses: boolean;
  readonly wordRows: RowContext['wordRows'];
  readonly bytes: RowContext['bytes'];
  readonly asked: Asked[] = [];
  readonly #context: RowContext;

  constructor(context: RowContext) {
    this.#context = context;
    this.debug = context.debug;
    this.opened = context.opened;
    this.padding = context.padding;
    this.pointedAt = context.pointedAt;
    this.showsAddresses = context.showsAddresses;
    this.wordRows = context.wordRows;
    this.bytes = context.bytes;
  }

  pointing(value: PointerValue): Pointing {
    return this.#note((context) => context.pointing(value));
  }

  pointingToBlock(target: Address): Pointing | undefined {
    return this.#note((context) => context.pointingToBlock(target));
  }

  stringAt(value: PointerValue): string | undefined {
    return this.#note((context) => context.stringAt(value));
  }

  #note<T>(ask: (context: RowContext) => T): T {
    const answer = ask(this.#context);
    this.asked.push({ ask, answer });
    return answer;
  }
}

/** Without the context, which would keep its moment. */
function lookOf({ opened, padding, showsAddresses, wordRows }: RowContext): Look {
  return { opened, padding, showsAddresses, wordRows };
}

function looksSame(a: Look, b: Look): boolean {
  return (
    a.opened === b.opened &&
    a.padding === b.padding &&
    a.showsAddresses === b.showsAddresses &&
    a.wordRows === b.wordRows
  );
}

/** Of plain values, one level deep; a block is compared by what it says. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), b as Record<string, unknown>];
  return left.length === Object.keys(b).length && left.every(([key, value]) => isSame(value, right[key]));
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}
