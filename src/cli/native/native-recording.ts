/**
 * The recording's file while a native program runs. Chunks are deflated by other threads while the next ones fill, and written in order.
 * What goes wrong with the file is told, and never the program's trouble.
 */
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import type { BlockColumns } from '../../replay/stretches/block-rows.ts';
import { packLive, packSummary, type RunSummary } from '../../replay/stretches/run-summary.ts';
import type { Chunk, RecordingMeta, RunEnd } from '../../trace/recording.ts';
import { NO_SYMBOLS, sitesOf, symbolPart, type SymbolPart, type SymbolTable } from '../../trace/symbols.ts';
import {
  writeChunkLater,
  writeEnd,
  writeStretch,
  writeSummary,
  writeSummaryPlace,
  writeSymbols,
  type DeflateLater,
} from '../../trace/write-recording.ts';
import { reasonOf } from '../reason-of.ts';
import { RecordingFile } from '../recording-file.ts';

const inThread = promisify(deflateRaw);
const deflate: DeflateLater = (bytes) => inThread(bytes, { level: 1 });

/** So many chunks may wait: who makes more waits for them. */
const MOST_WAITING = 12;

export class NativeRecording {
  /** Why the file holds no more. */
  stopped: string | undefined;
  readonly #file: RecordingFile;
  readonly #summaryPlace: number;
  /** Where stretches begin. */
  readonly #places: number[] = [];
  #symbols: SymbolTable = NO_SYMBOLS;
  #waiting = 0;
  /** When all that has been given is written. */
  #written: Promise<void> = Promise.resolve();

  /** Throws as Node's `fs` does. */
  constructor(path: string, meta: RecordingMeta) {
    this.#file = new RecordingFile(path, meta, new Uint8Array(0));
    this.#file.start(sitesOf(NO_SYMBOLS));
    this.#summaryPlace = this.#file.position;
    this.#file.append(writeSummaryPlace(0));
    this.#places.push(this.#file.position);
  }

  add(chunk: Chunk): void {
    this.#write(() => writeChunkLater(chunk, deflate));
  }

  /** A stretch begins, with these blocks. */
  beginStretch(live: BlockColumns): void {
    this.#write(
      () => writeStretch(packLive(live), deflate),
      () => this.#places.push(this.#file.position),
    );
  }

  /** What of the symbols isn't in the file yet: `symbols` is what it was, and more; else it takes the place of what was there. */
  addSymbols(symbols: SymbolTable): void {
    const before = this.#symbols;
    const isMore = before.lines.every((line, at) => line === symbols.lines[at]);
    const { lines, sites, sources } = before;
    if (isMore && symbols.sites.length === sites.length && symbols.sources.length === sources.length) return;
    this.#symbols = symbols;
    this.#writeSymbols(isMore ? symbolPart(symbols, lines.length, sites.length, sources.length) : whole(symbols));
  }

  /** When there is room for more. */
  async ready(): Promise<void> {
    if (this.#waiting > MOST_WAITING) await this.#written;
  }

  async finish(symbols: SymbolTable, end: RunEnd, summary: RunSummary): Promise<void> {
    this.addSymbols(symbols);
    await this.#written;
    if (this.#places.length > 1) await this.#finishLong(symbols, summary);
    this.#write(() => Promise.resolve(writeEnd(end)));
    await this.#written;
    this.#file.close();
  }

  /** Who reads the recording in parts begins here. */
  async #finishLong(symbols: SymbolTable, summary: RunSummary): Promise<void> {
    const end = this.#file.position;
    this.#writeSymbols(whole(symbols));
    this.#write(() => writeSummary(packSummary({ ...summary, places: this.#places, end }), deflate));
    await this.#written;
    if (this.stopped === undefined) this.#file.replace(this.#summaryPlace, writeSummaryPlace(end));
  }

  #writeSymbols(part: SymbolPart): void {
    this.#write(() => Promise.resolve(writeSymbols(part, { deflate: true })));
  }

  /** `make` begins at once; what it gives is written when its turn comes, after `turn` was called. */
  #write(make: () => Promise<Uint8Array>, turn?: () => void): void {
    if (this.stopped !== undefined) return;
    const before = this.#written;
    const section = make();
    this.#waiting += 1;
    this.#written = (async () => {
      try {
        await before;
        const bytes = await section;
        if (this.stopped !== undefined) return;
        turn?.();
        this.#file.append(bytes);
      } catch (error) {
        this.stopped ??= reasonOf(error);
      } finally {
        this.#waiting -= 1;
      }
    })();
  }
}

const whole = (symbols: SymbolTable): SymbolPart => ({ ...symbolPart(symbols), anew: true });
