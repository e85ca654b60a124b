import type { SiteId, StackId } from '../util/units.ts';
import { withRoom } from './columns.ts';

/** Call stacks as a run's `stack` records tell them: a tree of call sites, in which a stack is a node and its callers lie above it. */
export class CallStacks {
  #count = 0;
  #callSite = new Uint32Array(1024);
  #parent = new Uint32Array(1024);

  /** The next stack. Gives false where its parent is none that came before. */
  add(callSite: number, parent: number): boolean {
    const id = ++this.#count;
    // A parent that is not older than its child would make a ring of the tree.
    const isOlder = parent < id;
    this.#callSite = withRoom(this.#callSite, id);
    this.#parent = withRoom(this.#parent, id);
    this.#callSite[id] = callSite;
    this.#parent[id] = isOlder ? parent : 0;
    return isOlder;
  }

  /** The call sites of a stack, innermost first. */
  sites(stack: StackId): SiteId[] {
    const sites: SiteId[] = [];
    for (let node: number = stack; node > 0 && node <= this.#count; node = this.#parent[node]!) {
      const site = this.#callSite[node]!;
      if (site !== 0) sites.push(site);
    }
    return sites;
  }
}
