/** What one step did, in a sentence: the most telling events first, the rest counted. */
import { formatBytes, formatCount } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import { memoryOf, namePlace, type NamedPlace, type NamingMemory } from '../session/name-place.ts';
import type { Seen } from '../session/playback.svelte.ts';
import type { Recorded } from '../session/recorded.ts';
import { operationName } from '../session/trace-flags.ts';
import { writtenPlaces, type WrittenPlace } from '../session/written-places.ts';
import type { PlaceValue } from '../session/place-value.ts';
import { numberOf } from './block-name.ts';
import { systemSpeaker } from './processes/load.svelte.ts';
import type { TaskRef } from '../replay/system.ts';
import type { BlockAt, ByteRange, StepEvent } from '../replay/timeline.ts';
import { processLetter } from '../util/process-letter.ts';
import type { Address, ProcessId } from '../util/units.ts';

const MOST_PARTS = 3;
const LONGEST_TEXT = 40;
/** A glance is enough for a sentence. */
const MOST_READS = 32;
const MOST_NAMES = 4;

/** Takes what is seen and the blocks of that moment; gives '' for a step about which nothing can be said. */
export function describeStep(seen: Seen, blocks: readonly BlockAt[], recorded: Recorded, locale: Locale): string {
  return sentenceOf(new StepWriter(seen, blocks, recorded, locale));
}

/**
 * The same as it is read aloud: an allocation says which block went where, as nobody sees the arrow. `line` is that of the statement
 * that ran; 0 where it isn't known.
 */
export function tellStep(
  seen: Seen,
  blocks: readonly BlockAt[],
  recorded: Recorded,
  locale: Locale,
  line: number,
): string {
  const frame = seen.moment.frames.findLast((each) => !each.libc);
  const where = frame && line > 0 ? locale.messages.status.told.place(frame.name, String(line)) : '';
  return sentenceOf(new StepWriter(seen, blocks, recorded, locale, where));
}

function sentenceOf(writer: StepWriter): string {
  const { seen, recorded, locale } = writer;
  const { status: t, output, traps } = locale.messages;
  if (seen.step === 0) return t.start;
  const ends = writer.ends();
  const parts = [...writer.parts(), ...ends];
  const { end } = recorded;
  if (seen.step >= recorded.steps) {
    if (end.kind === 'exit' && ends.length === 0) parts.push({ text: t.end.replace(/[.。]$/, '') });
    if (end.kind === 'trap') parts.unshift({ text: output.trap(traps[end.reason]) });
  }
  if (parts.length === 0) parts.push(writer.looked());
  const shown = parts.slice(0, MOST_PARTS);
  const left = parts.length - shown.length;
  if (left > 0) shown.push({ text: t.more(left, formatCount(left, locale.name)) });
  return shown.map((part, i) => writer.by(part, shown[i - 1])).join(t.between);
}

/** Something that a step did. */
interface Part {
  readonly text: string;
  /** Who did it; absent: nobody in particular. */
  readonly process?: ProcessId;
}

class StepWriter {
  readonly seen: Seen;
  readonly blocks: readonly BlockAt[];
  readonly recorded: Recorded;
  readonly locale: Locale;
  /** Where the step was, for those who hear it; undefined for those who read. */
  #where: string | undefined;
  /** Variables of which it was said that a block went to them. */
  readonly #given = new Set<string>();
  /** What is named is in the memory of the task that did it, which may not be the one that is seen. */
  readonly #memories = new Map<string, NamingMemory | undefined>();
  #written: readonly WrittenPlace[] | undefined;

  /** Whether it has to be said who did something. */
  get #isShared(): boolean {
    return this.recorded.survey.system.processes.length > 1;
  }

  constructor(seen: Seen, blocks: readonly BlockAt[], recorded: Recorded, locale: Locale, where?: string) {
    this.seen = seen;
    this.blocks = blocks;
    this.recorded = recorded;
    this.locale = locale;
    this.#where = where;
  }

  parts(): Part[] {
    const { events } = this.seen.moment;
    const telling = events.flatMap((event) => (isEnd(event) ? [] : this.#told(event)));
    return [...telling, ...this.#calls(events), ...this.#stores(events), ...this.#printed(events)];
  }

  /** Of processes: with what the step did before. */
  ends(): Part[] {
    return this.seen.moment.events.filter(isEnd).flatMap((event) => this.#told(event));
  }

  #told(event: StepEvent): Part[] {
    const text = this.#telling(event);
    return text ? [{ text, process: event.process }] : [];
  }

  /** What the step read, by name: it did nothing else. */
  looked(): Part {
    const { status: t } = this.locale.messages;
    const doer = this.recorded.survey.system.taskAt(this.seen.step - 1);
    const names = new Set<string>();
    for (const range of this.seen.moment.reads.slice(0, MOST_READS)) {
      const named = this.#named(range, doer);
      if (named) names.add(named.kind === 'variable' ? named.name : this.#place(named));
    }
    const shown = [...names].slice(0, MOST_NAMES);
    const left = names.size - shown.length;
    const more = left > 0 ? formatCount(left, this.locale.name) : '';
    return { text: shown.length > 0 ? t.lookedAt(shown.join(t.listed), more) : t.nothing, process: doer.process };
  }

  /** A part in words: where there are several processes it says whose it is, unless the one before was of the same. */
  by({ text, process }: Part, before: Part | undefined): string {
    if (!this.#isShared || process === undefined || process === before?.process) return text;
    return this.locale.messages.status.by(processLetter(process), text);
  }

  #named(range: ByteRange, task: TaskRef, but?: string): NamedPlace | undefined {
    const key = `${task.process} ${task.thread}`;
    if (!this.#memories.has(key)) this.#memories.set(key, memoryOf(task, this.seen, this.blocks));
    const memory = this.#memories.get(key);
    return memory && namePlace(range, memory, this.seen.codeOf, this.recorded, but);
  }

  #place(place: Exclude<NamedPlace, { kind: 'variable' }>): string {
    const { status } = this.locale.messages;
    return place.kind === 'block' ? status.block(this.#block(place.block)) : this.#segment(place.segment);
  }

  #segment(segment: number): string {
    return this.locale.messages.picture.segment(this.#count(segment));
  }

  #telling(event: StepEvent): string | undefined {
    const { messages: m } = this.locale;
    switch (event.kind) {
      case 'finding': {
        const finding = this.recorded.findings.find((each) => each.indices.includes(event.index));
        return finding && m.status.found(m.findings.kinds[finding.kind]);
      }
      case 'allocate':
        if (event.id === 0) return m.status.allocationFailed(operationName(event.operation), this.#count(event.size));
        return this.#allocated(event);
      case 'free':
        // realloc frees the old block and allocates the new one: the latter says it.
        if (operationName(event.operation) === 'realloc') return undefined;
        if (this.#where === undefined) return m.status.freed(this.#block(event.id));
        return m.status.told.freed('free', this.#block(event.id), this.#bytesOf(event.id), this.#whereOnce());
      case 'system':
        return systemSpeaker(this.recorded)?.(event.event, this.locale, this.recorded.hasMemory);
      case 'input':
        return m.status.read(shorten(new TextDecoder().decode(event.bytes)));
      default:
        return undefined;
    }
  }

  #allocated(event: StepEvent & { readonly kind: 'allocate' }): string {
    const { status } = this.locale.messages;
    const { id } = event;
    const name = operationName(event.operation);
    if (this.#where === undefined) return status.allocated(name, this.#count(event.size), this.#block(id));
    const to = this.#writes().flatMap(({ place }) =>
      place.kind === 'variable' && place.value?.kind === 'block' && place.value.block === id ? [place.name] : [],
    );
    for (const each of to) this.#given.add(each);
    return status.told.allocated(name, this.#block(id), this.#bytesOf(id), to.at(-1) ?? '', this.#whereOnce());
  }

  #bytesOf(block: number): string {
    return formatBytes(this.recorded.survey.allocations.size[block] ?? 0, this.locale.name);
  }

  /** It needn't be heard again with each thing that happened there. */
  #whereOnce(): string {
    const where = this.#where ?? '';
    this.#where = '';
    return where;
  }

  /** Calls of the user's functions; libc's are told by what they do. */
  #calls(events: readonly StepEvent[]): Part[] {
    const t = this.locale.messages.status;
    const known = new Set(this.recorded.debug.functions.map((each) => each.name));
    return events.flatMap((event) => {
      if ((event.kind !== 'call' && event.kind !== 'return') || !known.has(event.name)) return [];
      return { text: (event.kind === 'call' ? t.entered : t.returned)(event.name), process: event.process };
    });
  }

  #writes(): readonly WrittenPlace[] {
    const stores = this.seen.moment.events.filter((event) => event.kind === 'store');
    this.#written ??= writtenPlaces(stores, (range, store) => this.#named(range, store));
    return this.#written;
  }

  #stores(events: readonly StepEvent[]): Part[] {
    const { status: t, picture } = this.locale.messages;
    const filled = filledBy(events);
    return this.#writes().flatMap(({ place, ...task }): Part[] => {
      const { process } = task;
      if (filled.has(place.whole)) return [];
      if (place.kind !== 'variable')
        return [{ text: t.wrote(formatBytes(place.size, this.locale.name), this.#place(place)), process }];
      const { name, value } = place;
      if (this.#given.has(name)) return [];
      return [{ text: value ? this.#holding(name, value, task) : t.assigned(name, picture.undefinedValue), process }];
    });
  }

  #holding(name: string, value: PlaceValue, task: TaskRef): string {
    const { status: t } = this.locale.messages;
    if (value.kind === 'text') return t.assigned(name, value.text);
    if (value.kind === 'block' && (value.isFreed || value.offset === 0))
      return t.pointsTo[value.isFreed ? 'freed' : 'block'](name, this.#block(value.block));
    const target = this.#named(value, task, name);
    if (target?.kind === 'variable')
      return target.frame ? t.pointsTo.outer(name, target.name, target.frame) : t.pointsTo.variable(name, target.name);
    if (value.kind === 'block') return t.pointsTo.into(name, this.#block(value.block));
    if (value.kind === 'segment') return t.pointsTo.variable(name, this.#segment(value.segment));
    return t.assigned(name, `0x${value.address.toString(16)}`);
  }

  #printed(events: readonly StepEvent[]): Part[] {
    const t = this.locale.messages.status;
    const texts = new Map<number, Part>();
    for (const event of events) {
      if (event.kind !== 'output') continue;
      const known = texts.get(event.descriptor)?.text ?? '';
      if (known.length > LONGEST_TEXT) continue;
      const text = known + new TextDecoder().decode(event.bytes.subarray(0, 200));
      texts.set(event.descriptor, { text, process: event.process });
    }
    return [...texts].map(([descriptor, { text, process }]) => ({
      text: (descriptor === 2 ? t.printedError : t.printed)(shorten(text)),
      process,
    }));
  }

  #block(block: number): string {
    return this.#count(numberOf(block, this.recorded));
  }

  #count(n: number): string {
    return formatCount(n, this.locale.name);
  }
}

/** What these write into their block is what they are for. */
const FILLING: ReadonlySet<string> = new Set(['calloc', 'realloc']);

/** Addresses of the blocks and mappings that a step made and filled: their contents need no words. */
function filledBy(events: readonly StepEvent[]): ReadonlySet<unknown> {
  return new Set(
    events.flatMap((event): Address[] => {
      if (event.kind === 'allocate' && FILLING.has(operationName(event.operation))) return [event.address];
      return event.kind === 'system' && event.event.kind === 'segment-attached' ? [event.event.address] : [];
    }),
  );
}

const isEnd = (event: StepEvent): boolean => event.kind === 'system' && event.event.kind === 'exit';

function shorten(text: string): string {
  const line = text.trimEnd().replaceAll('\n', '↵');
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}
