import { openWindowInSlices, type WindowSurroundings } from '../replay/replay.ts';
import { withSites } from '../replay/sited-replay.ts';
import type { RecordedWindow } from '../trace/recording.ts';
import { nextTask } from '../util/next-task.ts';
import type { OpenedWindow } from './recorded.ts';

/** Opens a window whose sites these are, without keeping the page from doing other things. */
export async function openSited(
  window: RecordedWindow,
  surroundings: WindowSurroundings,
): Promise<OpenedWindow | undefined> {
  const replay = await openWindowInSlices(window, surroundings, nextTask);
  return replay && withSites(replay, surroundings.sites.code);
}
