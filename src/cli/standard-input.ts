import type { Readable } from 'node:stream';

/** Input that comes in one go (a pipe's writer, a pasted text) is taken as one, so that the program runs again once for it. */
const QUIET_MILLISECONDS = 20;

/**
 * The command's own standard input, read only as far as the program asks for it: a program that reads nothing doesn't wait,
 * at a terminal it gets line by line, and from a pipe all that is there.
 */
export class CommandInput {
  readonly #chunks: Uint8Array[] = [];
  #closed = false;
  #started = false;
  #wake: () => void = () => {};

  constructor(private readonly stream: Readable) {}

  /** What has come so far. */
  get input(): { bytes: Uint8Array; closed: boolean } {
    return { bytes: new Uint8Array(Buffer.concat(this.#chunks)), closed: this.#closed };
  }

  /** Waits for more bytes or for the end. */
  async more(): Promise<void> {
    this.#start();
    const before = this.#chunks.length;
    this.stream.resume();
    while (this.#chunks.length === before && !this.#closed) await this.#change();
    while (!this.#closed && (await this.#change(QUIET_MILLISECONDS)));
    this.stream.pause();
  }

  /** Lets the process end although a terminal or a pipe is still open. */
  release(): void {
    if (this.#started) this.stream.destroy();
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    const close = (): void => {
      this.#closed = true;
      this.#wake();
    };
    this.stream.on('data', (chunk: Uint8Array) => {
      this.#chunks.push(chunk);
      this.#wake();
    });
    this.stream.on('end', close).on('error', close).on('close', close);
  }

  /** Resolves to true when something came, to false after `milliseconds` without. */
  #change(milliseconds?: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => resolve(false), milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
