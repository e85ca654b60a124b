import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import type { Chunk, RecordedWindow, RecordingMeta, RunEnd, SiteTable } from '../trace/recording.ts';
import { writeChunk, writeEnd, writeStart, writeWindow, writeWindowChunk } from '../trace/write-recording.ts';

/** Several times as fast as the page's own. */
const DEFLATE = { deflate: (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes, { level: 1 }) };

/** Writes a recording as the run goes, so that a command that is killed leaves what there is. Throws as Node's `fs` does. */
export class RecordingFile {
  readonly #file: number;
  #position = 0;

  constructor(
    path: string,
    private readonly meta: RecordingMeta,
    private readonly module: Uint8Array,
  ) {
    this.#file = openSync(path, 'w');
  }

  /** A run begins: what an earlier one left is dropped. */
  start(sites: SiteTable): void {
    ftruncateSync(this.#file, 0);
    this.#position = 0;
    this.append(writeStart(this.meta, this.module, sites, DEFLATE));
  }

  /** Where the file ends. */
  get position(): number {
    return this.#position;
  }

  add(chunk: Chunk): void {
    this.append(writeChunk(chunk, DEFLATE));
  }

  finish(window: RecordedWindow | undefined, end: RunEnd): void {
    if (window !== undefined) {
      this.append(writeWindow(window, DEFLATE));
      for (const chunk of window.chunks) this.append(writeWindowChunk(chunk, DEFLATE));
    }
    this.append(writeEnd(end));
    this.close();
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Whole sections. */
  append(bytes: Uint8Array): void {
    this.replace(this.#position, bytes);
    this.#position += bytes.length;
  }

  /** Writes a section again, where it was. */
  replace(place: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#file, bytes, done, bytes.length - done, place + done);
  }
}
