/** A file that grows while it is read: whoever reads it gets what is there and then what comes, at their own pace. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';

const PIECE_BYTES = 1 << 16;

export class FollowedFile {
  readonly #path: string;
  readonly #waiting = new Set<() => void>();
  #isFinished = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** There is more. */
  grown(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** There will be no more. */
  finish(): void {
    this.#isFinished = true;
    this.grown();
  }

  /** From the beginning. */
  read(): Readable {
    return Readable.from(this.#pieces());
  }

  async *#pieces(): AsyncGenerator<Buffer> {
    const file = await open(this.#path);
    try {
      for (let at = 0; ;) {
        const isLast = this.#isFinished;
        const grown = new Promise<void>((go) => this.#waiting.add(go));
        const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, at);
        at += bytesRead;
        if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
        else if (isLast) return;
        else await grown;
      }
    } finally {
      await file.close();
    }
  }
}
