/** Leak kinds straight from memcheck's definitions, without any cleverness: the measure of the fast one. */
import { LeakKind, type BlockColumns, type Range, type ReadWord } from './reachability.ts';

interface Edge {
  readonly to: number;
  /** The pointer is to the block's first byte, or past a header that tells how long the block is. */
  readonly start: boolean;
}

/** Every pointer to a block in the aligned words of a range. */
function edges({ address, size }: BlockColumns, range: Range, readWord: ReadWord): Edge[] {
  const found: Edge[] = [];
  for (let at = range.address; at + 4 <= range.address + range.size; at++) {
    if (at % 4 !== 0) continue;
    const pointer = readWord(at);
    address.forEach((start, to) => {
      const inside = pointer === start || (pointer > start && pointer < start + size[to]!);
      if (!inside) return;
      const [first, second] = start % 4 === 0 ? [readWord(start), readWord(start + 4)] : [0, 0];
      const past4 = pointer === start + 4 && first > 0 && size[to] === first + 4;
      const past8 = pointer === start + 8 && first > 0 && second === 0 && (size[to]! - 8) % first === 0;
      found.push({ to, start: pointer === start || past4 || past8 });
    });
  }
  return found;
}

/** Repeats until nothing changes. */
function closure(from: ReadonlySet<number>, next: (block: number) => readonly number[]): Set<number> {
  const reached = new Set(from);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const block of [...reached]) next(block).forEach((to) => reached.add(to));
  }
  return reached;
}

export function classifySlowly(blocks: BlockColumns, roots: readonly Range[], readWord: ReadWord): number[] {
  const all = [...blocks.address.keys()];
  const fromRoots = roots.flatMap((root) => edges(blocks, root, readWord));
  const out = all.map((i) => edges(blocks, { address: blocks.address[i]!, size: blocks.size[i]! }, readWord));

  // Reachable: a chain of pointers to starts. Possibly: any chain.
  const starts = new Set(fromRoots.filter(({ start }) => start).map(({ to }) => to));
  const reachable = closure(starts, (i) => out[i]!.filter(({ start }) => start).map(({ to }) => to));
  const touched = closure(new Set(fromRoots.map(({ to }) => to)), (i) => out[i]!.map(({ to }) => to));

  // Of the rest, each belongs to the clique of the lowest block that leads to it. That one is definitely lost, unless
  // a block of another clique points to it.
  const lost = all.filter((i) => !touched.has(i));
  const leadsTo = new Map(lost.map((i) => [i, closure(new Set([i]), (j) => out[j]!.map(({ to }) => to))]));
  const cliqueOf = (i: number): number => lost.find((j) => leadsTo.get(j)!.has(i))!;
  const kindOfLost = (i: number): number => {
    const pointedToByOthers = lost.some((j) => cliqueOf(j) !== i && out[j]!.some(({ to }) => to === i));
    return cliqueOf(i) === i && !pointedToByOthers ? LeakKind.definitelyLost : LeakKind.indirectlyLost;
  };
  return all.map((i) => {
    if (reachable.has(i)) return LeakKind.stillReachable;
    return touched.has(i) ? LeakKind.possiblyLost : kindOfLost(i);
  });
}
