/** A recording with more events than a page holds: its summary is shown, and of the run the stretch where the person looks. */
import { resolveFindings } from '../replay/resolve-findings.ts';
import { resolverOf } from '../replay/program-resolver.ts';
import { NO_BLOCKS } from '../replay/stretches/block-rows.ts';
import { unpackLive, unpackSummary, type StoredSummary } from '../replay/stretches/run-summary.ts';
import { stretchSurvey } from '../replay/stretches/stretch-survey.ts';
import { readEnding, readStretch, type Beginning, type StretchSections } from '../trace/read-parts.ts';
import type { RecordingMeta, RunEnd } from '../trace/recording.ts';
import { sitesOf, type SymbolTable } from '../trace/symbols.ts';
import type { StepIndex } from '../util/units.ts';
import { recordedEvents } from './recorded-events.ts';
import type { Recorded } from './recorded.ts';

/** Bytes of a file from `from` on, before `to`. */
export type ReadRange = (from: number, to: number) => Promise<Uint8Array>;

/** A file whose parts can be had. */
export interface RangeSource {
  readonly size: number;
  readonly read: ReadRange;
}

/** What is known of the run as a whole. */
export interface KnownRun {
  readonly end: RunEnd;
  readonly symbols: SymbolTable;
  readonly summary: StoredSummary;
  /** The last stretch, where it need not be read. */
  readonly last?: StretchSections;
}

export class LongRecording {
  readonly meta: RecordingMeta;
  readonly #read: ReadRange;
  #known: KnownRun;
  /** The stretch that was read last. */
  #stretch: { readonly index: number; readonly sections: StretchSections } | undefined;

  constructor(read: ReadRange, meta: RecordingMeta, known: KnownRun) {
    this.#read = read;
    this.meta = { ...meta, sources: [...meta.sources, ...known.symbols.sources] };
    this.#known = known;
  }

  /** Reads the summary; or says what is wrong with it. */
  static async open(source: RangeSource, { meta, summary: from }: Beginning): Promise<LongRecording | string> {
    if (from >= source.size) return 'the summary lies beyond the end of the file';
    const ending = readEnding(await source.read(from, source.size), from);
    if ('reason' in ending) return ending.reason;
    const summary = unpackSummary(ending.summary);
    return summary ? new LongRecording(source.read, meta, { ...ending, summary }) : 'the summary is damaged';
  }

  /** The run has come further: its stretches are those that there were, and more. */
  grow(known: KnownRun): void {
    this.#known = known;
  }

  get end(): RunEnd {
    return this.#known.end;
  }

  get steps(): StepIndex {
    return this.#known.summary.steps;
  }

  /** The run as it is seen around a step. Throws where the file is damaged, or can't be read. */
  async around(step: StepIndex): Promise<Recorded> {
    // A position is the moment after its step.
    const index = Math.max(
      0,
      this.#known.summary.stretches.findLastIndex(({ stepBefore }) => stepBefore < step),
    );
    const { live: packed, chunks } = await this.#sectionsOf(index);
    const live = packed ? unpackLive(packed) : NO_BLOCKS;
    if (!live) throw new Error(`the blocks of a stretch are damaged (stretch ${index})`);
    // The run may have come further meanwhile.
    const { summary, symbols, end } = this.#known;
    const resolver = resolverOf({ module: NO_MODULE, symbols });
    const survey = stretchSurvey(summary, sitesOf(symbols), resolver, { index, live, chunks });
    return recordedEvents(survey, resolveFindings(survey), end, symbols);
  }

  async #sectionsOf(index: number): Promise<StretchSections> {
    const { summary, last } = this.#known;
    const { places, end } = summary;
    if (last && index === places.length - 1) return last;
    if (this.#stretch?.index === index) return this.#stretch.sections;
    const from = places[index]!;
    const sections = readStretch(await this.#read(from, places[index + 1] ?? end), from);
    if ('reason' in sections) throw new Error(`${sections.reason} (at offset ${sections.offset})`);
    this.#stretch = { index, sections };
    return sections;
  }
}

const NO_MODULE = new Uint8Array(0);
