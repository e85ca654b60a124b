/** `--live`: the page follows the recording while it is written, and the person lets the program go on, wait or take single steps. */
import { Readable } from 'node:stream';
import { LIVE_PATH, parseWish, type LiveState } from '../../server/live-protocol.ts';
import type { Route } from '../../server/page-server.ts';
import { FollowedFile } from './followed-file.ts';
import type { StreamsDirectory } from './streams-directory.ts';

const STATE_MILLISECONDS = 200;

export class LiveServer {
  readonly routes: Readonly<Record<string, Route>>;
  readonly #file: FollowedFile;
  readonly #streams: StreamsDirectory;
  readonly #stepsSoFar: () => number;
  #isPaused = true;
  #hasEnded = false;
  /** Of the last look, and what came since then. */
  #before = { time: performance.now(), steps: 0 };
  #speed = 0;

  /** `recording`: the file. The program waits from its first event on. */
  constructor(recording: string, streams: StreamsDirectory, stepsSoFar: () => number) {
    this.#file = new FollowedFile(recording);
    this.#streams = streams;
    this.#stepsSoFar = stepsSoFar;
    streams.tell('paused', 1);
    this.routes = {
      recording: { read: () => ({ type: 'application/octet-stream', body: this.#file.read() }) },
      [LIVE_PATH]: {
        read: () => ({ type: 'text/event-stream', body: Readable.from(this.#states()) }),
        post: (body) => this.#wish(body),
      },
    };
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
    this.#streams.tell('steps', wish.wish === 'step' ? wish.count : 0);
    this.#streams.tell('paused', this.#isPaused ? 1 : 0);
  }

  #measure(): void {
    const now = performance.now();
    const elapsed = now - this.#before.time;
    if (elapsed < STATE_MILLISECONDS) return;
    const steps = this.#stepsSoFar();
    this.#speed = Math.round(((steps - this.#before.steps) / elapsed) * 1000);
    this.#before = { time: now, steps };
  }

  /** Server-sent events: one whenever something has changed. */
  async *#states(): AsyncGenerator<string> {
    for (let last = ''; ;) {
      const state: LiveState = {
        isPaused: this.#isPaused,
        hasEnded: this.#hasEnded,
        steps: this.#stepsSoFar(),
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
