/** The survey of a program that still runs and has no module: only columns are kept, not the records that fill them. */
import type { Chunk, SiteTable } from '../trace/recording.ts';
import { NO_SYMBOLS, sitesOf, type SymbolTable } from '../trace/symbols.ts';
import { resolverOf } from './program-resolver.ts';
import { SurveyReader } from './read-survey.ts';
import type { RunSurvey } from './run-survey.ts';
import type { Resolver } from './resolver.ts';

const NO_MODULE = new Uint8Array(0);

export class GrowingSurvey {
  #symbols: SymbolTable = NO_SYMBOLS;
  #sites: SiteTable = sitesOf(NO_SYMBOLS);
  #resolver: Resolver = resolverOf({ module: NO_MODULE, symbols: NO_SYMBOLS });
  readonly #reader: SurveyReader;

  constructor() {
    // What sites are is told later than the records that name them.
    const now = (): SiteTable => this.#sites;
    const sites: SiteTable = {
      get code() {
        return now().code;
      },
      get functionIndex() {
        return now().functionIndex;
      },
      get pendingSteps() {
        return now().pendingSteps;
      },
    };
    this.#reader = new SurveyReader(sites, {
      functionName: (index) => this.#resolver.functionName(index),
      locate: (code) => this.#resolver.locate(code),
    });
  }

  add(chunk: Chunk): void {
    this.#reader.add(chunk);
  }

  /** The survey of all that has come, with the names of `symbols`, which only ever grow; `steps`: the run came so far at least. */
  survey(symbols: SymbolTable, steps = 0): RunSurvey {
    if (symbols !== this.#symbols) {
      this.#symbols = symbols;
      this.#sites = sitesOf(symbols);
      this.#resolver = resolverOf({ module: NO_MODULE, symbols });
    }
    this.#reader.reach(steps);
    return this.#reader.survey();
  }
}
