/** A recording that is still being written, shown as far as it has come. */
import { resolveFindings } from '../replay/resolve-findings.ts';
import { GrowingSurvey } from '../replay/growing-survey.ts';
import type { RunSurvey } from '../replay/run-survey.ts';
import { RecordingStream } from '../trace/read-recording.ts';
import type { RunEnd } from '../trace/recording.ts';
import { NO_SYMBOLS } from '../trace/symbols.ts';
import { recordedEvents } from './recorded-events.ts';
import type { Session } from './session.svelte.ts';

/** Time between two looks at the recording, and how much more than the look itself took. */
const LEAST_PAUSE_MS = 150;
const PAUSE_FACTOR = 4;

/** Reads until the recording ends. `name` is what a notice calls it. */
export async function followRecording(
  session: Session,
  name: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const stream = new RecordingStream();
  const survey = new GrowingSurvey();
  const shown = new Shown(session, stream, survey);
  for await (const piece of pieces) {
    for (const chunk of stream.push(piece)) survey.add(chunk);
    if (stream.damage) break;
    shown.soon();
  }
  shown.last();
  if (stream.damage) session.notices.add({ kind: 'recording-damaged', name, reason: stream.damage.reason });
}

/** Shows what there is, not too often. */
class Shown {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = 0;
  #sources = -1;
  #scans = 0;
  readonly #session: Session;
  readonly #stream: RecordingStream;
  readonly #survey: GrowingSurvey;

  constructor(session: Session, stream: RecordingStream, survey: GrowingSurvey) {
    this.#session = session;
    this.#stream = stream;
    this.#survey = survey;
  }

  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#show(undefined);
    }, this.#pause);
  }

  last(): void {
    clearTimeout(this.#timer);
    this.#show(this.#stream.end ?? { kind: 'killed', reason: 'the recording is incomplete', steps: 0 });
  }

  #show(end: RunEnd | undefined): void {
    const { meta, symbols = NO_SYMBOLS } = this.#stream;
    if (!meta) return;
    const began = performance.now();
    const survey = this.#survey.survey(symbols, end?.steps);
    const recorded = recordedEvents(survey, resolveFindings(survey), end ?? STILL_RUNNING);
    if (symbols.sources.length !== this.#sources) {
      this.#sources = symbols.sources.length;
      this.#session.project.open({ files: symbols.sources });
    }
    this.#session.showGrowing(recorded, end);
    this.#tellOfScan(survey);
    this.#pause = Math.max(LEAST_PAUSE_MS, (performance.now() - began) * PAUSE_FACTOR);
  }

  #tellOfScan({ details }: RunSurvey): void {
    const { live, preferences, playback } = this.#session;
    if (details.scans === this.#scans) return;
    this.#scans = details.scans;
    if (live?.awaitsScan) preferences.outputTab = 'findings';
    live?.scanned(playback.recorded?.findings ?? []);
  }
}

const STILL_RUNNING: RunEnd = { kind: 'killed', reason: 'it still runs', steps: 0 };
