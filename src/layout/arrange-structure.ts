/**
 * Places the blocks of a structure relative to each other, as a textbook would draw it:
 *
 *     list       [1]->[2]->[3]        tree      [ 5 ]          table   [0]-->[a]->[b]
 *                                              /     \                 [1]
 *                                           [ 2 ]   [ 8 ]              [2]-->[c]
 *
 * What is of another type than the block that leads to it hangs below a list's node and beside a tree's.
 */
import type { BlockNode, Structure } from './block-graph.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Blocks with their places, by box id, and how much room they take in all. */
export interface Arrangement extends Size {
  readonly places: ReadonlyMap<string, Point>;
}

/** Places a structure that is no forest; undefined where that would take too much of the room, or too long. */
export type ArrangeGraph = (
  structure: Structure,
  sizes: ReadonlyMap<string, Size>,
  room: number,
) => Arrangement | undefined;

/** Between neighbours side by side, with room for an arrow. */
export const ACROSS = 36;
/** Between neighbours below each other. */
export const DOWN = 20;
/** Between a tree's levels and between the lines of a list. */
export const LEVEL = 40;
export const BRANCH = 20;
/** With less room than this, what would lie to the right goes below, */
const LEAST_ROOM = 200;
/** but not in a view that is wider than this: there it gets as much, and the picture is wider than the view. */
const NARROW_ROOM = 280;
const ROOM_BESIDE = 480;

/** `room`: the width after which lists go on in a new line. Trees and graphs take what they need. */
export function arrangeForest(structure: Structure, sizes: ReadonlyMap<string, Size>, room: number): Arrangement {
  const arranger = new ForestArranger(structure, sizes, room);
  const block = column(
    structure.roots.map((root) => arranger.arrange(root, room)),
    DOWN,
  );
  return { places: block.places, width: block.width, height: block.height };
}

/** Part of an arrangement, from its own origin. */
interface Part extends Size {
  readonly places: Map<string, Point>;
}

class ForestArranger {
  readonly #sizes: ReadonlyMap<string, Size>;
  readonly #children = new Map<BlockNode, BlockNode[]>();
  readonly #isNarrow: boolean;

  constructor({ nodes, parents }: Structure, sizes: ReadonlyMap<string, Size>, room: number) {
    this.#sizes = sizes;
    this.#isNarrow = room < NARROW_ROOM;
    for (const node of nodes) {
      const own = node.links.map(({ to }) => to).filter((to) => parents.get(to.box.id)?.from === node);
      this.#children.set(node, [...new Set(own)]);
    }
  }

  arrange(node: BlockNode, room: number): Part {
    if (node.makes === 'tree') return this.#tree(node, room);
    if (node.makes === 'list') return this.#list(node, room);
    const children = this.#childrenOf(node);
    const own = this.#own(node);
    if (children.length === 0) return own;
    const beside = Math.max(room - own.width - ACROSS, this.#isNarrow ? 0 : ROOM_BESIDE);
    if (beside >= LEAST_ROOM) {
      const right = column(
        children.map((child) => this.arrange(child, beside)),
        DOWN,
      );
      return row([own, right], ACROSS);
    }
    const below = column(
      children.map((child) => this.arrange(child, room)),
      DOWN,
    );
    return column([own, below], DOWN);
  }

  /** A chain from left to right, in lines. */
  #list(first: BlockNode, room: number): Part {
    const lines: Part[][] = [[]];
    let used = 0;
    for (let node: BlockNode | undefined = first; node; node = this.#next(node)) {
      const next = this.#next(node);
      const hanging = this.#childrenOf(node).filter((child) => child !== next);
      const part = column([this.#own(node), ...hanging.map((child) => this.arrange(child, room - used))], DOWN);
      if (used > 0 && used + part.width > room) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(part);
      used += part.width + ACROSS;
    }
    return column(
      lines.map((parts) => row(parts, ACROSS)),
      LEVEL,
    );
  }

  #tree(node: BlockNode, room: number): Part {
    const children = this.#childrenOf(node);
    const branches = children.filter((child) => child.box.type === node.box.type);
    const beside = children
      .filter((child) => child.box.type !== node.box.type)
      .map((child) => this.arrange(child, room));
    const own = beside.length > 0 ? row([this.#own(node), column(beside, DOWN)], ACROSS) : this.#own(node);
    if (branches.length === 0) return own;
    const below = this.#branches(node, branches, room);
    const width = this.#sizeOf(node).width;
    // Above the middle of what is below it.
    const shift = Math.round((below.width - width) / 2);
    const whole: Part = { places: new Map(), width: 0, height: own.height + LEVEL + below.height };
    return {
      ...into(into(whole, own, { x: Math.max(0, shift), y: 0 }), below, {
        x: Math.max(0, -shift),
        y: own.height + LEVEL,
      }),
      width: Math.max(own.width + Math.max(0, shift), below.width + Math.max(0, -shift)),
    };
  }

  /** A right child alone stays on the right, a left one on the left: there is room for the other one. */
  #branches(node: BlockNode, branches: readonly BlockNode[], room: number): Part {
    const parts = branches.map((child) => this.arrange(child, room));
    if (parts.length > 1 || !isBinary(node) || !parts[0]) return row(parts, BRANCH);
    const gap: Part = { places: new Map(), width: this.#sizeOf(node).width, height: 0 };
    const isLeft = node.links.find(({ to }) => to === branches[0])?.row === node.ownRows[0];
    return row(isLeft ? [parts[0], gap] : [gap, parts[0]], BRANCH);
  }

  #childrenOf(node: BlockNode): readonly BlockNode[] {
    return this.#children.get(node) ?? [];
  }

  /** The next of a list. */
  #next(node: BlockNode): BlockNode | undefined {
    return this.#childrenOf(node).find((child) => child.box.type === node.box.type && node.box.type !== '');
  }

  #own(node: BlockNode): Part {
    return { ...this.#sizeOf(node), places: new Map([[node.box.id, { x: 0, y: 0 }]]) };
  }

  #sizeOf(node: BlockNode): Size {
    return this.#sizes.get(node.box.id) ?? { width: 0, height: 0 };
  }
}

/** Whether it has a left child and a right one, or could. */
export const isBinary = ({ ownRows }: BlockNode): boolean => ownRows.length === 2 && ownRows[0]?.depth === 0;

function row(parts: readonly Part[], gap: number): Part {
  let whole: Part = { places: new Map(), width: 0, height: 0 };
  for (const part of parts) {
    const x = whole.width > 0 ? whole.width + gap : 0;
    whole = { ...into(whole, part, { x, y: 0 }), width: x + part.width, height: Math.max(whole.height, part.height) };
  }
  return whole;
}

function column(parts: readonly Part[], gap: number): Part {
  let whole: Part = { places: new Map(), width: 0, height: 0 };
  for (const part of parts) {
    const y = whole.height > 0 ? whole.height + gap : 0;
    whole = { ...into(whole, part, { x: 0, y }), width: Math.max(whole.width, part.width), height: y + part.height };
  }
  return whole;
}

/** Adds a part's places at an offset. */
function into(whole: Part, part: Part, { x, y }: Point): Part {
  for (const [id, place] of part.places) whole.places.set(id, { x: place.x + x, y: place.y + y });
  return whole;
}
