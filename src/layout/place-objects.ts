import type { ArrangeGraph } from './arrange-structure.ts';
import { linesShape } from './box-shape.ts';
import type { Cell, Label } from './cells.ts';
import type { Box, ObjectModel } from './object-model.ts';
import { placeBlocks, type BlockSlot, type Insight } from './place-blocks.ts';
import { routeArrows, type Arrow, type BendArrows, type Route } from './route-arrows.ts';

export interface ObjectMetrics {
  /** The width there is; the picture gets wider where a structure needs it. */
  readonly width: number;
  readonly rowHeight: number;
  readonly headHeight: number;
  readonly gap: number;
  readonly padding: number;
}

export interface PlacedBox {
  readonly box: Box;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly Cell[];
  readonly labels?: readonly Label[];
}

export interface ObjectPicture {
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly Arrow[];
  readonly width: number;
  readonly height: number;
  /** Left edge of the heap's area. */
  readonly heapX: number;
  /** For the picture after this one: where blocks are and bent arrows run, and for which room. */
  readonly slots: ReadonlyMap<string, BlockSlot>;
  readonly routes: ReadonlyMap<string, Route>;
  readonly room: number;
  /** Whether `arrangeGraph` would have been of use. */
  readonly hasGraph: boolean;
  /** The same of `bendArrows`. */
  readonly isBlocked: boolean;
}

export interface PlaceOptions extends Insight {
  /** The picture whose blocks stay where they are, as far as they can. */
  readonly before?: ObjectPicture | undefined;
  /** Without it, graphs are placed like trees. */
  readonly arrangeGraph?: ArrangeGraph | undefined;
  /** Without it, arrows run over what is in their way. */
  readonly bendArrows?: BendArrows | undefined;
}

/** What may be taken over from the picture before instead of being made anew. */
export interface PlacingParts {
  readonly placeBlocks: typeof placeBlocks;
  /** The boxes, as those from before where they are equal. */
  keepBoxes(boxes: readonly PlacedBox[]): readonly PlacedBox[];
  /** The arrow that begins in this row of this box, if it still runs as it did. */
  arrowOf(row: string, from: PlacedBox): Arrow | undefined;
}

const NARROWEST_STACK = 176;
const WIDEST_STACK = 360;
const NARROWEST_BLOCK = 150;
const WIDEST_BLOCK = 280;
/** For arrows beside the outermost boxes. */
const MARGIN = 56;

/**
 * Gives every box a place: the stack in the left column, outermost frame on top, the heap to the right of it by its structures.
 * Widths depend on the space and on types and hardly ever on values, so nothing moves sideways while the program runs.
 *
 *     | padding | stack | gutter | heap ... | margin for arrows |
 */
export function placeObjects(
  model: ObjectModel,
  metrics: ObjectMetrics,
  { before, arrangeGraph, bendArrows, ...insight }: PlaceOptions = {},
  kept?: PlacingParts,
): ObjectPicture {
  const { padding, headHeight } = metrics;
  const space = metrics.width - 2 * padding;
  const gutter = clamp(space * 0.09, 36, 96);
  const stackWidth = clamp(space * 0.38, NARROWEST_STACK, WIDEST_STACK);
  const room = Math.max(NARROWEST_BLOCK, space - gutter - stackWidth);
  const blockWidth = clamp(room - 40, NARROWEST_BLOCK, WIDEST_BLOCK);
  const heapX = padding + stackWidth + gutter;
  const top = padding + headHeight;
  const known = before?.room === room ? before.slots : new Map<string, BlockSlot>();
  const place = kept?.placeBlocks ?? placeBlocks;
  const { slots, hasGraph } = place(model.right, { ...metrics, room, blockWidth }, known, arrangeGraph, insight);
  const made: PlacedBox[] = [
    ...stackBoxes(model.left, padding, stackWidth, metrics),
    ...slots.map(({ box, shape, x, y }) => ({ box, ...shape, x: heapX + x, y: top + y })),
  ];
  const boxes = kept?.keepBoxes(made) ?? made;
  const channels = { stackRight: padding + stackWidth, heapX, headHeight };
  const { arrows, routes, isBlocked } = routeArrows(boxes, channels, before?.routes, bendArrows, kept);
  const right = Math.max(heapX + blockWidth, ...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(0, ...boxes.map(({ y, height }) => y + height));
  return {
    boxes,
    arrows,
    width: right + MARGIN,
    height: bottom + padding + 16,
    heapX,
    slots: new Map(slots.map((slot) => [slot.box.id, slot])),
    routes,
    isBlocked,
    room,
    hasGraph,
  };
}

/** Boxes below each other in one column. */
function stackBoxes(boxes: readonly Box[], x: number, width: number, metrics: ObjectMetrics): PlacedBox[] {
  let y = metrics.padding + metrics.headHeight;
  return boxes.map((box) => {
    const shape = linesShape(box, width, metrics);
    const placed = { box, ...shape, x, y };
    y += shape.height + metrics.gap;
    return placed;
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.max(low, Math.min(high, value)));
}
