/** The analyst of pages that show what was read when they were built: its code is fetched when something is first run. */
import type { ProgramAnalyst } from './program-analyst.ts';
import type { Analyst } from './analyst.ts';

export class LazyAnalyst implements Analyst {
  #loading: Promise<ProgramAnalyst> | undefined;

  analyse: Analyst['analyse'] = async (...run) => (await this.#load()).analyse(...run);
  openWindow: Analyst['openWindow'] = async (result) => (await this.#load()).openWindow(result);

  #load(): Promise<ProgramAnalyst> {
    return (this.#loading ??= import('./program-analyst.ts').then(({ ProgramAnalyst }) => new ProgramAnalyst()));
  }
}
