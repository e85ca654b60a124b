/** What happened in one step, as objects: made only when someone looks. */
import { KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import type { Chunk } from '../trace/recording.ts';
import { recordBytes, recordSize, stepOf } from '../trace/walk-records.ts';
import type { ProcessId } from '../util/units.ts';
import type { ByteLog } from './byte-log.ts';
import { happening } from './kernel-event.ts';
import { sharedAt, type Mappings } from './mappings.ts';
import type { Resolver } from './resolver.ts';
import type { TaskRef } from './system.ts';
import type { SharedPlace, StepEvent, Survey, WhatHappened } from './timeline.ts';
import type { RecordPlace } from './window-state.ts';

const STORE_BYTES: Readonly<Record<number, number>> = {
  [RecordKind.store1]: 1,
  [RecordKind.store2]: 2,
  [RecordKind.store4]: 4,
  [RecordKind.store8]: 8,
  [RecordKind.store16]: 16,
};

export interface EventSource {
  readonly chunks: readonly Chunk[];
  readonly from: RecordPlace;
  readonly to: RecordPlace;
  /** What was at the places that the stores changed, in order. */
  readonly before: ByteLog;
  readonly resolver: Resolver;
  findingIndex(words: Uint32Array, at: number): number | undefined;
  mappingsOf(process: ProcessId): Mappings;
}

/** The events between two places, in order. Stores by one instruction to adjoining bytes (a loop in libc) are one event. */
export function stepEvents(source: EventSource): StepEvent[] {
  const events = new EventList(source);
  const { chunks, from, to } = source;
  let task: TaskRef = { process: from.process, thread: from.thread };
  for (let index = from.chunk; index <= to.chunk; index++) {
    const chunk = chunks[index];
    if (!chunk) break;
    if (index !== from.chunk) task = { process: chunk.process, thread: 0 };
    const end = index === to.chunk ? to.at : chunk.length;
    for (let at = index === from.chunk ? from.at : 0; at < end; at += recordSize(chunk.words, at)) {
      const header = chunk.words[at]!;
      if ((header & KIND_MASK) === RecordKind.process)
        task = { process: header >>> KIND_BITS, thread: chunk.words[at + 1]! };
      else events.add(task, chunk.words, at);
    }
  }
  return events.finish();
}

interface PendingStore {
  readonly task: TaskRef;
  readonly site: number;
  readonly address: number;
  readonly logFrom: number;
  n: number;
  readonly parts: Uint8Array[];
}

class EventList {
  readonly #events: StepEvent[] = [];
  #store: PendingStore | undefined;
  /** Bytes of the log that stores so far have used. */
  #logged = 0;

  constructor(readonly source: EventSource) {}

  add(task: TaskRef, words: Uint32Array, at: number): void {
    const header = words[at]!;
    const kind = header & KIND_MASK;
    const payload = header >>> KIND_BITS;
    const size = STORE_BYTES[kind];
    if (size !== undefined) {
      this.#addStore(task, payload, words[at + 1]!, recordBytes(words, at + 2, size));
    } else if (kind === RecordKind.bulk) {
      this.#addStore(task, payload, words[at + 1]!, recordBytes(words, at + 3, words[at + 2]!));
    } else if (kind === RecordKind.call) {
      const called = { functionIndex: payload, name: this.source.resolver.functionName(payload).name, ...task };
      this.#flush();
      this.#events.push({ kind: 'call', ...called }, { kind: 'return', ...called });
    } else {
      const event = this.#other(task, kind, payload, words, at);
      if (!event) return;
      this.#flush();
      this.#events.push({ ...event, ...task });
    }
  }

  finish(): StepEvent[] {
    this.#flush();
    return this.#events;
  }

  #other(task: TaskRef, kind: number, payload: number, words: Uint32Array, at: number): WhatHappened | undefined {
    const { resolver } = this.source;
    switch (kind) {
      case RecordKind.enter:
        return { kind: 'call', functionIndex: payload, name: resolver.functionName(payload).name };
      case RecordKind.leave:
        return { kind: 'return', functionIndex: payload, name: resolver.functionName(payload).name };
      case RecordKind.allocate:
        return {
          kind: 'allocate',
          id: words[at + 1]!,
          operation: payload,
          address: words[at + 2]!,
          size: words[at + 3]!,
        };
      case RecordKind.free:
        return { kind: 'free', id: words[at + 1]!, operation: payload, address: words[at + 2]! };
      case RecordKind.output:
        return { kind: 'output', descriptor: payload, bytes: recordBytes(words, at + 4, words[at + 1]!) };
      case RecordKind.input:
        return { kind: 'input', bytes: recordBytes(words, at + 4, words[at + 1]!) };
      case RecordKind.finding: {
        const index = this.source.findingIndex(words, at);
        return index === undefined ? undefined : { kind: 'finding', index };
      }
      case RecordKind.sharedRead:
        return {
          kind: 'read',
          address: words[at + 1]!,
          size: words[at + 2]!,
          ...this.#shared(task, words[at + 1]!),
        };
      case RecordKind.system: {
        const what = happening(payload, words[at + 1]!, words[at + 2]!, words[at + 3]!);
        const step = stepOf(words[at + 5]!, words[at + 6]!);
        return what && { kind: 'system', event: { ...what, ...task, step, stack: words[at + 4]! } };
      }
      default:
        return undefined;
    }
  }

  #shared({ process }: TaskRef, address: number): { readonly shared: SharedPlace } | undefined {
    const mapping = sharedAt(this.source.mappingsOf(process), address);
    return mapping && { shared: { segment: mapping.segment, offset: mapping.offset + address - mapping.address } };
  }

  #addStore(task: TaskRef, site: number, address: number, xor: Uint8Array): void {
    const open = this.#store;
    const goesOn = open && site !== 0 && open.site === site && open.task === task;
    if (goesOn && open.address + open.n === address) {
      open.parts.push(xor);
      open.n += xor.length;
    } else {
      this.#flush();
      this.#store = { task, site, address, logFrom: this.#logged, n: xor.length, parts: [xor] };
    }
    this.#logged += xor.length;
  }

  #flush(): void {
    const store = this.#store;
    if (!store) return;
    const before = this.source.before.slice(store.logFrom, store.n);
    const after = before.slice();
    let at = 0;
    for (const part of store.parts) for (const byte of part) after[at++]! ^= byte;
    const { task, address } = store;
    this.#events.push({ ...task, kind: 'store', change: { address, before, after, ...this.#shared(task, address) } });
    this.#store = undefined;
  }
}

/**
 * Finds a window's finding records among those of the survey. Their sites are not compared: a window may be instrumented
 * on its own and then has others.
 */
export function makeFindingIndex(survey: Survey, pendingSteps: Uint8Array): EventSource['findingIndex'] {
  let byKey: Map<string, number> | undefined;
  return (words, at) => {
    byKey ??= new Map(
      survey.findings
        .map(({ kind, address, step, block }, index): [string, number] => [keyOf(kind, address, step, block), index])
        .reverse(),
    );
    const step = stepOf(words[at + 7]!, words[at + 8]!) + (pendingSteps[words[at + 6]!] ?? 0);
    return byKey.get(keyOf(words[at]! >>> KIND_BITS, words[at + 1]!, step, words[at + 4]!));
  };
}

const keyOf = (...fields: readonly number[]): string => fields.join(' ');
