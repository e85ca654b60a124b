import type { ObjectSource } from '../layout/build-objects.ts';
import { isLibcsBlock } from '../layout/libc-allocations.ts';
import type { Playback } from '../session/playback.svelte.ts';

/** What the objects of the moment that is seen are made from; undefined while none is. */
export function objectSourceOf(playback: Playback): Omit<ObjectSource, 'opened'> | undefined {
  const { seen, recorded, blocks } = playback;
  if (!seen || !recorded) return undefined;
  const { allocations } = recorded.survey;
  return {
    moment: seen.moment,
    debug: recorded.debug,
    blocks,
    codeOf: (site) => seen.codeOf(site),
    isLeaked: (block) => recorded.leaked.has(block),
    isLibcs: (block) => isLibcsBlock(allocations, block),
  };
}
