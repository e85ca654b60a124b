/** A replay that also tells where the sites of its own window are. */
import type { CodeOffset, SiteId } from '../util/units.ts';
import type { Replay } from './timeline.ts';

export interface SitedReplay extends Replay {
  /** The code offset of a site of this window. */
  codeOf(site: SiteId): CodeOffset;
}

/** `code` is by site, as in the window's `SiteTable`. */
export function withSites(replay: Replay, code: Uint32Array): SitedReplay {
  return {
    first: replay.first,
    end: replay.end,
    seek: (step) => replay.seek(step),
    statementAt: (step) => replay.statementAt(step),
    find: (from, direction, wanted) => replay.find(from, direction, wanted),
    codeOf: (site) => code[site] ?? 0,
  };
}
