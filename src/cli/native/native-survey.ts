/** A native run's survey, made while it runs: only columns are kept, not the records that fill them. */
import { SurveyReader, type RunSurvey } from '../../replay/read-survey.ts';
import { resolverOf } from '../../replay/program-resolver.ts';
import type { Resolver } from '../../replay/resolver.ts';
import type { Chunk, SiteTable } from '../../trace/recording.ts';
import { NO_SYMBOLS, sitesOf, type SymbolTable } from '../../trace/symbols.ts';

export class NativeSurvey {
  #sites: SiteTable = sitesOf(NO_SYMBOLS);
  #resolver: Resolver | undefined;
  readonly #reader: SurveyReader;

  constructor() {
    // What sites are is known when the run is over: until then nobody asks for lines.
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
      functionName: (index) => this.#resolver?.functionName(index) ?? { name: '?', libc: true },
      locate: (code) => this.#resolver?.locate(code) ?? [],
    });
  }

  add(chunk: Chunk): void {
    this.#reader.add(chunk);
  }

  /** The survey of all that has come, with names. */
  survey(symbols: SymbolTable, steps: number): RunSurvey {
    this.#sites = sitesOf(symbols);
    this.#resolver = resolverOf({ module: new Uint8Array(0), symbols });
    this.#reader.reach(steps);
    return this.#reader.survey();
  }
}
