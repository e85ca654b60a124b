/** A recording that is still being written, shown as far as it has come. */
import { resolveFindings } from '../replay/resolve-findings.ts';
import { GrowingSurvey } from '../replay/growing-survey.ts';
import type { Unreadable } from '../trace/read-recording.ts';
import type { RecordingMeta, RunEnd } from '../trace/recording.ts';
import { NO_SYMBOLS } from '../trace/symbols.ts';
import { nextTask } from '../util/next-task.ts';
import { GrowingRecording } from './growing-recording.ts';
import { LongRecording, type ReadRange } from './long-recording.ts';
import { recordedEvents } from './recorded-events.ts';
import type { Recorded } from './recorded.ts';
import type { Session } from './session.svelte.ts';

/** Time between two looks at the recording, and how much more than the look itself took. */
const LEAST_PAUSE_MS = 150;
const PAUSE_FACTOR = 4;
/** So long the page reads before it does something else. */
const MOST_READING_MS = 30;

/** Reads until the recording ends. `name` is what a notice calls it; `read` gives parts of what has been read. */
export async function followRecording(
  session: Session,
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  read: ReadRange,
): Promise<void> {
  const shown = new Shown(session, read);
  let paused = performance.now();
  for await (const piece of pieces) {
    shown.add(piece);
    if (shown.damage) break;
    if (performance.now() - paused < MOST_READING_MS) continue;
    await nextTask();
    paused = performance.now();
  }
  await shown.last();
  if (shown.damage) session.notices.add({ kind: 'recording-damaged', name, why: shown.damage });
}

/** Shows what there is, not too often. */
class Shown {
  /** Set until what it waits for has been done. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Something has come that is not shown. */
  #isBehind = false;
  #isOver = false;
  /** Of the next look. */
  #notBefore = 0;
  #sources = -1;
  #scans = 0;
  readonly #session: Session;
  readonly #read: ReadRange;
  readonly #recording = new GrowingRecording();
  /** All that has come, while that is no more than a stretch. */
  #survey: GrowingSurvey | undefined = new GrowingSurvey();
  /** From the second stretch on. */
  #long: LongRecording | undefined;
  #showing: Promise<void> = Promise.resolve();

  constructor(session: Session, read: ReadRange) {
    this.#session = session;
    this.#read = read;
  }

  get damage(): Unreadable | undefined {
    return this.#recording.stream.damage;
  }

  add(piece: Uint8Array): void {
    for (const part of this.#recording.push(piece)) {
      if (part.kind === 'chunk') this.#survey?.add(part.chunk);
      else this.#survey = undefined;
    }
    this.#isBehind = true;
    this.#soon();
  }

  #soon(): void {
    if (!this.#isBehind || this.#isOver || this.#timer !== undefined) return;
    const pause = Math.max(0, this.#notBefore - performance.now());
    this.#timer = setTimeout(() => (this.#showing = this.#look()), pause);
  }

  /** What comes while it is looked at is shown the next time. */
  async #look(): Promise<void> {
    this.#isBehind = false;
    await this.#show(undefined);
    this.#timer = undefined;
    this.#soon();
  }

  async last(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await this.#showing;
    await this.#show(this.#recording.stream.end ?? { kind: 'killed', reason: 'the recording is incomplete', steps: 0 });
  }

  async #show(end: RunEnd | undefined): Promise<void> {
    const { meta, symbols = NO_SYMBOLS } = this.#recording.stream;
    if (!meta) return;
    const began = performance.now();
    try {
      const recorded = await this.#recorded(meta, end);
      if (symbols.sources.length !== this.#sources) {
        this.#sources = symbols.sources.length;
        this.#session.project.open({ files: symbols.sources });
      }
      this.#session.showGrowing(recorded, end, this.#long);
      this.#tellOfScan(recorded);
    } catch (error) {
      // The stretch where the person looks can't be read any more.
      this.#session.shown.outcome = { kind: 'engine-failed', message: String(error) };
    }
    const now = performance.now();
    this.#notBefore = now + Math.max(LEAST_PAUSE_MS, (now - began) * PAUSE_FACTOR);
  }

  /** The run so far, where the person looks. */
  async #recorded(meta: RecordingMeta, end: RunEnd | undefined): Promise<Recorded> {
    const { symbols = NO_SYMBOLS } = this.#recording.stream;
    if (this.#survey) {
      const survey = this.#survey.survey(symbols, end?.steps);
      return recordedEvents(survey, resolveFindings(survey), end ?? STILL_RUNNING, symbols);
    }
    const known = this.#recording.known(end ?? STILL_RUNNING);
    if (this.#long) this.#long.grow(known);
    else this.#long = new LongRecording(this.#read, meta, known);
    const { position, total } = this.#session.playback;
    return this.#long.around(position >= total ? known.summary.steps : position);
  }

  #tellOfScan({ scans = 0, findings }: Recorded): void {
    const { live, preferences } = this.#session;
    if (scans === this.#scans) return;
    this.#scans = scans;
    if (live?.awaitsScan) preferences.outputTab = 'findings';
    live?.scanned(findings);
  }
}

const STILL_RUNNING: RunEnd = { kind: 'killed', reason: 'it still runs', steps: 0 };
