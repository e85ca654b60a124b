/** What one step did, in a sentence: the most telling events first, the rest counted. */
import { formatBytes, formatCount } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import { namePlace } from '../session/name-place.ts';
import type { Seen } from '../session/playback.svelte.ts';
import type { Recorded } from '../session/recorded.ts';
import { operationName } from '../session/trace-flags.ts';
import { numberOf } from './block-name.ts';
import { systemSpeaker } from './processes/load.svelte.ts';
import type { BlockAt, ByteRange, MemoryChange, StepEvent } from '../replay/timeline.ts';

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
    if (end.kind === 'exit' && ends.length === 0) parts.push(t.end.replace(/[.。]$/, ''));
    if (end.kind === 'trap') parts.unshift(output.trap(traps[end.reason]));
  }
  if (parts.length === 0) return looked(seen, writer.blocks, recorded, locale) || t.nothing;
  const shown = parts.slice(0, MOST_PARTS);
  const left = parts.length - shown.length;
  if (left > 0) shown.push(t.more(left, formatCount(left, locale.name)));
  return shown.join(t.between);
}

const rangeOf = ({ address, after }: MemoryChange): ByteRange => ({ address, size: after.length });

/** Whether bytes are a pointer to this address. */
function holds(bytes: Uint8Array, address: number): boolean {
  return bytes.length === 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === address;
}

/** What the step read, by name; '' where nothing that has one. */
function looked(seen: Seen, blocks: readonly BlockAt[], recorded: Recorded, locale: Locale): string {
  const names = new Set<string>();
  for (const range of seen.moment.reads.slice(0, MOST_READS)) {
    const named = namePlace(range, seen, blocks, recorded);
    if (named?.kind === 'variable') names.add(named.name);
    else if (named) names.add(locale.messages.status.block(formatCount(numberOf(named.block, recorded), locale.name)));
  }
  const shown = [...names].slice(0, MOST_NAMES);
  if (shown.length === 0) return '';
  const left = names.size - shown.length;
  const list = shown.join(locale.messages.status.listed);
  return locale.messages.status.lookedAt(list, left > 0 ? formatCount(left, locale.name) : '');
}

class StepWriter {
  readonly seen: Seen;
  readonly blocks: readonly BlockAt[];
  readonly recorded: Recorded;
  readonly locale: Locale;
  /** Where the step was, for those who hear it; undefined for those who read. */
  readonly #where: string | undefined;
  /** Variables of which it was said that a block went to them. */
  readonly #given = new Set<string>();

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

  parts(): string[] {
    const { events } = this.seen.moment;
    const telling = events.flatMap((event) => (isEnd(event) ? [] : (this.#telling(event) ?? [])));
    return [...telling, ...this.#calls(events), ...this.#stores(events), ...this.#printed(events)];
  }

  /** Of processes: with what the step did before. */
  ends(): string[] {
    return this.seen.moment.events.filter(isEnd).flatMap((event) => this.#telling(event) ?? []);
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
        return m.status.told.freed('free', this.#block(event.id), this.#bytesOf(event.id), this.#where);
      case 'system': {
        return systemSpeaker(this.recorded)?.(event.event, this.#isShared, this.locale, this.recorded.hasMemory);
      }
      case 'input':
        return m.status.read(shorten(new TextDecoder().decode(event.bytes)));
      default:
        return undefined;
    }
  }

  #allocated({ id, address, size, operation }: Extract<StepEvent, { kind: 'allocate' }>): string {
    const { status } = this.locale.messages;
    const name = operationName(operation);
    if (this.#where === undefined) return status.allocated(name, this.#count(size), this.#block(id));
    const to = this.seen.moment.events.flatMap((store): string[] => {
      if (store.kind !== 'store' || !holds(store.change.after, address)) return [];
      const named = namePlace(rangeOf(store.change), this.seen, this.blocks, this.recorded);
      return named?.kind === 'variable' ? [named.name] : [];
    });
    for (const each of to) this.#given.add(each);
    return status.told.allocated(name, this.#block(id), this.#bytesOf(id), to.at(-1) ?? '', this.#where);
  }

  #bytesOf(block: number): string {
    const { size } = this.recorded.survey.allocationsOf(this.seen.moment.task.process);
    return formatBytes(size[block] ?? 0, this.locale.name);
  }

  /** Calls of the user's functions; libc's are told by what they do. */
  #calls(events: readonly StepEvent[]): string[] {
    const t = this.locale.messages.status;
    const known = new Set(this.recorded.debug.functions.map((each) => each.name));
    return events.flatMap((event) => {
      if ((event.kind !== 'call' && event.kind !== 'return') || !known.has(event.name)) return [];
      return event.kind === 'call' ? t.entered(event.name) : t.returned(event.name);
    });
  }

  #stores(events: readonly StepEvent[]): string[] {
    const t = this.locale.messages.status;
    const texts = new Map<string, string>();
    const inBlocks = new Map<number, number>();
    // A step may write thousands of bytes (memset, qsort): a glance at the first is enough for a sentence.
    for (const event of events.filter((each) => each.kind === 'store').slice(0, 64)) {
      const named = namePlace(rangeOf(event.change), this.seen, this.blocks, this.recorded);
      if (named?.kind === 'variable' && this.#given.has(named.name)) continue;
      if (named?.kind === 'variable')
        texts.set(named.name, t.assigned(named.name, named.value ?? this.locale.messages.picture.undefinedValue));
      else if (named) inBlocks.set(named.block, (inBlocks.get(named.block) ?? 0) + named.size);
    }
    const blocks = [...inBlocks].map(([block, size]) =>
      t.wroteBlock(formatBytes(size, this.locale.name), this.#block(block)),
    );
    return [...texts.values(), ...blocks];
  }

  #printed(events: readonly StepEvent[]): string[] {
    const t = this.locale.messages.status;
    const texts = new Map<number, string>();
    for (const event of events) {
      if (event.kind !== 'output') continue;
      const known = texts.get(event.descriptor) ?? '';
      if (known.length <= LONGEST_TEXT)
        texts.set(event.descriptor, known + new TextDecoder().decode(event.bytes.subarray(0, 200)));
    }
    return [...texts].map(([descriptor, text]) => (descriptor === 2 ? t.printedError : t.printed)(shorten(text)));
  }

  #block(block: number): string {
    return this.#count(numberOf(block, this.recorded));
  }

  #count(n: number): string {
    return formatCount(n, this.locale.name);
  }
}

const isEnd = (event: StepEvent): boolean => event.kind === 'system' && event.event.kind === 'exit';

function shorten(text: string): string {
  const line = text.trimEnd().replaceAll('\n', '↵');
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}
