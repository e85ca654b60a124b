/**
 * A native program's recording, made ready to be shown part by part while its bytes come: its summary is made here, and of the records the
 * last stretch is kept. So it takes memory by what lives at once in the program, not by what happens.
 */
import { RunSummarizer } from '../replay/stretches/summarize-run.ts';
import type { StretchSections } from '../trace/read-parts.ts';
import { RecordingStream, type StreamPart } from '../trace/recording-stream.ts';
import type { Chunk, RunEnd } from '../trace/recording.ts';
import { NO_SYMBOLS } from '../trace/symbols.ts';
import type { KnownRun } from './long-recording.ts';

export class GrowingRecording {
  readonly stream = new RecordingStream();
  readonly #summarizer = new RunSummarizer();
  /** Where stretches begin, but for the first. */
  readonly #places: number[] = [];
  #live: Uint8Array | undefined;
  #chunks: Chunk[] = [];

  get stretches(): number {
    return this.#places.length + 1;
  }

  /** Gives what came, where somebody else wants to know as well. */
  push(piece: Uint8Array): readonly StreamPart[] {
    const parts = this.stream.push(piece);
    for (const part of parts) {
      if (part.kind === 'chunk') {
        this.#summarizer.add(part.chunk);
        this.#chunks.push(part.chunk);
      } else {
        this.#summarizer.begin();
        this.#places.push(part.place);
        this.#live = part.live;
        this.#chunks = [];
      }
    }
    return parts;
  }

  /** The run so far; `end` where the recording doesn't tell it. */
  known(end: RunEnd): KnownRun {
    const { stream } = this;
    const { records, position, symbols = NO_SYMBOLS } = stream;
    const summary = this.#summarizer.summary();
    const last: StretchSections = { ...(this.#live && { live: this.#live }), chunks: this.#chunks.slice() };
    return {
      end: stream.end ?? { ...end, steps: summary.steps },
      symbols,
      summary: { ...summary, places: [records, ...this.#places], end: position },
      last,
    };
  }
}
