/** From when on nothing leads to the blocks of leaks any more: all of them at once, as a list that is lost is lost with all its nodes. */
import type { AllocationId, ProcessId, StepIndex } from '../util/units.ts';
import type { Finding } from './findings.ts';
import { hasSince, lastPosition, reachableBlocks, type SearchLimits } from './lost-pointers.ts';
import type { FramesKnown } from './stack-roots.ts';
import type { Replay, Survey } from './timeline.ts';

/** Positions looked at, per process: blocks that are lost together take one search. */
const MOST_LOOKS = 256;
/** A result that functions hand on is in no variable while they return: for so many statements. */
const RETURNS = 8;

/**
 * By block, for those that the end of the program does not reach: the first position at which nothing leads to them, or a later one
 * where that would take too long. The replay must be of the whole run. Leaves out blocks of which nothing can be told.
 */
export function lostBlocks(
  findings: readonly Finding[],
  replay: Replay,
  survey: Survey,
  program: FramesKnown,
  limits: SearchLimits,
): ReadonlyMap<AllocationId, StepIndex> {
  const lost = new Map<AllocationId, StepIndex>();
  if (survey.allocations.count > limits.blocks) return lost;
  const byProcess = new Map<ProcessId, AllocationId[]>();
  for (const finding of findings) {
    if (finding.kind !== 'leak' || (finding.leak !== 'definitely-lost' && finding.leak !== 'indirectly-lost')) continue;
    byProcess.set(finding.process, [...(byProcess.get(finding.process) ?? []), ...finding.blockIds]);
  }
  for (const [process, blocks] of byProcess) {
    const reachableAt = (step: StepIndex): ReadonlySet<AllocationId> | undefined =>
      reachableBlocks(replay.seek(step), program, process, limits.bytes);
    const had = new Map(blocks.map((id) => [id, Math.max(replay.first, hasSince(survey, id, process))]));
    new LossSearch(reachableAt, had, lost).search(lastPosition(replay, survey, process), replay.first);
  }
  return lost;
}

/** Takes for granted that what is lost stays lost. */
class LossSearch {
  readonly #seen = new Map<StepIndex, ReadonlySet<AllocationId> | undefined>();

  constructor(
    private readonly reachableAt: (step: StepIndex) => ReadonlySet<AllocationId> | undefined,
    private readonly had: ReadonlyMap<AllocationId, StepIndex>,
    private readonly lost: Map<AllocationId, StepIndex>,
  ) {}

  search(end: StepIndex, first: StepIndex): void {
    const atEnd = this.#look(end);
    if (!atEnd) return;
    const gone = [...this.had.keys()].filter((id) => !atEnd.has(id) && this.had.get(id)! <= end);
    this.#narrow(gone, first, end);
    for (const id of gone) this.#refine(id);
  }

  /** They are lost at `lost`, and not yet at `kept`. */
  #narrow(blocks: readonly AllocationId[], kept: StepIndex, lost: StepIndex): void {
    if (blocks.length === 0) return;
    const middle = Math.floor((kept + lost) / 2);
    const reachable = lost - kept > 1 ? this.#look(middle) : undefined;
    if (!reachable) {
      for (const id of blocks) this.lost.set(id, lost);
      return;
    }
    const isKept = (id: AllocationId): boolean => reachable.has(id) || this.had.get(id)! + RETURNS > middle;
    this.#narrow(blocks.filter(isKept), middle, lost);
    this.#narrow(
      blocks.filter((id) => !isKept(id)),
      kept,
      middle,
    );
  }

  /** A block that was lost within the first statements: when, or from the first on if nothing ever led to it. */
  #refine(id: AllocationId): void {
    const [had, lost] = [this.had.get(id)!, this.lost.get(id)!];
    if (lost > had + RETURNS) return;
    let since = had;
    for (let step = had; step < lost; step += 1) {
      const reachable = this.#look(step);
      if (!reachable) return;
      if (reachable.has(id)) since = step + 1;
    }
    this.lost.set(id, since);
  }

  #look(step: StepIndex): ReadonlySet<AllocationId> | undefined {
    if (!this.#seen.has(step)) {
      if (this.#seen.size >= MOST_LOOKS) return undefined;
      this.#seen.set(step, this.reachableAt(step));
    }
    return this.#seen.get(step);
  }
}
