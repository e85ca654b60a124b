/** The places that call stacks of a native program name, numbered as sites in the order in which they are first heard of. */
import type { Address, SiteId } from '../util/units.ts';
import type { ModuleEvent, ModuleId } from './events.ts';

export interface Place {
  /** Undefined: code that belongs to no file. */
  readonly module: ModuleEvent | undefined;
  /** In the module's file (its link-time addresses), in the middle of the call; without a module, in memory. */
  readonly address: Address;
}

/** As build-library.node.ts names it. */
const OWN = /\/libheapscope[^/]*\.so$/;

export class Places {
  /** By site; site 0 is nowhere. */
  readonly all: Place[] = [{ module: undefined, address: 0 }];
  readonly #modules = new Map<ModuleId, ModuleEvent>();
  /** By file, not by module: two processes that run one program share its sites. */
  readonly #sites = new Map<string, Map<Address, SiteId>>();

  addModule(module: ModuleEvent): void {
    this.#modules.set(module.module, module);
  }

  /** Of the call that returns to `address`; 0 for what the library itself does, which stands between a program and what it called. */
  siteOf(module: ModuleId, address: Address): SiteId {
    const known = this.#modules.get(module);
    if (known && OWN.test(known.path)) return 0;
    const key = known ? `${known.path}\n${known.buildId}` : '';
    let sites = this.#sites.get(key);
    if (!sites) this.#sites.set(key, (sites = new Map()));
    const place = address - 1 - (known?.bias ?? 0);
    let site = sites.get(place);
    if (site === undefined) {
      site = this.all.push({ module: known, address: place }) - 1;
      sites.set(place, site);
    }
    return site;
  }
}
