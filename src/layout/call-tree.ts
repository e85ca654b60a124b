/** Who called whom until something was allocated: the call stacks of a run, joined from the outermost frame inwards. */
import type { StackLine } from '../replay/timeline.ts';
import type { StackId } from '../util/units.ts';

export interface CallNode {
  /** The frame; undefined for node 0, which stands for the whole program. */
  readonly line: StackLine | undefined;
  readonly parent: number;
  /** Node 0 has depth 0. */
  readonly depth: number;
  /** In the order in which the stacks came. */
  readonly children: readonly number[];
}

export interface CallTree {
  readonly nodes: readonly CallNode[];
  /** The node of a stack's innermost frame. */
  readonly nodeOf: ReadonlyMap<StackId, number>;
}

/** Joins stacks whose outer frames are at the same lines; `linesOf` gives a stack's frames, the innermost first. */
export function buildCallTree(stacks: Iterable<StackId>, linesOf: (stack: StackId) => readonly StackLine[]): CallTree {
  const nodes: (CallNode & { readonly children: number[] })[] = [
    { line: undefined, parent: -1, depth: 0, children: [] },
  ];
  const known = new Map<string, number>();
  const nodeOf = new Map<StackId, number>();
  for (const stack of stacks) {
    let at = 0;
    for (const line of [...linesOf(stack)].reverse()) {
      const key = `${at} ${line.function} ${line.file}:${line.line}`;
      let child = known.get(key);
      if (child === undefined) {
        child = nodes.length;
        nodes.push({ line, parent: at, depth: nodes[at]!.depth + 1, children: [] });
        nodes[at]!.children.push(child);
        known.set(key, child);
      }
      at = child;
    }
    nodeOf.set(stack, at);
  }
  return { nodes, nodeOf };
}

/** A column by stack, as a column by node: each node has its own stacks' and those of all it called. */
export function sumOverTree({ nodes, nodeOf }: CallTree, column: Float64Array): Float64Array {
  const sums = new Float64Array(nodes.length);
  for (const [stack, node] of nodeOf) sums[node]! += column[stack] ?? 0;
  // A child comes after its parent.
  for (let node = nodes.length - 1; node > 0; node -= 1) sums[nodes[node]!.parent]! += sums[node]!;
  return sums;
}
