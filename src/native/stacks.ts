/** What is known of call stacks by their innermost site, and whether a filter leaves their allocations out. */
import type { SiteId, StackId } from '../util/units.ts';
import type { StackEvent } from './events.ts';
import { Places, type Place } from './places.ts';
import type { StackFilter } from './stack-filter.ts';

export class Stacks {
  readonly places = new Places();
  readonly #filter: StackFilter | undefined;
  readonly #allocatesForLibc: (place: Place) => boolean;
  /** By stack: its innermost site. */
  readonly #sites: SiteId[] = [0];
  /** By site, once it is asked for. */
  readonly #isLibcs: (boolean | undefined)[] = [];

  constructor(allocatesForLibc: (place: Place) => boolean, filter: StackFilter | undefined) {
    this.#allocatesForLibc = allocatesForLibc;
    this.#filter = filter;
  }

  /** Stacks come in the order of their numbers, parents first. Gives the site. */
  add({ module, address, parent, stack }: StackEvent): SiteId {
    const site = this.places.siteOf(module, address);
    this.#sites[stack] = site;
    this.#filter?.add(stack, parent, site);
    return site;
  }

  /** Whether anything is left out. */
  get isFiltered(): boolean {
    return this.#filter !== undefined;
  }

  /** What is allocated there is not recorded. */
  leavesOut(stack: StackId): boolean {
    return this.#filter?.keeps(stack) === false;
  }

  /** What is allocated there is libc's own, and nobody's to free. */
  isLibcs(stack: StackId): boolean {
    const site = this.#sites[stack] ?? 0;
    return (this.#isLibcs[site] ??= site !== 0 && this.#allocatesForLibc(this.places.all[site]!));
  }
}
