/**
 * One compile worker for all widgets in a page: the element passes a port from each frame to the first one that compiled something.
 * (Frames inside shadow roots can't see each other, and browsers refuse a `SharedWorker` to frames in other sites' pages.) Nothing has
 * to be believed on the way: whatever program comes out of a compiler runs as a guest.
 */
import { startCompileWorker, type CompileWorker } from '../../compile/start-worker.ts';
import type { ToFrame } from '../protocol.ts';
import type { Host } from './host.ts';

export class SharedCompiler {
  readonly #host: Host;
  /** Of this frame, for all. */
  #worker: Worker | undefined;
  #used: PortOfWorker | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** A connection to the page's compiler; what is sent waits until it is there. */
  connect(): CompileWorker {
    const { port1, port2 } = new MessageChannel();
    this.#host.tell({ type: 'compiler-wanted' }, [port2]);
    this.#used = new PortOfWorker(port1);
    return this.#used;
  }

  /** Whether the message was about compiling. */
  receive(message: ToFrame, port: MessagePort | undefined): boolean {
    if (message.type === 'compiler-stopped') this.#used?.stop();
    else if (message.type !== 'compiler-serve') return false;
    else if (port) this.#serve(port);
    return true;
  }

  /** Lets a frame of the page compile here. */
  #serve(port: MessagePort): void {
    if (!this.#worker) {
      this.#worker = startCompileWorker();
      this.#worker.onerror = () => {
        this.#worker = undefined;
        this.#host.tell({ type: 'compiler-stopped' });
      };
    }
    this.#worker.postMessage({ type: 'connect' }, [port]);
  }
}

class PortOfWorker implements CompileWorker {
  onmessage: CompileWorker['onmessage'] = null;
  onerror: CompileWorker['onerror'] = null;
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = (event) => this.onmessage?.call(this as unknown as Worker, event);
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  /** Hears nothing more. What others wait for goes on. */
  terminate(): void {
    this.#port.close();
  }

  stop(): void {
    this.terminate();
    // Then whatever was asked for fails, and the next compile asks again.
    this.onerror?.call(this as unknown as Worker, new ErrorEvent('error', { message: 'its frame is gone' }));
  }
}
