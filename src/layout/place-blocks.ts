/**
 * Gives blocks their places in the heap's area. What did not change does not move: a structure keeps its arrangement until a block
 * joins it or, for trees, until its shape is another one. A list that is reversed lies still while its arrows turn; a node that is
 * linked in makes room for itself.
 */
import { arrangeForest, type ArrangeGraph, type Arrangement, type Point } from './arrange-structure.ts';
import { blockStructures, type BlockNode, type Structure } from './block-graph.ts';
import { blockShape, type BoxMetrics, type BoxShape } from './box-shape.ts';
import type { BlockBox } from './object-model.ts';

/** Where a block is, from the area's left upper corner, and what it was arranged with. */
export interface BlockSlot extends Point {
  readonly box: BlockBox;
  readonly shape: BoxShape;
  /** Blocks that were arranged together have the same number. */
  readonly arrangement: number;
  /** How many those were, and how they hung together. */
  readonly members: number;
  readonly signature: string;
}

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

/** `before`: the slots of the picture before, by box id; none to place everything anew. */
export function placeBlocks(
  boxes: readonly BlockBox[],
  metrics: BlockMetrics,
  before: ReadonlyMap<string, BlockSlot>,
  arrangeGraph: ArrangeGraph | undefined,
): { readonly slots: readonly BlockSlot[]; readonly hasGraph: boolean } {
  const kept = new Map<number, BlockSlot[]>();
  const units: Unit[] = [];
  let next = Math.max(0, ...[...before.values()].map(({ arrangement }) => arrangement)) + 1;
  let hasGraph = false;
  for (const structure of blockStructures(boxes)) {
    const isGraph = structure.kind === 'graph';
    hasGraph ||= isGraph;
    const shapes = new Map(structure.nodes.map((node) => [node.box.id, shapeOf(node, structure, metrics, before)]));
    const slots = keptSlots(structure, shapes, before);
    if (slots) {
      const { arrangement } = slots[0]!;
      const others = kept.get(arrangement);
      if (others) others.push(...slots);
      else kept.set(arrangement, slots);
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

/** The places that a structure keeps; undefined if it has to be arranged anew. */
function keptSlots(
  structure: Structure,
  shapes: ReadonlyMap<string, BoxShape>,
  before: ReadonlyMap<string, BlockSlot>,
): BlockSlot[] | undefined {
  const { nodes } = structure;
  const first = nodes[0] && before.get(nodes[0].box.id);
  if (!first) return undefined;
  const keepsShape = nodes.length < first.members || first.signature === signatureOf(structure);
  if (!keepsShape) return undefined;
  const slots: BlockSlot[] = [];
  for (const { box } of nodes) {
    const [old, shape] = [before.get(box.id), shapes.get(box.id)];
    if (!old || !shape || old.arrangement !== first.arrangement) return undefined;
    if (shape.width > old.shape.width || shape.height > old.shape.height) return undefined;
    // The room that it had stays its own.
    slots.push({ ...old, box, shape: { ...shape, width: old.shape.width } });
  }
  return slots;
}

/** What makes a structure that keeps its blocks another one. The order of a list doesn't: its arrows show it. */
function signatureOf({ parents, nodes, roots, kind }: Structure): string {
  const isList = kind === 'forest' && roots.length === 1 && nodes.every(({ ownRows }) => ownRows.length === 1);
  if (isList) return 'list';
  return [...parents].map(([id, { from, row }]) => `${from.box.id}${row.name}>${id}`).join();
}

function newUnit(
  structure: Structure,
  shapes: ReadonlyMap<string, BoxShape>,
  { places, height }: Arrangement,
  before: ReadonlyMap<string, BlockSlot>,
  arrangement: number,
): Unit {
  const signature = signatureOf(structure);
  const members = structure.nodes.length;
  const slots = structure.nodes.map(({ box }): BlockSlot => {
    const { x, y } = places.get(box.id) ?? { x: 0, y: 0 };
    return { box, shape: shapes.get(box.id)!, x, y, arrangement, members, signature };
  });
  const old = structure.nodes.map(({ box }) => before.get(box.id)).filter((slot) => slot !== undefined);
  // What most of its blocks were arranged as stays where it began.
  const largest = Math.max(0, ...old.map((slot) => slot.members));
  const heads = old.filter((slot) => slot.members === largest).map(({ y }) => y);
  return { slots, wanted: heads.length > 0 ? Math.min(...heads) : undefined, isNew: true, height };
}

function keptUnit(slots: readonly BlockSlot[]): Unit {
  const top = Math.min(...slots.map(({ y }) => y));
  const bottom = Math.max(...slots.map(({ y, shape }) => y + shape.height));
  const shifted = slots.map((slot) => ({ ...slot, y: slot.y - top }));
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
