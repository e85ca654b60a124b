/** Columns of a survey's smaller lists. Objects are made when someone asks, and only for what is new. */
import type { FindingKind } from '../trace/records.ts';
import { withRoom } from './columns.ts';
import type { OutputEvent, SurveyFinding } from './timeline.ts';

/** Bytes that went out or came in, with when and where. */
export class ByteEventLog {
  #count = 0;
  #used = 0;
  #columns = new Float64Array(1024);
  #bytes = new Uint8Array(1024);
  #events: readonly OutputEvent[] = [];

  /** `words` from `at` on begin with the event's `n` bytes. */
  add(descriptor: number, step: number, process: number, words: Uint32Array, at: number, n: number): void {
    this.#columns = withRoom(this.#columns, this.#count * 4 + 3);
    this.#bytes = withRoom(this.#bytes, this.#used + n);
    this.#bytes.set(new Uint8Array(words.buffer, words.byteOffset + at * 4, n), this.#used);
    this.#columns.set([descriptor, step, process, this.#used + n], this.#count * 4);
    this.#used += n;
    this.#count++;
  }

  events(): readonly OutputEvent[] {
    if (this.#events.length < this.#count)
      this.#events = Array.from({ length: this.#count }, (_, index) => this.#event(index));
    return this.#events;
  }

  #event(index: number): OutputEvent {
    const known = this.#events[index];
    if (known) return known;
    const [descriptor, step, process, end] = this.#columns.subarray(index * 4, index * 4 + 4);
    const start = index === 0 ? 0 : this.#columns[index * 4 - 1]!;
    return { descriptor: descriptor!, step: step!, process: process!, bytes: this.#bytes.subarray(start, end!) };
  }
}

const FINDING_FIELDS = 10;

/** Findings: a program that leaks millions of blocks has millions. */
export class FindingLog {
  #count = 0;
  #columns = new Float64Array(FINDING_FIELDS * 64);
  #findings: readonly SurveyFinding[] = [];

  get count(): number {
    return this.#count;
  }

  add(
    fields: readonly [
      kind: FindingKind,
      address: number,
      size: number,
      flags: number,
      block: number,
      stack: number,
      site: number,
      step: number,
      process: number,
      thread: number,
    ],
  ): void {
    this.#columns = withRoom(this.#columns, (this.#count + 1) * FINDING_FIELDS - 1);
    this.#columns.set(fields, this.#count * FINDING_FIELDS);
    this.#count++;
  }

  /** A finding as an object, made anew. */
  at(index: number): SurveyFinding {
    const from = index * FINDING_FIELDS;
    const [kind, address, size, flags, block, stack, site, step, process, thread] = this.#columns.subarray(
      from,
      from + FINDING_FIELDS,
    );
    return {
      kind: kind as FindingKind,
      address: address!,
      size: size!,
      flags: flags!,
      block: block!,
      stack: stack!,
      site: site!,
      step: step!,
      process: process!,
      thread: thread!,
    };
  }

  all(): readonly SurveyFinding[] {
    const known = this.#findings;
    if (known.length < this.#count)
      this.#findings = Array.from({ length: this.#count }, (_, index) => known[index] ?? this.at(index));
    return this.#findings;
  }
}
