/**
 * Blocks that a forked child has copies of. They keep their ids, so one id stands for a block of each process:
 *
 *     process 0   + 1   + 2   fork        - 1
 *     process 1               \ 1 2   - 2
 *
 * The table of all allocations tells what became of a block in the process that allocated it; what became of copies is told here.
 */
import type { AllocationId, ProcessId, StackId, StepIndex } from '../util/units.ts';
import type { AllocationTable } from './timeline.ts';

export interface Fork {
  readonly parent: ProcessId;
  readonly child: ProcessId;
  readonly step: StepIndex;
  /** Blocks with ids up to here had been allocated. */
  readonly ids: number;
  /** Events of the table that had happened, and frees of copies. */
  readonly at: number;
  readonly frees: number;
}

export interface CopyFree {
  readonly process: ProcessId;
  readonly id: AllocationId;
  readonly operation: number;
  readonly stack: StackId;
  readonly step: StepIndex;
  /** Events of the table that had happened. */
  readonly at: number;
}

export class InheritedBlocks {
  readonly forks = new Map<ProcessId, Fork>();
  /** In the order in which they happened. */
  readonly frees: CopyFree[] = [];
  /** The places in `frees` by process and id. */
  readonly #freed = new Map<number, number>();

  fork(fork: Omit<Fork, 'frees'>): void {
    if (fork.child === fork.parent || this.forks.has(fork.child)) return;
    this.forks.set(fork.child, { ...fork, frees: this.frees.length });
  }

  /** A process frees its copy of a block that `owner` allocated and freed at `ownerFreed`. False if it has none. */
  free(freeing: CopyFree, owner: ProcessId, ownerFreed: StepIndex): boolean {
    if (!this.has(freeing.process, freeing.id, owner, ownerFreed)) return false;
    this.#freed.set(keyOf(freeing.process, freeing.id), this.frees.push(freeing) - 1);
    return true;
  }

  /** Whether a process has a live copy: it came down from `owner` through forks before each of which nobody had freed it. */
  has(process: ProcessId, id: AllocationId, owner: ProcessId, ownerFreed: StepIndex): boolean {
    let freesBefore = Infinity;
    // A child is never older than its parent, but in a damaged recording: the chain must end there too.
    for (let one = process, links = 0; links <= this.forks.size; links++) {
      if ((this.#freed.get(keyOf(one, id)) ?? Infinity) < freesBefore) return false;
      const fork = this.forks.get(one);
      if (!fork || id > fork.ids) return false;
      if (fork.parent === owner) return ownerFreed >= fork.step;
      freesBefore = fork.frees;
      one = fork.parent;
    }
    return false;
  }
}

const keyOf = (process: ProcessId, id: AllocationId): number => process * 2 ** 32 + id;

/** A process's share of the events: from its fork to the fork that the next link of the chain came from. */
interface Link {
  readonly process: ProcessId;
  readonly toEvent: number;
  readonly toFree: number;
}

/** Allocations as one process has them: see `Survey.allocationsOf`. `owners` is as `AllocationLog.owners` gives it. */
export function tableOf(
  process: ProcessId,
  table: AllocationTable,
  owners: Uint16Array,
  inherited: { readonly forks: ReadonlyMap<ProcessId, Fork>; readonly frees: readonly CopyFree[] },
): AllocationTable {
  const rows = table.count + 1;
  const own = {
    // Not a number: never this process's. So neither "still live" nor "freed by then" holds.
    freeStep: new Float64Array(rows).fill(NaN),
    freeStack: new Uint32Array(rows),
    freeOperation: new Uint16Array(rows),
  };
  const events: number[] = [];
  const free = (id: AllocationId, step: StepIndex, stack: StackId, operation: number): void => {
    if (own.freeStep[id] !== Infinity) return;
    own.freeStep[id] = step;
    own.freeStack[id] = stack;
    own.freeOperation[id] = operation;
    events.push(-id);
  };
  let at = 0;
  let freeAt = 0;
  for (const link of lineage(process, table, inherited)) {
    const copies = inherited.frees;
    const freeCopies = (): void => {
      for (; freeAt < link.toFree && copies[freeAt]!.at <= at; freeAt++) {
        const { process: freeing, id, step, stack, operation } = copies[freeAt]!;
        if (freeing === link.process) free(id, step, stack, operation);
      }
    };
    for (; at < link.toEvent; at++) {
      freeCopies();
      const id = Math.abs(table.events[at]!);
      if ((owners[id] ?? 0) !== link.process) continue;
      if (table.events[at]! < 0) free(id, table.freeStep[id]!, table.freeStack[id]!, table.freeOperation[id]!);
      else {
        own.freeStep[id] = Infinity;
        events.push(id);
      }
    }
    freeCopies();
  }
  return { ...table, ...own, events: Int32Array.from(events) };
}

/** The process and its ancestors, eldest first. */
function lineage(
  process: ProcessId,
  table: AllocationTable,
  { forks, frees }: Parameters<typeof tableOf>[3],
): readonly Link[] {
  const links: Link[] = [];
  let [toEvent, toFree] = [table.events.length, frees.length];
  for (let one = process; ;) {
    links.unshift({ process: one, toEvent, toFree });
    const fork = forks.get(one);
    if (!fork || links.length > forks.size) return links;
    toEvent = Math.min(toEvent, fork.at);
    toFree = Math.min(toFree, fork.frees);
    one = fork.parent;
  }
}
