/**
 * What blocks hold of which not every moment tells: a leaked block has no pointer, and one that is kept in a list of `void *` has none
 * with a type. The first pointer that led to it had one, within the statement that allocated it, or when the function in which that was
 * had returned; or else one in a function that uses it later.
 */
import type { DebugInfo, Type, TypeId } from '../dwarf/debug-info.ts';
import { resolve } from '../dwarf/size-of.ts';
import type { SitedReplay } from '../replay/sited-replay.ts';
import type { AllocationTable } from '../replay/timeline.ts';
import type { AllocationId, SiteId, StepIndex } from '../util/units.ts';
import { ObjectBuilder } from './build-objects.ts';

/** Blocks looked at: a person waits for it, some 2 ms each. */
const MOST_LOOKS = 64;
/** Functions that hand a new block on to their callers. */
const MOST_RETURNS = 4;
/** Moments all over the window that are looked at for what no first pointer told. */
const LATER_LOOKS = 64;
/** Blocks of a program with `void *` in its structures that are looked at, leaked or not. */
const MOST_BLOCKS = 4096;

/** The blocks of which a moment may not tell what they hold. */
export function blocksToTell(
  leaked: Iterable<AllocationId>,
  debug: DebugInfo,
  { count }: AllocationTable,
): Iterable<AllocationId> {
  const isGeneric = (id: TypeId): boolean => {
    const { type } = resolve(debug, id);
    return type.kind === 'pointer' && resolve(debug, type.target).type.kind === 'void';
  };
  const holdsGeneric = (type: Type): boolean =>
    type.kind === 'array'
      ? isGeneric(type.element)
      : type.kind === 'struct' && type.members.some((m) => isGeneric(m.type));
  if (!debug.types.some(holdsGeneric)) return leaked;
  return new Set([...leaked, ...Array.from({ length: Math.min(count, MOST_BLOCKS) }, (_, i) => i + 1)]);
}

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
  const kindOf = (block: AllocationId): string => `${allocations.stack[block]} ${allocations.size[block]}`;
  const untold = new Map<AllocationId, string>();
  let looks = 0;
  for (const block of blocks) {
    const kind = kindOf(block);
    let type = known.get(kind);
    if (type === undefined && looks < MOST_LOOKS) {
      looks += 1;
      type = firstTold(block, replay, debug, (allocations.step[block] ?? Infinity) + 1);
    }
    if (type === undefined) untold.set(block, kind);
    else {
      known.set(kind, type);
      types.set(block, type);
    }
  }
  if (untold.size > 0) tellLater(untold, known, replay, debug);
  for (const [block, kind] of untold) {
    const type = known.get(kind);
    if (type !== undefined) types.set(block, type);
  }
  return types;
}

/** Adds the types of kinds of blocks that a pointer tells at some moment of the window. */
function tellLater(
  untold: ReadonlyMap<AllocationId, string>,
  known: Map<string, TypeId>,
  replay: SitedReplay,
  debug: DebugInfo,
): void {
  const open = new Set(untold.values());
  const steps = replay.end - replay.first;
  const looks = Math.min(LATER_LOOKS, steps);
  for (let look = 1; look <= looks && open.size > 0; look += 1) {
    const step = replay.first + Math.floor((look * steps) / looks);
    const told = toldAt(step, replay, debug, () => false);
    for (const [block, kind] of untold) {
      const type = open.has(kind) ? told(block) : undefined;
      if (type === undefined) continue;
      known.set(kind, type);
      open.delete(kind);
    }
  }
}

/** What pointers tell at a step. */
function toldAt(
  step: StepIndex,
  replay: SitedReplay,
  debug: DebugInfo,
  isLibcs: (block: AllocationId) => boolean,
): (block: AllocationId) => TypeId | undefined {
  const moment = replay.seek(step);
  const source = {
    ...{ moment, debug, blocks: moment.blocks(), opened: NOTHING_OPENED, isLibcs },
    codeOf: (site: SiteId) => replay.codeOf(site),
    isLeaked: () => false,
  };
  const builder = new ObjectBuilder(source, []);
  builder.build();
  return (block) => builder.typeTold(block);
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
    const told = toldAt(step, replay, debug, (id) => id !== block)(block);
    if (told !== undefined || step === replay.end) return told;
    const { depth } = replay.statementAt(step);
    step = replay.find(step, 1, { kind: 'depth', atMost: depth - 1 });
  }
  return undefined;
}

const NOTHING_OPENED: ReadonlyMap<string, boolean> = new Map();
