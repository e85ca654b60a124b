/** A native program that runs while the page looks on: what it does, and the wishes of the person. */
import { LIVE_PATH, type LiveState, type LiveWish } from '../server/live-protocol.ts';

export class Live {
  state = $state.raw<LiveState>({ isPaused: true, hasEnded: false, steps: 0, speed: 0 });
  /** The server is gone: nothing more can be wished. */
  isGone = $state(false);
  readonly #url: URL;
  readonly #events: EventSource;

  /** `base`: where the page is. */
  constructor(base: string) {
    this.#url = new URL(LIVE_PATH, base);
    this.#events = new EventSource(this.#url);
    this.#events.onmessage = ({ data }) => {
      this.state = JSON.parse(String(data)) as LiveState;
      if (this.state.hasEnded) this.#events.close();
    };
    this.#events.onerror = () => {
      this.isGone = true;
      this.#events.close();
    };
  }

  pause(): void {
    this.#wish({ wish: 'pause' });
  }

  continue(): void {
    this.#wish({ wish: 'continue' });
  }

  /** Lets the program make so many allocation events more. */
  step(count: number): void {
    this.#wish({ wish: 'step', count });
  }

  #wish(wish: LiveWish): void {
    void fetch(this.#url, { method: 'POST', body: JSON.stringify(wish) }).catch(() => (this.isGone = true));
  }
}
