/** Graphs are laid out in layers by dagre. A file of its own, as not every page needs the library. */
import { Graph, layout } from '@dagrejs/dagre';
import type { Arrangement, Point, Size } from './arrange-structure.ts';
import type { Structure } from './block-graph.ts';

/** Places a structure whose blocks are shared or refer to each other, from left to right in the direction of most pointers. */
export function arrangeGraph({ nodes }: Structure, sizes: ReadonlyMap<string, Size>): Arrangement {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 56, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { box } of nodes) graph.setNode(box.id, { ...(sizes.get(box.id) ?? { width: 0, height: 0 }) });
  for (const { box, links } of nodes) {
    for (const { row, to } of links) graph.setEdge(box.id, to.box.id, {}, row.id);
  }
  layout(graph);
  const places = new Map<string, Point>();
  let [width, height] = [0, 0];
  for (const { box } of nodes) {
    // dagre gives centres.
    const { x = 0, y = 0, width: w, height: h } = graph.node(box.id);
    const place = { x: Math.round(x - w / 2), y: Math.round(y - h / 2) };
    places.set(box.id, place);
    width = Math.max(width, place.x + w);
    height = Math.max(height, place.y + h);
  }
  return { places, width, height };
}
