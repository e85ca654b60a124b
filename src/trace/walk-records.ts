/**
 * Walking over records without an object for each. The pattern that every reader follows:
 *
 *     for (let at = 0; at < length; at += recordSize(words, at)) {
 *       switch (words[at]! & KIND_MASK) { ... }
 *     }
 *
 * `recordSize` trusts its words: chunks from a file have passed `checkRecords` (`readRecording` does it), those of a run
 * come from our own probes.
 */
import { NativeDetail, KIND_BITS, KIND_MASK, RECORD_WORDS, RecordKind, VARIABLE_RECORDS } from './records.ts';

/** Words of the record that starts at `at`, header included. Throws on a kind that does not exist. */
export function recordSize(words: Uint32Array, at: number): number {
  const kind = words[at]! & KIND_MASK;
  const fixed = RECORD_WORDS[kind];
  if (fixed) return fixed;
  if (kind === RecordKind.bulk) return 3 + byteWords(words[at + 2]!);
  if (kind === RecordKind.output || kind === RecordKind.input) return 4 + byteWords(words[at + 1]!);
  if (kind === RecordKind.detail) return 2 + byteWords(words[at + 1]!);
  throw new Error(`no record of kind ${kind} exists (word ${at})`);
}

/** Words that n bytes take. Not `(n + 3) >> 2`: n may be any 32-bit number. */
export function byteWords(n: number): number {
  return Math.ceil(n / 4);
}

/** A step index of two words. */
export function stepOf(low: number, high: number): number {
  return high * 2 ** 32 + low;
}

/** Of a survey: the step that is told once the record at `at` is read, and that was `told` before. Of findings the steps that sites add are left out. */
export function stepTold(words: Uint32Array, at: number, told: number): number {
  switch (words[at]! & KIND_MASK) {
    case RecordKind.malloc:
    case RecordKind.quickFree:
      return told + 1;
    case RecordKind.progress:
      return Math.max(told, stepOf(words[at + 1]!, words[at + 2]!));
    case RecordKind.free:
      return Math.max(told, stepOf(words[at + 4]!, words[at + 5]!));
    case RecordKind.allocate:
    case RecordKind.system:
      return Math.max(told, stepOf(words[at + 5]!, words[at + 6]!));
    case RecordKind.finding:
      return Math.max(told, stepOf(words[at + 7]!, words[at + 8]!));
    case RecordKind.detail:
      return Math.max(told, detailStep(words[at]! >>> KIND_BITS, words, at + 2));
    default:
      return told;
  }
}

function detailStep(detail: number, words: Uint32Array, at: number): number {
  const bytes = words[at - 1]!;
  if (detail === NativeDetail.segmentBytes && bytes >= 16) return stepOf(words[at + 2]!, words[at + 3]!);
  return detail === NativeDetail.blockContents && bytes >= 12 ? stepOf(words[at + 1]!, words[at + 2]!) : 0;
}

export interface RecordDamage {
  /** Index of the first word that is not part of a whole record. */
  readonly word: number;
  readonly reason: string;
}

/** Whether the first `length` words are whole records of known kinds; if not, where that ends. */
export function checkRecords(words: Uint32Array, length: number): RecordDamage | undefined {
  let at = 0;
  while (at < length) {
    const kind = words[at]! & KIND_MASK;
    const head = RECORD_WORDS[kind] || VARIABLE_RECORDS[kind]?.headWords;
    if (!head) return { word: at, reason: `no record of kind ${kind} exists` };
    if (at + head > length || at + recordSize(words, at) > length) {
      return { word: at, reason: 'a record runs past the end of its chunk' };
    }
    at += recordSize(words, at);
  }
  return undefined;
}

/** The data bytes of a record (a copy), `n` of them from word `at` on. */
export function recordBytes(words: Uint32Array, at: number, n: number): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset + at * 4, n).slice();
}
