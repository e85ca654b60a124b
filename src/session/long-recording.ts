/** A recording with more events than a page holds: its summary is shown, and of the run the stretch where the person looks. */
import { resolveFindings } from '../replay/resolve-findings.ts';
import { resolverOf } from '../replay/program-resolver.ts';
import { NO_BLOCKS } from '../replay/stretches/block-rows.ts';
import { unpackLive, unpackSummary, type StoredSummary } from '../replay/stretches/run-summary.ts';
import { stretchSurvey } from '../replay/stretches/stretch-survey.ts';
import { readEnding, readStretch, type Beginning, type Ending } from '../trace/read-parts.ts';
import type { RecordingMeta } from '../trace/recording.ts';
import { sitesOf } from '../trace/symbols.ts';
import type { StepIndex } from '../util/units.ts';
import { recordedEvents } from './recorded-events.ts';
import type { Recorded } from './recorded.ts';

/** A file whose parts can be had. */
export interface RangeSource {
  readonly size: number;
  /** Bytes from `from` on, before `to`. */
  read(from: number, to: number): Promise<Uint8Array>;
}

export class LongRecording {
  readonly meta: RecordingMeta;
  readonly end: Ending['end'];
  readonly #source: RangeSource;
  readonly #ending: Ending;
  readonly #summary: StoredSummary;

  private constructor(source: RangeSource, meta: RecordingMeta, ending: Ending, summary: StoredSummary) {
    this.#source = source;
    this.meta = { ...meta, sources: [...meta.sources, ...ending.symbols.sources] };
    this.end = ending.end;
    this.#ending = ending;
    this.#summary = summary;
  }

  /** Reads the summary; or says what is wrong with it. */
  static async open(source: RangeSource, { meta, summary: from }: Beginning): Promise<LongRecording | string> {
    if (from >= source.size) return 'the summary lies beyond the end of the file';
    const ending = readEnding(await source.read(from, source.size), from);
    if ('reason' in ending) return ending.reason;
    const summary = unpackSummary(ending.summary);
    return summary ? new LongRecording(source, meta, ending, summary) : 'the summary is damaged';
  }

  get steps(): StepIndex {
    return this.#summary.steps;
  }

  /** The run as it is seen around a step. Throws where the file is damaged, or can't be read. */
  async around(step: StepIndex): Promise<Recorded> {
    const { stretches, places, end } = this.#summary;
    // A position is the moment after its step.
    const index = Math.max(
      0,
      stretches.findLastIndex(({ stepBefore }) => stepBefore < step),
    );
    const from = places[index]!;
    const read = readStretch(await this.#source.read(from, places[index + 1] ?? end), from);
    if ('reason' in read) throw new Error(`${read.reason} (at offset ${read.offset})`);
    const live = read.live ? unpackLive(read.live) : NO_BLOCKS;
    if (!live) throw new Error(`the blocks of a stretch are damaged (at offset ${from})`);
    const { symbols } = this.#ending;
    const resolver = resolverOf({ module: NO_MODULE, symbols });
    const survey = stretchSurvey(this.#summary, sitesOf(symbols), resolver, { index, live, chunks: read.chunks });
    return recordedEvents(survey, resolveFindings(survey), this.end);
  }
}

const NO_MODULE = new Uint8Array(0);
