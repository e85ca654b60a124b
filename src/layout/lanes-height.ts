/** Pixels above the first lane, into which its name reaches. */
export const LABEL_ROOM = 8;

/** What the lanes of so many tasks take, in pixels: known before they are laid out. */
export function lanesHeight(tasks: number, laneHeight: number): number {
  return LABEL_ROOM + tasks * laneHeight;
}
