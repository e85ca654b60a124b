/** A native program that runs while the page looks on: what it does, and the wishes of the person. */
import type { Finding } from '../replay/findings.ts';
import type { ByteCount } from '../util/units.ts';
import { LIVE_PATH, type LiveState, type LiveWish } from '../server/live-protocol.ts';

export class Live {
  state = $state.raw<LiveState>({ isPaused: true, hasEnded: false, steps: 0, speed: 0 });
  /** The server is gone: nothing more can be wished. */
  isGone = $state(false);
  /** A scan was asked for, and no process has made it yet. */
  awaitsScan = $state(false);
  /** What the last scan that was asked for had lost; undefined: there was none. */
  lost = $state.raw<{ readonly blocks: number; readonly bytes: ByteCount } | undefined>();
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

  /** Lets every process look for leaks at its next event: their findings come with the recording. */
  scan(): void {
    this.awaitsScan = true;
    this.#wish({ wish: 'scan' });
  }

  /** The recording tells of a scan. */
  scanned(findings: readonly Finding[]): void {
    if (!this.awaitsScan) return;
    this.awaitsScan = false;
    const lost = findings.flatMap((finding) =>
      finding.kind === 'leak' && finding.leak !== 'still-reachable' ? finding : [],
    );
    const sum = (of: 'blocks' | 'bytes'): number => lost.reduce((all, leak) => all + leak[of], 0);
    this.lost = { blocks: sum('blocks'), bytes: sum('bytes') };
  }

  #wish(wish: LiveWish): void {
    void fetch(this.#url, { method: 'POST', body: JSON.stringify(wish) }).catch(() => (this.isGone = true));
  }
}
