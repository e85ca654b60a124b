/** The recording's file while a native program runs. What goes wrong with it is told, and never the program's trouble. */
import { reasonOf } from '../collect-sources.ts';
import { RecordingFile } from '../recording-file.ts';
import type { Chunk, RecordingMeta, RunEnd } from '../../trace/recording.ts';
import { NO_SYMBOLS, sitesOf, symbolPart, type SymbolTable } from '../../trace/symbols.ts';

export class NativeRecording {
  /** Why the file holds no more. */
  stopped: string | undefined;
  readonly #file: RecordingFile;
  #written: SymbolTable = NO_SYMBOLS;

  /** Throws as Node's `fs` does. */
  constructor(path: string, meta: RecordingMeta) {
    this.#file = new RecordingFile(path, meta, new Uint8Array(0));
    this.#file.start(sitesOf(NO_SYMBOLS));
  }

  add(chunk: Chunk): void {
    this.#try(() => this.#file.add(chunk));
  }

  /** What of the symbols isn't in the file yet: `symbols` is what it was, and more; else it takes the place of what was there. */
  addSymbols(symbols: SymbolTable): void {
    const isMore = this.#written.lines.every((line, at) => line === symbols.lines[at]);
    if (!isMore) {
      this.#try(() => this.#file.symbols({ ...symbolPart(symbols), anew: true }));
      this.#written = symbols;
      return;
    }
    const { lines, sites, sources } = this.#written;
    if (symbols.sites.length === sites.length && symbols.sources.length === sources.length) return;
    this.#try(() => this.#file.symbols(symbolPart(symbols, lines.length, sites.length, sources.length)));
    this.#written = symbols;
  }

  finish(symbols: SymbolTable, end: RunEnd): void {
    this.addSymbols(symbols);
    this.#try(() => this.#file.finish(undefined, end));
  }

  #try(work: () => void): void {
    if (this.stopped !== undefined) return;
    try {
      work();
    } catch (error) {
      this.stopped = reasonOf(error);
    }
  }
}
