/**
 * Which blocks belong together: those that pointers in blocks connect, and in what shape. Pointers on the stack connect nothing,
 * since they come and go.
 */
import type { BlockBox, Row } from './object-model.ts';

/** A pointer in a block that leads to another block. */
export interface Link {
  readonly row: Row;
  readonly to: BlockNode;
}

export interface BlockNode {
  readonly box: BlockBox;
  /** Its pointers to other blocks, in the order of its rows. */
  readonly links: readonly Link[];
  /** The rows that lead, or could lead, on to a block of its own type: `next`; `left` and `right`. Not `prev` and `parent`. */
  readonly ownRows: readonly Row[];
  /** What blocks of its type make. */
  readonly makes: 'list' | 'tree' | 'nothing';
  /** `prev` and `parent`, where there are others of its own type. */
  readonly backRows: ReadonlySet<Row>;
}

export interface Structure {
  /** Ascending by block. */
  readonly nodes: readonly BlockNode[];
  /** Where reading begins: blocks that no other block leads to, or where all are in a circle, the oldest one. */
  readonly roots: readonly BlockNode[];
  /** The one link that each other node is reached by, by the node's box. */
  readonly parents: ReadonlyMap<string, Link & { readonly from: BlockNode }>;
  /** A tree may hold lists; a graph is all that isn't a forest, apart from pointers back. */
  readonly kind: 'forest' | 'graph';
}

/** Tells more of pointers than their names do. */
export interface LinkReader {
  /** By type, of rows that lead back. */
  namesOfRowsBack(nodes: readonly BlockNode[]): ReadonlyMap<string, ReadonlySet<string>>;
  /** Corrects what one block alone doesn't tell. */
  readTypes(nodes: readonly OpenNode[]): void;
}

/** The structures that blocks make, the one with the oldest block first. Without `reader`, rows lead where their names say. */
export function blockStructures(boxes: readonly BlockBox[], reader?: LinkReader): Structure[] {
  const nodes = linkBlocks(boxes, reader);
  const groups = new Map<BlockNode, BlockNode[]>();
  const groupOf = (node: BlockNode): BlockNode[] => groups.get(node) ?? [node];
  for (const node of nodes) {
    for (const { to } of node.links) {
      const [a, b] = [groupOf(node), groupOf(to)];
      if (a === b) continue;
      const [large, small] = a.length >= b.length ? [a, b] : [b, a];
      large.push(...small);
      for (const each of large) groups.set(each, large);
    }
  }
  return [...new Set(nodes.map((node) => groups.get(node) ?? [node]))].map((members) =>
    structureOf(members.sort((a, b) => a.box.block - b.box.block)),
  );
}

export interface OpenNode extends BlockNode {
  readonly links: Link[];
  readonly ownRows: Row[];
  readonly backRows: Set<Row>;
  makes: BlockNode['makes'];
}

function linkBlocks(boxes: readonly BlockBox[], reader: LinkReader | undefined): BlockNode[] {
  const nodes = [...boxes]
    .sort((a, b) => a.block - b.block)
    .map((box): OpenNode => ({ box, links: [], ownRows: [], backRows: new Set(), makes: 'nothing' }));
  const byId = new Map(nodes.map((node) => [node.box.id, node]));
  for (const node of nodes) {
    for (const row of node.box.rows) {
      const { pointing } = row;
      const to = pointing?.kind === 'object' || pointing?.kind === 'freed' ? byId.get(pointing.box) : undefined;
      if (to && to !== node) node.links.push({ row, to });
    }
  }
  const back = reader?.namesOfRowsBack(nodes);
  for (const { box, ownRows, backRows } of nodes) {
    if (box.type === '') continue;
    const own = box.rows.filter(({ pointsTo }) => pointsTo === box.type);
    const isBack = ({ name }: Row): boolean => isNamedBack(name) || back?.get(box.type)?.has(name) === true;
    const forward = own.filter((row) => !isBack(row));
    ownRows.push(...(forward.length > 0 ? forward : own));
    if (forward.length > 0) for (const row of own.filter(isBack)) backRows.add(row);
  }
  for (const node of nodes) node.makes = made(node.ownRows.length);
  reader?.readTypes(nodes);
  return nodes;
}

export const linkBetween = (from: BlockNode, to: BlockNode): Link | undefined =>
  from.links.find((link) => link.to === to);

export const orderIn = ({ box }: BlockNode, { name }: Row): number => box.rows.findIndex((row) => row.name === name);

function structureOf(nodes: readonly BlockNode[]): Structure {
  const forward = new Map(nodes.map((node) => [node, node.links.filter((link) => !leadsBack(node, link))]));
  const links = (node: BlockNode): readonly Link[] => forward.get(node) ?? [];
  const reached = new Set(nodes.flatMap((node) => links(node).map(({ to }) => to)));
  const roots = nodes.filter((node) => !reached.has(node));
  if (roots.length === 0 && nodes[0]) roots.push(nodes[0]);
  const parents = new Map<string, Link & { readonly from: BlockNode }>();
  const isRoot = new Set(roots);
  let shared = 0;
  // A block of the same type tells where a block belongs; who else points to it (a queue's `tail`) does so too.
  for (const sameType of [true, false]) {
    for (const from of breadthFirst(nodes, roots, links)) {
      for (const link of links(from)) {
        if ((link.to.box.type === from.box.type) !== sameType || isRoot.has(link.to)) continue;
        if (!parents.has(link.to.box.id)) parents.set(link.to.box.id, { ...link, from });
        else if (!isRoot.has(from) && parents.get(link.to.box.id)?.from !== from) shared += 1;
      }
    }
  }
  breakCircles(nodes, roots, parents, links);
  return { nodes, roots, parents, kind: shared > 0 ? 'graph' : 'forest' };
}

/** By how many rows lead on. */
export const made = (rows: number): BlockNode['makes'] => (rows > 1 ? 'tree' : rows > 0 ? 'list' : 'nothing');

export const isNamedBack = (name: string): boolean => /^(p|par|up)$|prev|back|parent|owner/i.test(name);

/** `prev` where there is `next`, `parent` where there are children: what the other end's earlier row says already. */
function leadsBack(node: BlockNode, { row, to }: Link): boolean {
  if (node.backRows.has(row)) return true;
  const there = linkBetween(to, node);
  if (!there || to.backRows.has(there.row) || there.row.name === row.name) return false;
  return node.box.type === to.box.type ? orderIn(node, row) > orderIn(to, there.row) : node.box.block > to.box.block;
}

function breadthFirst(
  nodes: readonly BlockNode[],
  roots: readonly BlockNode[],
  links: (node: BlockNode) => readonly Link[],
): BlockNode[] {
  const seen = new Set(roots);
  const visit = (queue: BlockNode[]): BlockNode[] => {
    for (const node of queue)
      for (const { to } of links(node)) {
        if (seen.has(to)) continue;
        seen.add(to);
        queue.push(to);
      }
    return queue;
  };
  // One root after the other: who only leads into the middle of an older structure has no part in its shape.
  const order = roots.flatMap((root) => visit([root]));
  // Circles beside the roots.
  for (const node of nodes) {
    if (seen.has(node)) continue;
    seen.add(node);
    order.push(...visit([node]));
  }
  return order;
}

/** Begins each circle that no root leads into where a block of another type points to it, or else at its oldest block. */
function breakCircles(
  nodes: readonly BlockNode[],
  roots: BlockNode[],
  parents: Map<string, Link & { readonly from: BlockNode }>,
  links: (node: BlockNode) => readonly Link[],
): void {
  const grounded = new Set<BlockNode>(roots);
  for (const node of nodes) {
    const path: BlockNode[] = [];
    const onPath = new Set<BlockNode>();
    let at: BlockNode | undefined = node;
    while (at && !grounded.has(at) && !onPath.has(at)) {
      path.push(at);
      onPath.add(at);
      at = parents.get(at.box.id)?.from;
    }
    if (at && !grounded.has(at)) {
      const circle = path.slice(path.indexOf(at));
      const entry = entryOf(circle, grounded, links);
      if (entry) parents.set(entry.to.box.id, entry);
      else {
        parents.delete(at.box.id);
        roots.push(at);
      }
    }
    for (const each of path) grounded.add(each);
  }
}

function entryOf(
  circle: readonly BlockNode[],
  grounded: ReadonlySet<BlockNode>,
  links: (node: BlockNode) => readonly Link[],
): (Link & { readonly from: BlockNode }) | undefined {
  for (const from of grounded) {
    const link = links(from).find(({ to }) => circle.includes(to));
    if (link) return { ...link, from };
  }
  return undefined;
}
