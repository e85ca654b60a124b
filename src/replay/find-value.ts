/** Searching a window's records for when some bytes became what they are wanted to be: a watchpoint with a condition. */
import type { StepIndex } from '../util/units.ts';
import { placesOf, runningAt, scanWrites, type FoundWrite, type Watched, type WatchedRange } from './find-write.ts';
import type { MomentContext } from './moment.ts';
import type { StepQuery } from './timeline.ts';

export interface WatchedValue extends Omit<WatchedRange, 'size'> {
  readonly wanted: Uint8Array;
  /** What the bytes are at the position that the search starts from, which must be in the window. */
  readonly now: Uint8Array;
}

/** Asks for a statement at which the bytes become what is wanted, also through another process's mapping. */
export function valueOf(value: Watched<WatchedValue>): StepQuery {
  return {
    kind: 'records',
    search: (context, from, direction) =>
      findValue(context, from, direction, { process: runningAt(context, from), ...value }),
  };
}

/**
 * The nearest position after (1) or before (-1) `from` at which the bytes have the wanted value and had another one before. Records
 * hold old XOR new, so the value is followed from `now` in either direction, and no position has to be gone to.
 */
function findValue(
  context: MomentContext,
  from: StepIndex,
  direction: 1 | -1,
  { process, address, wanted, now }: WatchedValue,
): StepIndex | undefined {
  const places = placesOf(context.survey.system, { process, address, size: wanted.length });
  const { keyframes } = context.index;
  const value = now.slice(0, wanted.length);
  const isWanted = (): boolean => value.every((byte, i) => byte === wanted[i]);
  const begins = (segment: number): StepIndex => keyframes[segment]!.begun;
  const last = keyframes.length - 1;
  let segment =
    direction === 1
      ? Math.max(
          0,
          keyframes.findLastIndex(({ begun }) => begun <= from),
        )
      : last;
  for (; segment >= 0 && segment <= last; segment += direction) {
    if (direction === -1 && begins(segment) > from) continue;
    const changes = new ChangeLog(wanted.length);
    scanWrites(context, keyframes[segment]!, keyframes[segment + 1], places, (write) => {
      if (direction === 1 ? write.step > from : write.step <= from) changes.add(write);
      return direction === -1 && write.step > from;
    });
    const found = changes.follow(value, direction, (step) => step !== from && isWanted());
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What statements did to the bytes, one entry for each statement that did something. */
class ChangeLog {
  readonly #size: number;
  readonly #steps: StepIndex[] = [];
  #xor = new Uint8Array(1024);

  constructor(size: number) {
    this.#size = size;
  }

  add({ step, place, start, n, words, dataAt }: FoundWrite): void {
    const size = this.#size;
    if (this.#steps.at(-1) !== step) this.#steps.push(step);
    const base = (this.#steps.length - 1) * size;
    if (base + size > this.#xor.length) {
      const more = new Uint8Array(2 * (base + size));
      more.set(this.#xor);
      this.#xor = more;
    }
    const low = Math.max(start, place.address);
    const high = Math.min(start + n, place.address + place.size);
    for (let at = low; at < high; at += 1) {
      const data = at - start;
      const byte = (words[dataAt + (data >>> 2)]! >>> ((data & 3) * 8)) & 0xff;
      this.#xor[base + place.at + at - place.address]! ^= byte;
    }
  }

  /** Does (1) or undoes (-1) the changes one by one on `value`; gives the first position after one that made it what is wanted. */
  follow(value: Uint8Array, direction: 1 | -1, isWanted: (step: StepIndex) => boolean): StepIndex | undefined {
    const steps = this.#steps;
    for (let at = direction === 1 ? 0 : steps.length - 1; at >= 0 && at < steps.length; at += direction) {
      const step = steps[at]!;
      const before = direction === -1 && isWanted(step);
      const isChange = this.#apply(value, at);
      if (!isChange) continue;
      if (direction === 1 ? isWanted(step) : before) return step;
    }
    return undefined;
  }

  /** Whether that changed anything: what is written may be what was there. */
  #apply(value: Uint8Array, at: number): boolean {
    let isChange = false;
    for (let i = 0; i < value.length; i += 1) {
      const byte = this.#xor[at * this.#size + i]!;
      value[i]! ^= byte;
      isChange ||= byte !== 0;
    }
    return isChange;
  }
}
