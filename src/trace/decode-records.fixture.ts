/** Records as objects: slow and plain, for tests. `walk-records.ts` is how the product reads them. */
import { KIND_BITS, KIND_MASK, RecordKind } from './records.ts';
import { recordBytes, recordSize, stepOf } from './walk-records.ts';

export type DecodedRecord =
  | { readonly kind: 'step'; readonly site: number }
  | {
      readonly kind: 'store';
      readonly site: number;
      readonly address: number;
      readonly xor: Uint8Array;
      readonly bulk: boolean;
    }
  | { readonly kind: 'enter'; readonly functionIndex: number; readonly frameBase: number; readonly callSite: number }
  | { readonly kind: 'leave'; readonly functionIndex: number }
  | { readonly kind: 'call'; readonly functionIndex: number }
  | { readonly kind: 'stack'; readonly callSite: number; readonly parent: number }
  | {
      readonly kind: 'allocate';
      readonly operation: number;
      readonly id: number;
      readonly address: number;
      readonly size: number;
      readonly stack: number;
      readonly step: number;
    }
  | {
      readonly kind: 'free';
      readonly operation: number;
      readonly id: number;
      readonly address: number;
      readonly stack: number;
      readonly step: number;
    }
  | {
      readonly kind: 'finding';
      readonly finding: number;
      readonly address: number;
      readonly size: number;
      readonly flags: number;
      readonly block: number;
      readonly stack: number;
      readonly site: number;
      readonly step: number;
    }
  | { readonly kind: 'shadow'; readonly state: number; readonly address: number; readonly size: number }
  | { readonly kind: 'output'; readonly descriptor: number; readonly step: number; readonly bytes: Uint8Array }
  | { readonly kind: 'input'; readonly step: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'systemCall';
      readonly number: number;
      readonly errno: number;
      readonly stack: number;
      readonly step: number;
    }
  | { readonly kind: 'progress'; readonly step: number }
  | { readonly kind: 'sharedRead'; readonly site: number; readonly address: number; readonly size: number }
  | { readonly kind: 'process'; readonly process: number; readonly thread: number }
  | {
      readonly kind: 'system';
      readonly event: number;
      readonly a: number;
      readonly b: number;
      readonly c: number;
      readonly stack: number;
      readonly step: number;
    }
  | {
      readonly kind: 'malloc';
      readonly stack: number;
      readonly address: number;
      readonly size: number;
    }
  | { readonly kind: 'quickFree'; readonly stack: number; readonly id: number }
  | { readonly kind: 'wide'; readonly addressHigh: number; readonly sizeHigh: number }
  | { readonly kind: 'detail'; readonly detail: number; readonly bytes: Uint8Array };

const STORE_SIZES: Readonly<Record<number, number>> = {
  [RecordKind.store1]: 1,
  [RecordKind.store2]: 2,
  [RecordKind.store4]: 4,
  [RecordKind.store8]: 8,
  [RecordKind.store16]: 16,
};

/** All records in the first `length` words. Throws on a kind that does not exist. */
export function decodeRecords(words: Uint32Array, length = words.length): DecodedRecord[] {
  const records: DecodedRecord[] = [];
  for (let at = 0; at < length; at += recordSize(words, at)) records.push(decodeRecord(words, at));
  return records;
}

// eslint-disable-next-line max-lines-per-function -- one case for each kind of record
function decodeRecord(words: Uint32Array, at: number): DecodedRecord {
  const header = words[at]!;
  const payload = header >>> KIND_BITS;
  const word = (index: number): number => words[at + index]!;
  const step = (index: number): number => stepOf(word(index), word(index + 1));
  switch (header & KIND_MASK) {
    case RecordKind.step:
      return { kind: 'step', site: payload };
    case RecordKind.bulk:
      return { kind: 'store', site: payload, address: word(1), xor: recordBytes(words, at + 3, word(2)), bulk: true };
    case RecordKind.enter:
      return { kind: 'enter', functionIndex: payload, frameBase: word(1), callSite: word(2) };
    case RecordKind.leave:
      return { kind: 'leave', functionIndex: payload };
    case RecordKind.call:
      return { kind: 'call', functionIndex: payload };
    case RecordKind.stack:
      return { kind: 'stack', callSite: payload, parent: word(1) };
    case RecordKind.allocate:
      return {
        kind: 'allocate',
        operation: payload,
        id: word(1),
        address: word(2),
        size: word(3),
        stack: word(4),
        step: step(5),
      };
    case RecordKind.free:
      return { kind: 'free', operation: payload, id: word(1), address: word(2), stack: word(3), step: step(4) };
    case RecordKind.finding:
      return {
        kind: 'finding',
        finding: payload,
        address: word(1),
        size: word(2),
        flags: word(3),
        block: word(4),
        stack: word(5),
        site: word(6),
        step: step(7),
      };
    case RecordKind.malloc:
      return { kind: 'malloc', stack: payload, address: word(1), size: word(2) };
    case RecordKind.quickFree:
      return { kind: 'quickFree', stack: payload, id: word(1) };
    case RecordKind.shadow:
      return { kind: 'shadow', state: payload, address: word(1), size: word(2) };
    case RecordKind.output:
      return { kind: 'output', descriptor: payload, step: step(2), bytes: recordBytes(words, at + 4, word(1)) };
    case RecordKind.input:
      return { kind: 'input', step: step(2), bytes: recordBytes(words, at + 4, word(1)) };
    case RecordKind.systemCall:
      return { kind: 'systemCall', number: payload, errno: word(1), stack: word(2), step: step(3) };
    case RecordKind.progress:
      return { kind: 'progress', step: step(1) };
    case RecordKind.sharedRead:
      return { kind: 'sharedRead', site: payload, address: word(1), size: word(2) };
    case RecordKind.process:
      return { kind: 'process', process: payload, thread: word(1) };
    case RecordKind.system:
      return { kind: 'system', event: payload, a: word(1), b: word(2), c: word(3), stack: word(4), step: step(5) };
    case RecordKind.wide:
      return { kind: 'wide', addressHigh: word(1), sizeHigh: word(2) };
    case RecordKind.detail:
      return { kind: 'detail', detail: payload, bytes: recordBytes(words, at + 2, word(1)) };
    default: {
      const size = STORE_SIZES[header & KIND_MASK];
      if (size === undefined) throw new Error(`no record of kind ${header & KIND_MASK} exists (word ${at})`);
      return { kind: 'store', site: payload, address: word(1), xor: recordBytes(words, at + 2, size), bulk: false };
    }
  }
}
