/**
 * Where undefined values came from. Runs are deterministic, so it can be tried out: with only some of the places that make
 * undefined values doing so, a finding is made again or it isn't. Run k leaves those undefined whose number has bit k; the runs in which
 * a finding is made spell the number of its origin.
 */
import { Layout } from '../instrument/memory-layout.ts';
import type { Chunk } from '../trace/recording.ts';
import { DetailKind, KIND_BITS, OriginKind, RECORD_WORDS, RecordKind } from '../trace/records.ts';
import type { ProgramState } from './program-state.ts';

/** A finding that is the same in all runs: its site, and the step at which it was first made. */
export type FindingKey = string;

export interface UndefinedFinding {
  readonly key: FindingKey;
  /** Position among all findings of the run. */
  readonly index: number;
  /** Index of the process that made it. */
  readonly process: number;
}

/** One place that makes undefined values, by number: that of each process from its fork on. */
interface Origin {
  readonly process: number;
  readonly number: number;
  /** The words of a detail record: OriginKind; block id, or site and offset, or site and size. */
  readonly words: readonly number[];
}

/** What a trial showed. */
export interface Trial {
  readonly found: ReadonlySet<FindingKey>;
  /** All places that made undefined values, or would have. */
  origins(): readonly Origin[];
}

/** Makes the run with those origins undefined whose number is in the set (a bit each). */
export type Try = (wanted: Uint8Array) => Trial;

/** Findings whose value came from several origins are each searched for on their own: so many of them. */
const MOST_SEARCHES = 4;
const NUMBERS = Layout.ORIGINS_SIZE;
const FRAME = 0x80000000;
/** The offset of what lies below its frame. */
const BELOW = 0x80000000;

/** For each finding, as far as it can be told before `isLate` says stop: the words of its origin. */
export function findOrigins(
  findings: readonly UndefinedFinding[],
  tryWith: Try,
  isLate: () => boolean,
): ReadonlyMap<UndefinedFinding, readonly number[]> {
  const spelled = findings.map(() => 0);
  let origins: readonly Origin[] = [];
  let count = 0;
  for (let bit = 0; bit === 0 || 1 << bit <= count; bit++) {
    if (isLate()) return new Map();
    // How many there are shows only when there was a run.
    const most = bit === 0 ? NUMBERS : count + 1;
    const trial = tryWith(numbersWhere(most, (number) => ((number >> bit) & 1) !== 0));
    if (bit === 0) {
      origins = trial.origins();
      count = origins.reduce((highest, { number }) => Math.max(highest, number), 0);
    }
    findings.forEach(({ key }, i) => (spelled[i]! |= trial.found.has(key) ? 1 << bit : 0));
  }
  // What several origins took part in spells a number that may be none of theirs.
  const alone = isLate() ? undefined : tryWith(numbersWhere(count + 1, (number) => spelled.includes(number))).found;
  const byNumber = new Map(origins.map(({ process, number, words }) => [`${process} ${number}`, words]));
  const result = new Map<UndefinedFinding, readonly number[]>();
  let searches = 0;
  findings.forEach((finding, i) => {
    let number = spelled[i]!;
    if (number !== 0 && alone && !alone.has(finding.key) && searches++ < MOST_SEARCHES)
      number = search(finding.key, count, tryWith, isLate);
    // What came through shared memory is another process's.
    const words = byNumber.get(`${finding.process} ${number}`) ?? origins.find((one) => one.number === number)?.words;
    if (words) result.set(finding, words);
  });
  return result;
}

/** The smallest number whose origin suffices together with those below it. */
function search(key: FindingKey, count: number, tryWith: Try, isLate: () => boolean): number {
  let low = 1;
  let high = count;
  while (low < high) {
    if (isLate()) return 0;
    const middle = (low + high) >> 1;
    if (tryWith(numbersWhere(middle + 1, () => true)).found.has(key)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A bit for each number below `end` that is wanted. */
function numbersWhere(end: number, isWanted: (number: number) => boolean): Uint8Array {
  const bits = new Uint8Array(NUMBERS / 8);
  for (let number = 1; number < end; number++) if (isWanted(number)) bits[number >> 3]! |= 1 << (number & 7);
  return bits;
}

/** Of the finding whose record was written last. */
export function findingKey(state: ProgramState): FindingKey {
  const record = (state.field(Layout.STATE_RING) >> 2) - RECORD_WORDS[RecordKind.finding]!;
  return `${state.words[record + 6]} ${state.steps}`;
}

/** The details that tell readers of a recording. */
export function originRecords(found: ReadonlyMap<UndefinedFinding, readonly number[]>): Chunk | undefined {
  if (found.size === 0) return undefined;
  const words = Uint32Array.from(
    [...found].flatMap(([{ index }, origin]) => [
      (DetailKind.origin << KIND_BITS) | RecordKind.detail,
      16,
      index,
      ...origin,
    ]),
  );
  return { process: 0, words, length: words.length };
}

/** The shim's table of origins (wasm/origins.c) in a process's memory. */
export function readOrigins({ words }: ProgramState, process: number): Origin[] {
  const origins: Origin[] = [];
  const first = Layout.ORIGINS_BASE >> 2;
  for (let at = first; at < first + Layout.ORIGINS_SIZE * 4; at += 4) {
    const place = words[at]!;
    if (place === 0) continue;
    const [offset = 0, number = 0, value = 0] = words.subarray(at + 1, at + 4);
    const site = place - FRAME;
    const told =
      place < FRAME
        ? [OriginKind.block, value, 0]
        : offset === BELOW
          ? [OriginKind.belowFrame, site, value]
          : [OriginKind.frame, site, offset];
    origins.push({ process, number, words: told });
  }
  return origins;
}
