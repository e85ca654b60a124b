/** Graphs are laid out in layers by dagre. A file of its own, as not every page needs the library. */
import { Graph, layout } from '@dagrejs/dagre';
import type { ArrangeGraph, Arrangement, Point, Size } from './arrange-structure.ts';
import type { Structure } from './block-graph.ts';

/** Larger ones take dagre longer than a step may, and come out many screens wide. */
const MOST_NODES = 24;
/** More than the room there is, but rather scrolled to than torn apart. */
const SPARE = 1.25;

/**
 * Places a structure whose blocks are shared or refer to each other in the direction of most pointers: from left to right, or, where
 * there is no room for that, downwards.
 */
export const arrangeGraph: ArrangeGraph = (structure, sizes, room) => {
  if (structure.nodes.length > MOST_NODES) return undefined;
  for (const direction of ['LR', 'TB'] as const) {
    const arrangement = inLayers(structure, sizes, direction);
    if (arrangement.width <= room * SPARE) return arrangement;
  }
  return undefined;
};

function inLayers({ nodes }: Structure, sizes: ReadonlyMap<string, Size>, rankdir: 'LR' | 'TB'): Arrangement {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir, nodesep: 28, ranksep: 56, marginx: 0, marginy: 0 });
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
