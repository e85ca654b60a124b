/**
 * Gives blocks their places in the heap's area. What did not change does not move: a structure keeps its arrangement as long as that
 * is a drawing of it (`keep-places.ts`).
 */
import { arrangeForest, type ArrangeGraph, type Arrangement, type Point } from './arrange-structure.ts';
import { blockStructures, type BlockNode, type LinkReader, type Structure } from './block-graph.ts';
import { blockShape, type BoxMetrics, type BoxShape } from './box-shape.ts';
import type { BlockBox } from './object-model.ts';

/** Where a block is, from the area's left upper corner, and what it was arranged with. */
export interface BlockSlot extends Point {
  readonly box: BlockBox;
  readonly shape: BoxShape;
  /** Blocks that were arranged together have the same number. */
  readonly arrangement: number;
  /** How many those were. */
  readonly members: number;
}

/**
 * For one picture. `before`: the slots of the picture before, by box id. Gives the slots of a structure's blocks in which nothing moves
 * that was there; undefined if it has to be arranged anew.
 */
export type KeepPlaces = (
  boxes: readonly BlockBox[],
  before: ReadonlyMap<string, BlockSlot>,
  room: number,
) => (structure: Structure, shapes: ReadonlyMap<string, BoxShape>) => BlockSlot[] | undefined;

export interface BlockMetrics extends BoxMetrics {
  /** What there is for the area; lists wrap at it. */
  readonly room: number;
  /** Of blocks that are no nodes of anything. */
  readonly blockWidth: number;
  readonly gap: number;
}

/** Boxes that move together. */
interface Unit {
  readonly slots: readonly BlockSlot[];
  /** Where it would like to be; undefined for what is new. */
  readonly wanted: number | undefined;
  readonly isNew: boolean;
  readonly height: number;
}

/** What a first picture does without. */
export interface Insight {
  readonly keepPlaces?: KeepPlaces | undefined;
  readonly linkReader?: LinkReader | undefined;
}

/** `before`: the slots of the picture before, by box id; none, or no `keepPlaces`, to place everything anew. */
export function placeBlocks(
  boxes: readonly BlockBox[],
  metrics: BlockMetrics,
  before: ReadonlyMap<string, BlockSlot>,
  arrangeGraph: ArrangeGraph | undefined,
  { keepPlaces, linkReader }: Insight,
): { readonly slots: readonly BlockSlot[]; readonly hasGraph: boolean } {
  const kept = new Map<number, BlockSlot[]>();
  const units: Unit[] = [];
  let next = Math.max(0, ...[...before.values()].map(({ arrangement }) => arrangement)) + 1;
  let hasGraph = false;
  const keep = keepPlaces?.(boxes, before, metrics.room);
  for (const structure of blockStructures(boxes, linkReader)) {
    const isGraph = structure.kind === 'graph';
    hasGraph ||= isGraph;
    const shapes = new Map(structure.nodes.map((node) => [node.box.id, shapeOf(node, structure, metrics, before)]));
    const slots = keep?.(structure, shapes);
    if (slots) {
      for (const slot of slots) {
        const others = kept.get(slot.arrangement);
        if (others) others.push(slot);
        else kept.set(slot.arrangement, [slot]);
      }
    } else {
      const arranged =
        (isGraph && arrangeGraph?.(structure, shapes, metrics.room)) || arrangeForest(structure, shapes, metrics.room);
      units.push(newUnit(structure, shapes, arranged, before, next++));
    }
  }
  for (const slots of kept.values()) units.push(keptUnit(slots));
  return { slots: stackUnits(units, metrics.gap), hasGraph };
}

/** A freed block is a ghost of what it was: it takes the room that it took. */
function shapeOf(
  node: BlockNode,
  { nodes }: Structure,
  metrics: BlockMetrics,
  before: ReadonlyMap<string, BlockSlot>,
): BoxShape {
  const { box } = node;
  const old = before.get(box.id)?.shape;
  if (box.state === 'freed' && old && box.rows.length === 0) return { ...old, cells: [] };
  return blockShape(node, nodes.length > 1 ? undefined : metrics.blockWidth, metrics);
}

function newUnit(
  structure: Structure,
  shapes: ReadonlyMap<string, BoxShape>,
  { places, height }: Arrangement,
  before: ReadonlyMap<string, BlockSlot>,
  arrangement: number,
): Unit {
  const members = structure.nodes.length;
  const slots = structure.nodes.map(({ box }): BlockSlot => {
    const { x, y } = places.get(box.id) ?? { x: 0, y: 0 };
    return { box, shape: shapes.get(box.id)!, x, y, arrangement, members };
  });
  const old = structure.nodes.map(({ box }) => before.get(box.id)).filter((slot) => slot !== undefined);
  // What most of its blocks were arranged as stays where it began.
  const largest = Math.max(0, ...old.map((slot) => slot.members));
  const heads = old.filter((slot) => slot.members === largest).map(({ y }) => y);
  return { slots, wanted: heads.length > 0 ? Math.min(...heads) : undefined, isNew: true, height };
}

function keptUnit(kept: readonly BlockSlot[]): Unit {
  const slots = kept.toSorted((a, b) => a.box.block - b.box.block);
  const top = Math.min(...slots.map(({ y }) => y));
  const bottom = Math.max(...slots.map(({ y, shape }) => y + shape.height));
  const shifted = slots.map((slot) => ({ ...slot, y: slot.y - top, members: slots.length }));
  return { slots: shifted, wanted: top, isNew: false, height: bottom - top };
}

/** Keeps units where they want to be unless others are in the way; new ones take the first gap that is large enough. */
function stackUnits(units: readonly Unit[], gap: number): BlockSlot[] {
  const placed: { readonly unit: Unit; readonly y: number }[] = [];
  const settled = units
    .filter(({ wanted }) => wanted !== undefined)
    .sort((a, b) => (a.wanted ?? 0) - (b.wanted ?? 0) || Number(b.isNew) - Number(a.isNew));
  let bottom = 0;
  for (const unit of settled) {
    const y = Math.max(unit.wanted ?? 0, bottom);
    placed.push({ unit, y });
    bottom = y + unit.height + gap;
  }
  for (const unit of units) {
    if (unit.wanted !== undefined) continue;
    const at = firstGap(placed, unit.height, gap);
    placed.splice(at.index, 0, { unit, y: at.y });
  }
  return placed.flatMap(({ unit, y }) => unit.slots.map((slot) => ({ ...slot, y: slot.y + y })));
}

function firstGap(
  placed: readonly { readonly unit: Unit; readonly y: number }[],
  height: number,
  gap: number,
): { readonly index: number; readonly y: number } {
  let y = 0;
  for (const [index, { unit, y: top }] of placed.entries()) {
    if (y + height + gap <= top) return { index, y };
    y = top + unit.height + gap;
  }
  return { index: placed.length, y };
}
