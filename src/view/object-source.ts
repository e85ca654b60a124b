import type { ObjectSource } from '../layout/build-objects.ts';
import { isLibcsBlock } from '../layout/libc-allocations.ts';
import type { BlockAt } from '../replay/timeline.ts';
import { ownMoment } from '../session/followed.ts';
import type { Playback, Seen } from '../session/playback.svelte.ts';
import type { Recorded } from '../session/recorded.ts';

type Source = Omit<ObjectSource, 'opened'>;

/** What the objects of a moment are made from. */
export function objectSourceOf(seen: Seen, recorded: Recorded, blocks: readonly BlockAt[]): Source {
  const { allocations } = recorded.survey;
  const { moment, process } = seen;
  const mappings = moment.process(process)?.mappings ?? [];
  const segments = mappings.length > 0 ? moment.segments() : [];
  return {
    moment: ownMoment(seen, recorded.survey.system),
    debug: recorded.debug,
    wordRows: recorded.wordRows,
    functionName: (tableIndex) => recorded.functionName(tableIndex),
    blocks,
    mappings: mappings.map((mapping) => ({
      ...mapping,
      processes:
        segments.find(({ segment }) => segment === mapping.segment)?.mappings.map((each) => each.process) ?? [],
    })),
    codeOf: (site) => seen.codeOf(site),
    isLeaked: (block) => (recorded.leaked.get(block) ?? Infinity) <= seen.step,
    willLeak: (block) => recorded.leaked.has(block),
    typeOf: (block) => recorded.types?.get(block),
    isLibcs: (block) => isLibcsBlock(allocations, block),
  };
}

/** The same for the moment that is seen; undefined while none is. */
export function seenObjects({ seen, recorded, blocks }: Playback): Source | undefined {
  return seen && recorded && objectSourceOf(seen, recorded, blocks);
}
