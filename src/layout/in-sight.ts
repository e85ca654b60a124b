/** What a step is about in a picture, and how far a view of it has to be scrolled for that to be seen. */
import type { ObjectPicture, PlacedBox } from './place-objects.ts';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box, and the part of it to be seen where there is no room for the whole. */
export interface About {
  readonly box: Area;
  readonly part: Area;
}

const AROUND = 16;

/**
 * The block that was allocated or freed, else what was written in a block, else the function that was called, else the block that a
 * changed pointer leads to now, else the variable that changed; undefined for a step that did nothing of these.
 */
export function aboutOf({ boxes }: ObjectPicture): About | undefined {
  const blocks = boxes.filter(({ box }) => box.kind === 'block');
  const frames = boxes.filter(({ box }) => box.kind !== 'block');
  const changed = frames.flatMap(({ cells }) => cells).filter(({ row }) => row.changed);
  const led = changed.flatMap(({ row: { pointing } }) =>
    pointing && 'box' in pointing ? blocks.filter(({ box }) => box.id === pointing.box) : [],
  );
  const whole =
    blocks.find(({ box }) => 'happened' in box) ??
    (blocks.some(hasChanged) ? undefined : (frames.findLast(({ box }) => 'isNew' in box) ?? led[0]));
  if (whole) return { box: whole, part: whole };
  const box = blocks.find(hasChanged) ?? frames.findLast(hasChanged);
  // The innermost: an array is changed where one of its elements is.
  const cell = box?.cells.findLast(({ row }) => row.changed);
  return box && cell && { box, part: { ...cell, x: box.x + cell.x, y: box.y + cell.y } };
}

const hasChanged = ({ cells }: PlacedBox): boolean => cells.some(({ row }) => row.changed);

/** Where the view's left upper corner belongs, in the view's pixels: where it is, if all is in sight. */
export function scrollTo({ box, part }: About, view: Area, scale: number): { readonly x: number; readonly y: number } {
  const fits = box.width * scale <= view.width && box.height * scale <= view.height;
  const shown = fits ? box : part;
  return {
    x: along(shown.x * scale, shown.width * scale, view.x, view.width),
    y: along(shown.y * scale, shown.height * scale, view.y, view.height),
  };
}

function along(start: number, size: number, from: number, room: number): number {
  if (start >= from && start + size <= from + room) return from;
  if (start < from || size + AROUND > room) return Math.max(0, Math.round(start - AROUND));
  return Math.round(start + size + AROUND - room);
}

/** Boxes that lie beside what is seen of a picture, for the greater part. `view`: in its own pixels. */
export function beyondSight(
  { boxes }: ObjectPicture,
  view: Pick<Area, 'x' | 'width'>,
  scale: number,
): { readonly left: readonly PlacedBox[]; readonly right: readonly PlacedBox[] } {
  const middle = ({ x, width }: PlacedBox): number => (x + width / 2) * scale;
  return {
    left: boxes.filter((box) => middle(box) < view.x),
    right: boxes.filter((box) => middle(box) > view.x + view.width),
  };
}

/** Whether this step allocated it, freed it, called it or wrote into it. */
export function isAboutStep(placed: PlacedBox): boolean {
  return 'happened' in placed.box || 'isNew' in placed.box || hasChanged(placed);
}
