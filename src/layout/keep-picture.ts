/**
 * Keeps from one picture to the next what did not change: boxes that were read, places, lines of arrows, and the very objects, so that
 * nothing is computed or drawn anew for them. A step of a program changes a few bytes; a picture has hundreds of boxes.
 */
import { keepUnchangedItems } from './keep-unchanged.ts';
import { KnownBoxes } from './known-boxes.ts';
import type { Box } from './object-model.ts';
import { placeBlocks } from './place-blocks.ts';
import { placeObjects, type ObjectMetrics, type ObjectPicture, type PlaceOptions } from './place-objects.ts';
import type { PlacedBox, PlacingParts } from './place-objects.ts';
import type { ObjectModel } from './object-model.ts';
import type { Arrow } from './route-arrows.ts';

/** For the pictures of one recording, one after the other. */
export class PictureKeeper {
  readonly boxes = new KnownBoxes();

  /** As `placeObjects`. */
  place(model: ObjectModel, metrics: ObjectMetrics, options: PlaceOptions): ObjectPicture {
    const { before } = options;
    if (!before) return placeObjects(model, metrics, options);
    const picture = placeObjects(model, metrics, options, new KeptParts(before));
    const arrows = keepUnchangedItems(picture.arrows, before.arrows, ({ id }) => id);
    return { ...picture, arrows };
  }
}

/** What a picture takes over from the one before. */
class KeptParts implements PlacingParts {
  readonly #before: ObjectPicture;
  /** Whether an arrow may run straight through boxes only because nobody could bend it. */
  readonly #waitsForBends: boolean;
  readonly #boxesBefore: ReadonlyMap<string, PlacedBox>;
  readonly #arrowsBefore: ReadonlyMap<string, Arrow>;
  #boxes: ReadonlyMap<string, PlacedBox> = new Map();
  /** Whether all boxes are where those before were, so that what was free is free. */
  #isSameRoom = false;

  constructor(before: ObjectPicture) {
    this.#before = before;
    this.#waitsForBends = before.isBlocked && before.routes.size === 0;
    this.#boxesBefore = new Map(before.boxes.map((placed) => [placed.box.id, placed]));
    this.#arrowsBefore = new Map(before.arrows.map((arrow) => [arrow.id, arrow]));
  }

  readonly placeBlocks: typeof placeBlocks = (boxes, metrics, before, ...how) => {
    const isSame = boxes.length === before.size && boxes.every((box) => before.get(box.id)?.box === box);
    if (!isSame) return placeBlocks(boxes, metrics, before, ...how);
    return { slots: [...before.values()], hasGraph: this.#before.hasGraph };
  };

  keepBoxes(boxes: readonly PlacedBox[]): readonly PlacedBox[] {
    const kept = keepUnchangedItems(boxes, this.#before.boxes, ({ box }) => box.id);
    this.#boxes = new Map(kept.map((placed) => [placed.box.id, placed]));
    this.#isSameRoom =
      kept.length === this.#boxesBefore.size &&
      kept.every((placed) => isAt(placed, this.#boxesBefore.get(placed.box.id)));
    return kept;
  }

  arrowOf(row: string, from: PlacedBox): Arrow | undefined {
    // A bent line is looked after by those who bend, and how far out an arc goes depends on the arcs before it.
    if (this.#waitsForBends) return undefined;
    if (!this.#isSameRoom || this.#before.routes.has(row) || !this.#isKept(from.box)) return undefined;
    const arrow = this.#arrowsBefore.get(row);
    const to = arrow?.to && this.#boxes.get(arrow.to.box)?.box;
    if (!arrow || !to) return undefined;
    const isArc = from.box.kind !== 'block' && to.kind !== 'block';
    return !isArc && this.#isKept(to) ? arrow : undefined;
  }

  #isKept({ id }: Box): boolean {
    return this.#boxes.get(id) === this.#boxesBefore.get(id);
  }
}

function isAt({ x, y, width, height }: PlacedBox, before: PlacedBox | undefined): boolean {
  return before?.x === x && before.y === y && before.width === width && before.height === height;
}
