/** A call tree as an icicle: callers above, what they called below, as wide as what was allocated there. */
import type { CallTree } from './call-tree.ts';

export interface FlameBox {
  readonly node: number;
  readonly x: number;
  /** Counted from the top. */
  readonly row: number;
  readonly width: number;
}

/** Nothing narrower can be seen or pointed at. */
const NARROWEST = 2;

/**
 * `root` fills the width, its callers stand above it at full width. Children keep their order whatever they measure, so that a
 * box stays among its neighbours from step to step. Those too narrow to be seen are left out.
 */
export function layoutFlame(tree: CallTree, values: Float64Array, root: number, width: number): FlameBox[] {
  const boxes: FlameBox[] = [];
  for (let node = tree.nodes[root]!.parent; node >= 0; node = tree.nodes[node]!.parent)
    boxes.unshift({ node, x: 0, row: tree.nodes[node]!.depth, width });
  const total = values[root]!;
  if (!(total > 0)) return boxes;
  const waiting: FlameBox[] = [{ node: root, x: 0, row: tree.nodes[root]!.depth, width }];
  for (let box = waiting.pop(); box; box = waiting.pop()) {
    boxes.push(box);
    let { x } = box;
    const below: FlameBox[] = [];
    for (const node of tree.nodes[box.node]!.children) {
      const own = (values[node]! / total) * width;
      if (own >= NARROWEST) below.push({ node, x, row: box.row + 1, width: own });
      x += own;
    }
    waiting.push(...below.reverse());
  }
  return boxes;
}
