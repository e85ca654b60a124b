/**
 * Room for the lanes of tasks, in pixels. It is the same for any number of them, so that the page keeps its shape when a run
 * with another number has come; where they are too many, they scroll.
 */
export const LANES_ROOM = 80;

const LOWEST = 16;
const HIGHEST = 26;

/** How high each of so many lanes is, in pixels. */
export function laneHeight(tasks: number): number {
  return Math.min(HIGHEST, Math.max(LOWEST, Math.floor(LANES_ROOM / Math.max(1, tasks))));
}
