/** From what is on the screen to what is shared, and back. */
import type { SharedProgram } from '../share/shared-program.ts';
import { PICTURE_TABS } from './preferences.svelte.ts';
import { readOptions } from './run-options.ts';
import type { Session } from './session.svelte.ts';

/** The program as it is, and the moment and the view that are shown of its run. */
export function sharedProgram(session: Session): SharedProgram {
  const { project, playback, preferences, shown } = session;
  const { files, flags, argv, interactive, options } = project;
  const isShown = playback.recorded !== undefined && !session.shown.stale;
  return {
    files: files.map(({ path, text }) => ({ path, text })),
    flags,
    argv,
    // What was typed into the console is input as well: without it, the run would not get this far.
    stdin: project.stdin + session.runs.typedInput(),
    interactive,
    options: { ...options },
    choices: session.runs.choices.map((choice) => ({ ...choice })),
    ...(isShown && { step: playback.position }),
    bookmarks: [...shown.bookmarks.steps],
    view: preferences.pictureTab,
  };
}

/** Shows what somebody shared. Nothing is run before the person says so. */
export function openShared(session: Session, shared: SharedProgram): void {
  const { files, flags, argv, stdin, interactive, options, choices, step, bookmarks, view } = shared;
  session.open({ files, flags, argv, stdin, interactive, options: readOptions(options) });
  session.runs.startingPoint = { choices, step };
  session.shown.bookmarks.steps = [...new Set(bookmarks)].sort((a, b) => a - b);
  const tab = PICTURE_TABS.find((name) => name === view);
  if (tab) session.preferences.pictureTab = tab;
  session.preferences.phoneTab = 'editor';
}
