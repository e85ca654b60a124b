/**
 * Which blocks stay where they were in the picture before. What a statement did to a structure moves nothing as long as the old places
 * still make a good drawing of it: a list that is reversed lies still while its arrows turn, a tree in the middle of a rotation waits for
 * its end. A new leaf takes the place beside its parent that is free:
 *
 *        [ 5 ]                [ 5 ]
 *        /         and 8:     /   \
 *     [ 2 ]                [ 2 ] [ 8 ]
 *
 * A file of its own, as a picture that is the first has nothing to keep.
 */
import { ACROSS, BRANCH, DOWN, isBinary, LEVEL, type Point, type Size } from './arrange-structure.ts';
import type { BlockNode, Structure } from './block-graph.ts';
import type { BoxShape } from './box-shape.ts';
import type { BlockBox } from './object-model.ts';
import type { BlockSlot, KeepPlaces } from './place-blocks.ts';

/** Nothing may come nearer to a block that takes a free place. */
const APART = 12;

export const keepPlaces: KeepPlaces = (boxes, before, room) => {
  const together = slotsTogether(boxes, before);
  return (structure, shapes) => {
    const main = largestArrangement(structure, before);
    if (main === undefined) return undefined;
    return new Keeper(structure, shapes, before, room, main, together.get(main) ?? []).keep();
  };
};

/** By arrangement, those of the picture before that are still needed. */
function slotsTogether(
  boxes: readonly BlockBox[],
  before: ReadonlyMap<string, BlockSlot>,
): ReadonlyMap<number, readonly BlockSlot[]> {
  const together = new Map<number, BlockSlot[]>();
  for (const { id } of boxes) {
    const slot = before.get(id);
    const others = slot && together.get(slot.arrangement);
    if (others) others.push(slot);
    else if (slot) together.set(slot.arrangement, [slot]);
  }
  return together;
}

/** The arrangement that most of a structure's blocks were part of; the older of two. */
function largestArrangement({ nodes }: Structure, before: ReadonlyMap<string, BlockSlot>): number | undefined {
  const counts = new Map<number, number>();
  for (const { box } of nodes) {
    const slot = before.get(box.id);
    if (slot) counts.set(slot.arrangement, (counts.get(slot.arrangement) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}

class Keeper {
  readonly #structure: Structure;
  readonly #shapes: ReadonlyMap<string, BoxShape>;
  readonly #before: ReadonlyMap<string, BlockSlot>;
  readonly #room: number;
  readonly #main: number;
  /** All that was arranged together and is still there, by box id: it may be in the way. */
  readonly #slots: Map<string, BlockSlot>;
  readonly #children = new Map<string, BlockNode[]>();

  constructor(
    structure: Structure,
    shapes: ReadonlyMap<string, BoxShape>,
    before: ReadonlyMap<string, BlockSlot>,
    room: number,
    main: number,
    others: readonly BlockSlot[],
  ) {
    this.#structure = structure;
    this.#shapes = shapes;
    this.#before = before;
    this.#room = room;
    this.#main = main;
    this.#slots = new Map(others.map((slot) => [slot.box.id, slot]));
    for (const node of structure.nodes)
      for (const to of new Set(node.links.map((link) => link.to)))
        if (structure.parents.get(to.box.id)?.from === node)
          this.#children.set(node.box.id, [...this.#childrenOf(node), to]);
  }

  keep(): BlockSlot[] | undefined {
    const { nodes } = this.#structure;
    const isOld = ({ box }: BlockNode): boolean => this.#before.get(box.id)?.arrangement === this.#main;
    const slots: BlockSlot[] = [];
    for (const node of nodes.filter(isOld)) {
      const slot = this.#asItWas(node);
      if (!slot) return undefined;
      this.#slots.set(node.box.id, slot);
      slots.push(slot);
    }
    for (const node of this.#fromParents(nodes.filter((each) => !isOld(each)))) {
      const slot = this.#apart(node) ?? this.#joined(node);
      if (!slot) return undefined;
      if (slot.arrangement === this.#main) this.#slots.set(node.box.id, slot);
      slots.push(slot);
    }
    return this.#isGood(slots) ? slots : undefined;
  }

  /** Where it was; undefined where it has grown over another. */
  #asItWas({ box }: BlockNode): BlockSlot | undefined {
    const [old, shape] = [this.#before.get(box.id), this.#shapes.get(box.id)];
    if (!old || !shape) return undefined;
    const grown = shape.width > old.shape.width || shape.height > old.shape.height;
    return grown && !this.#isFree(old, shape, box.id) ? undefined : { ...old, box, shape };
  }

  /** What only leads into the middle of a structure, and a list that another one goes on with, stay where they are. */
  #apart(node: BlockNode): BlockSlot | undefined {
    const old = this.#before.get(node.box.id);
    if (!old) return undefined;
    const isVisitor = !this.#structure.parents.has(node.box.id) && this.#childrenOf(node).length === 0;
    const isOtherList = old.members > 1 && node.makes === 'list';
    if (!isVisitor && !isOtherList) return undefined;
    const shape = this.#shapes.get(node.box.id)!;
    const fits = shape.width <= old.shape.width && shape.height <= old.shape.height;
    return fits || isVisitor ? { ...old, box: node.box, shape } : undefined;
  }

  /** Beside its parent, if the place is free. */
  #joined(node: BlockNode): BlockSlot | undefined {
    const [parent, shape] = [this.#structure.parents.get(node.box.id), this.#shapes.get(node.box.id)!];
    const at = parent && this.#slots.get(parent.from.box.id);
    if (!at || this.#childrenOf(node).some(({ box }) => this.#slots.has(box.id))) return undefined;
    const place = this.#placeBeside(parent.from, at, node, shape);
    if (!place || place.x < 0 || !this.#isFree(place, shape, node.box.id)) return undefined;
    return { ...place, box: node.box, shape, arrangement: this.#main, members: 0 };
  }

  #placeBeside(parent: BlockNode, at: BlockSlot, node: BlockNode, shape: BoxShape): Point | undefined {
    const isOwn = parent.box.type === node.box.type && parent.makes !== 'nothing';
    const siblings = this.#childrenOf(parent).filter((child) => (child.box.type === node.box.type) === isOwn || !isOwn);
    const [right, bottom] = [at.x + at.shape.width, at.y + at.shape.height];
    const earlier = siblings.slice(0, siblings.indexOf(node)).flatMap(({ box }) => this.#slots.get(box.id) ?? []);
    const isLast = siblings.at(-1) === node;
    if (isOwn && parent.makes === 'tree') {
      const middle = at.x + at.shape.width / 2;
      const y = bottom + LEVEL;
      if (!isBinary(parent)) {
        const before = earlier.at(-1);
        if (!isLast) return undefined;
        return before ? { x: before.x + before.shape.width + BRANCH, y: before.y } : { x: middle - shape.width / 2, y };
      }
      const isLeft = this.#structure.parents.get(node.box.id)?.row === parent.ownRows[0];
      return { x: Math.round(isLeft ? middle - BRANCH / 2 - shape.width : middle + BRANCH / 2), y };
    }
    if (isOwn) {
      if (right + ACROSS + shape.width <= this.#room) return { x: right + ACROSS, y: at.y };
      const all = [...this.#slots.values()];
      return { x: Math.min(...all.map(({ x }) => x)), y: bottomOf(all) + LEVEL };
    }
    if (!isLast) return undefined;
    if (parent.makes === 'list') return { x: at.x, y: bottomOf([at, ...earlier]) + DOWN };
    const x = earlier[0]?.x ?? right + ACROSS;
    return {
      x,
      y: earlier.length > 0 ? bottomOf([...this.#slots.values()].filter((each) => each.x >= x)) + DOWN : at.y,
    };
  }

  #isFree({ x, y }: Point, { width, height }: Size, id: string): boolean {
    for (const [other, slot] of this.#slots) {
      if (other === id) continue;
      const isBeside = x >= slot.x + slot.shape.width + APART || x + width + APART <= slot.x;
      if (!isBeside && y < slot.y + slot.shape.height + APART && y + height + APART > slot.y) return false;
    }
    return true;
  }

  /** Whether a tree's children lie below their parents, from left to right. What is shared or in a circle is on its way to something. */
  #isGood(slots: readonly BlockSlot[]): boolean {
    if (this.#structure.kind === 'graph') return true;
    const places = new Map(slots.map((slot) => [slot.box.id, slot]));
    return this.#structure.nodes.every((node) => {
      const at = places.get(node.box.id);
      if (!at || node.makes !== 'tree') return true;
      const below = this.#childrenOf(node).flatMap(({ box }) =>
        box.type === node.box.type ? (places.get(box.id) ?? []) : [],
      );
      const isLeft = below.length === 1 && isBinary(node) ? this.#isLeft(node, below[0]!) : undefined;
      const middle = at.x + at.shape.width / 2;
      return below.every(({ x, y, shape }, i) => {
        const own = x + shape.width / 2;
        if (y < at.y + at.shape.height || (isLeft !== undefined && isLeft !== own < middle)) return false;
        return i === 0 || x >= below[i - 1]!.x + below[i - 1]!.shape.width;
      });
    });
  }

  #isLeft(node: BlockNode, { box }: BlockSlot): boolean {
    return node.links.find(({ to }) => to.box.id === box.id)?.row === node.ownRows[0];
  }

  /** Parents before their children. */
  #fromParents(nodes: readonly BlockNode[]): BlockNode[] {
    const left = new Set(nodes);
    const ordered: BlockNode[] = [];
    const visit = (node: BlockNode): void => {
      if (!left.delete(node)) return;
      const parent = this.#structure.parents.get(node.box.id)?.from;
      if (parent) visit(parent);
      ordered.push(node);
    };
    nodes.forEach(visit);
    return ordered;
  }

  #childrenOf({ box }: BlockNode): readonly BlockNode[] {
    return this.#children.get(box.id) ?? [];
  }
}

const bottomOf = (slots: readonly BlockSlot[]): number => Math.max(...slots.map(({ y, shape }) => y + shape.height));
