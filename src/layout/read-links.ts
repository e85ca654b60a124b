/**
 * What blocks' pointers are for, where their names don't tell: which lead back (`prev`, `parent`), by what answers them, and which end at
 * a sentinel that stands for NULL. A file of its own, as small pictures do without.
 */
import {
  isNamedBack,
  linkBetween,
  made,
  orderIn,
  type BlockNode,
  type LinkReader,
  type OpenNode,
} from './block-graph.ts';

/** Of a trie only the children are seen that there are: it is a tree where one of its nodes is. */
function readTypes(nodes: readonly OpenNode[]): void {
  const most = new Map<string, number>();
  for (const { box, ownRows } of nodes) most.set(box.type, Math.max(most.get(box.type) ?? 0, ownRows.length));
  for (const node of nodes) node.makes = made(most.get(node.box.type) ?? 0);
  leaveOutSentinels(nodes);
}

/** From this many links on a node that leads nowhere itself ends a tree's branches in the place of NULL. */
const SENTINEL = 3;

/** A sentinel belongs to no structure: all leaves share it. */
function leaveOutSentinels(nodes: readonly OpenNode[]): void {
  const names = new Map<BlockNode, string[]>();
  for (const { links, ownRows } of nodes)
    for (const { row, to } of links)
      if (row.depth === 0 && ownRows.includes(row)) names.set(to, [...(names.get(to) ?? []), row.name]);
  for (const [node, leading] of names) {
    if (leading.length < SENTINEL || new Set(leading).size < 2) continue;
    if (node.ownRows.length < 2 || node.links.some(({ row }) => node.ownRows.includes(row))) continue;
    for (const { box, links } of nodes)
      if (box === node.box) links.length = 0;
      else if (box.type === node.box.type) links.splice(0, Infinity, ...links.filter(({ to }) => to !== node));
  }
}

/** By type: a row is `prev` for all blocks of a type, also for the first, which has nothing before it. */
function namesOfRowsBack(nodes: readonly BlockNode[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  const answers = answeredLinks(nodes);
  for (const { type, name, by, isLater, count } of answers) {
    const isShared = (row: string): boolean =>
      answers.some((each) => each.type === type && each.name === row && each.isShared);
    const links = nodes.flatMap((node) => (node.box.type === type ? node.links : []));
    // One pair alone may be a tree in the middle of a rotation.
    const isPair = 2 * count > links.filter(({ row }) => row.name === name).length;
    const isBack =
      isSide(name) && isSide(by)
        ? isFirstSide(name) && isPair && count > 1
        : isNamedBack(name) === isNamedBack(by)
          ? isShared(name) === isShared(by)
            ? isLater && isPair
            : isShared(name)
          : isNamedBack(name);
    if (isBack) names.set(type, (names.get(type) ?? new Set()).add(name));
  }
  return names;
}

/** A link to a block of the same type that has one in return, in another row. */
interface Answer {
  readonly type: string;
  readonly name: string;
  readonly by: string;
  readonly isLater: boolean;
  /** Whether several blocks lead to one with it, as children do to their parent. */
  readonly isShared: boolean;
  readonly count: number;
}

/** One for each two rows. Elements of arrays have no names that would say what they are for. */
function answeredLinks(nodes: readonly BlockNode[]): readonly Answer[] {
  const sources = new Map<string, BlockNode>();
  const answers = new Map<string, Answer>();
  for (const node of nodes)
    for (const { row, to } of node.links) {
      const { type } = node.box;
      const there = to.box.type === type && row.depth === 0 ? linkBetween(to, node) : undefined;
      if (!there || there.row.name === row.name) continue;
      const [source, key] = [`${to.box.id} ${row.name}`, `${type} ${row.name} ${there.row.name}`];
      const known = answers.get(key);
      const isShared = known?.isShared === true || (sources.get(source) ?? node) !== node;
      sources.set(source, node);
      const isLater = known?.isLater ?? orderIn(node, row) > orderIn(to, there.row);
      answers.set(key, { type, name: row.name, by: there.row.name, isLater, isShared, count: (known?.count ?? 0) + 1 });
    }
  return [...answers.values()];
}

/** Of a list to both sides, or a tree's. */
const isFirstSide = (name: string): boolean => /^(l|left)$/i.test(name);
const isSide = (name: string): boolean => isFirstSide(name) || /^(r|right)$/i.test(name);

export const linkReader: LinkReader = { namesOfRowsBack, readTypes };
