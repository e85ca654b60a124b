/** `--live`: the page follows the recording while it is written, and the person lets the program go on, wait or take single steps. */
import { Readable } from 'node:stream';
import { LIVE_PATH, parseWish, type LiveState } from '../../server/live-protocol.ts';
import type { Route } from '../../server/page-server.ts';
import { FollowedFile } from './followed-file.ts';
import type { StreamsDirectory } from './streams-directory.ts';

const STATE_MILLISECONDS = 200;
/** After so many looks at the streams an event that was let happen is there, if the filter keeps it. */
const LOOKS = 3;

/** What has come of the program's events so far. */
export interface EventCounts {
  readonly step: number;
  readonly allocationEvents: number;
}

export class LiveServer {
  readonly routes: Readonly<Record<string, Route>>;
  readonly #file: FollowedFile;
  readonly #streams: StreamsDirectory;
  readonly #counts: EventCounts;
  readonly #isFiltered: boolean;
  #isPaused = true;
  #hasEnded = false;
  /** Of the last look, and what came since then. */
  #before = { time: performance.now(), steps: 0 };
  #speed = 0;
  /** The person wants so many allocation events in the recording. */
  #wanted = 0;
  /** Looks at the streams since the program has used up its steps. */
  #looks = 0;

  /** `recording`: the file. `isFiltered`: not all events are in it. The program waits from its first event on. */
  constructor(recording: string, streams: StreamsDirectory, counts: EventCounts, isFiltered: boolean) {
    this.#file = new FollowedFile(recording);
    this.#streams = streams;
    this.#counts = counts;
    this.#isFiltered = isFiltered;
    streams.tell('paused', 1);
    this.routes = {
      recording: { file: recording, read: () => ({ type: 'application/octet-stream', body: this.#file.read() }) },
      [LIVE_PATH]: {
        read: () => ({ type: 'text/event-stream', body: Readable.from(this.#states()) }),
        post: (body) => this.#wish(body),
      },
    };
  }

  /** To be called after each look at the streams. An event that the filter leaves out is not the step that was wanted: another follows. */
  turn(): void {
    if (!this.#isFiltered || !this.#isPaused || this.#counts.allocationEvents >= this.#wanted) return;
    this.#looks = this.#streams.told('steps') === 0 ? this.#looks + 1 : 0;
    if (this.#looks < LOOKS) return;
    this.#looks = 0;
    this.#streams.tell('steps', 1);
  }

  /** The file has grown. */
  grown(): void {
    this.#measure();
    this.#file.grown();
  }

  /** The program has ended, and its recording with it. */
  finish(): void {
    this.#hasEnded = true;
    this.#isPaused = false;
    this.#speed = 0;
    this.#file.finish();
  }

  #wish(body: string): void {
    const wish = parseWish(body);
    if (!wish) throw new Error('no wish');
    if (wish.wish === 'scan') return this.#streams.askForScan();
    this.#isPaused = wish.wish !== 'continue';
    this.#wanted = wish.wish === 'step' ? this.#counts.allocationEvents + wish.count : 0;
    this.#looks = 0;
    this.#streams.tell('steps', wish.wish === 'step' ? wish.count : 0);
    this.#streams.tell('paused', this.#isPaused ? 1 : 0);
  }

  #measure(): void {
    const now = performance.now();
    const elapsed = now - this.#before.time;
    if (elapsed < STATE_MILLISECONDS) return;
    const steps = this.#counts.step;
    this.#speed = Math.round(((steps - this.#before.steps) / elapsed) * 1000);
    this.#before = { time: now, steps };
  }

  /** Server-sent events: one whenever something has changed. */
  async *#states(): AsyncGenerator<string> {
    for (let last = ''; ;) {
      const state: LiveState = {
        isPaused: this.#isPaused,
        hasEnded: this.#hasEnded,
        steps: this.#counts.step,
        speed: this.#speed,
      };
      const text = JSON.stringify(state);
      if (text !== last) yield `data: ${text}\n\n`;
      last = text;
      if (state.hasEnded) return;
      await new Promise((go) => setTimeout(go, STATE_MILLISECONDS));
    }
  }
}
