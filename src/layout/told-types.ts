/**
 * What blocks hold whose pointers may be lost: a leaked block has no pointer that would tell. The first that led to it did, within the
 * statement that allocated it, or when the function in which that was had returned.
 */
import type { DebugInfo, TypeId } from '../dwarf/debug-info.ts';
import type { SitedReplay } from '../replay/sited-replay.ts';
import type { AllocationTable } from '../replay/timeline.ts';
import type { AllocationId, StepIndex } from '../util/units.ts';
import { typeTold } from './build-objects.ts';

/** Blocks looked at: a person waits for it, some 2 ms each. */
const MOST_LOOKS = 64;
/** Functions that hand a new block on to their callers. */
const MOST_RETURNS = 4;

/**
 * By block, for those of which the window tells it. Blocks of one size that one call stack made are of one type: a list that is lost
 * with all its nodes takes one look.
 */
export function toldTypes(
  blocks: Iterable<AllocationId>,
  replay: SitedReplay,
  debug: DebugInfo,
  allocations: AllocationTable,
): ReadonlyMap<AllocationId, TypeId> {
  const types = new Map<AllocationId, TypeId>();
  const known = new Map<string, TypeId>();
  let looks = 0;
  for (const block of blocks) {
    const kind = `${allocations.stack[block]} ${allocations.size[block]}`;
    let type = known.get(kind);
    if (type === undefined && looks < MOST_LOOKS) {
      looks += 1;
      type = firstTold(block, replay, debug, (allocations.step[block] ?? Infinity) + 1);
    }
    if (type === undefined) continue;
    known.set(kind, type);
    types.set(block, type);
  }
  return types;
}

function firstTold(
  block: AllocationId,
  replay: SitedReplay,
  debug: DebugInfo,
  allocated: StepIndex,
): TypeId | undefined {
  let step: StepIndex | undefined = allocated;
  for (let returns = 0; returns <= MOST_RETURNS; returns += 1) {
    if (step === undefined || step < replay.first || step > replay.end) return undefined;
    const moment = replay.seek(step);
    const told = typeTold(
      {
        ...{ moment, debug, blocks: moment.blocks(), opened: NOTHING_OPENED },
        codeOf: (site) => replay.codeOf(site),
        isLeaked: () => false,
        isLibcs: (id) => id !== block,
      },
      block,
    );
    if (told !== undefined || step === replay.end) return told;
    const { depth } = replay.statementAt(step);
    step = replay.find(step, 1, { kind: 'depth', atMost: depth - 1 });
  }
  return undefined;
}

const NOTHING_OPENED: ReadonlyMap<string, boolean> = new Map();
