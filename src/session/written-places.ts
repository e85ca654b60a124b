/** What a step wrote, in few places: a struct that is copied is one, not each of its members. */
import type { TaskRef } from '../replay/system.ts';
import type { ByteRange, StepEvent } from '../replay/timeline.ts';
import type { NamedPlace } from './name-place.ts';

type Store = Extract<StepEvent, { readonly kind: 'store' }>;

/** A step may write thousands of bytes (memset, qsort): a glance at the first is enough for a sentence. */
const MOST_STORES = 64;
/** Parts of one variable that are told one by one. */
const MOST_PARTS = 3;

/** With the task that wrote it. */
export interface WrittenPlace extends TaskRef {
  readonly place: NamedPlace;
}

interface Whole {
  readonly parts: Map<string, WrittenPlace>;
  readonly store: Store;
  low: number;
  high: number;
}

/** `nameOf` names the bytes of the task that wrote them. In the order in which they were first written. */
export function writtenPlaces(
  stores: readonly Store[],
  nameOf: (range: ByteRange, store: Store) => NamedPlace | undefined,
): WrittenPlace[] {
  const wholes = new Map<string, Whole>();
  for (const store of stores.slice(0, MOST_STORES)) {
    const { address, after } = store.change;
    const place = nameOf({ address, size: after.length }, store);
    if (!place) continue;
    const frame = place.kind === 'variable' ? place.frame : '';
    const key = [store.process, store.thread, frame, place.whole].join(' ');
    const whole = wholes.get(key) ?? { parts: new Map(), store, low: address, high: address };
    wholes.set(key, whole);
    whole.low = Math.min(whole.low, address);
    whole.high = Math.max(whole.high, address + after.length);
    addPart(whole, place);
  }
  return [...wholes.values()].flatMap(({ parts, store, low, high }) => {
    if (parts.size === 1) return [...parts.values()];
    const place = nameOf({ address: low, size: high - low }, store);
    // Few parts are told one by one, unless one of them is what all the others are in.
    const isOne = place?.kind === 'variable' && (parts.size > MOST_PARTS || parts.has(place.name));
    return isOne ? written(place, store) : [...parts.values()];
  });
}

const written = (place: NamedPlace, { process, thread }: Store): WrittenPlace => ({ place, process, thread });

/** Bytes without a name are counted together. */
function addPart({ parts, store }: Whole, place: NamedPlace): void {
  const key = place.kind === 'variable' ? place.name : place.kind;
  const known = parts.get(key)?.place;
  if (place.kind === 'variable' || !known || known.kind === 'variable') parts.set(key, written(place, store));
  else parts.set(key, written({ ...known, size: known.size + place.size }, store));
}
