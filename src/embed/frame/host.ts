/** The frame's side of the protocol. */
import { PROTOCOL, readMessage, TO_FRAME, type FromFrame, type ToFrame } from '../protocol.ts';

/** The page around the frame. `origin` is the one that the frame's address allows; other origins are neither heard nor told. */
export class Host {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  tell(news: FromFrame, transfer: Transferable[] = []): void {
    if (window.parent !== window) window.parent.postMessage({ heapscope: PROTOCOL, ...news }, this.#origin, transfer);
  }

  listen(onMessage: (message: ToFrame, ports: readonly MessagePort[]) => void): void {
    addEventListener('message', (event: MessageEvent) => {
      if (event.source !== window.parent || event.origin !== this.#origin) return;
      const message = readMessage(TO_FRAME, event.data);
      if (message) onMessage(message, event.ports);
    });
  }
}
