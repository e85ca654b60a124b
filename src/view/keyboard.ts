/**
 * The page's keys. None is a letter, a digit or a sign, so that speech input and screen readers aren't in the way, but "?" while
 * the focus is in the picture or the timeline (WCAG 2.1.4); none works while a person is typing.
 */
import { askAgain } from '../session/ask-when.ts';
import type { Session } from '../session/session.svelte.ts';

type Action = (session: Session) => void;

const KEYS: Readonly<Record<string, Action>> = {
  ArrowRight: ({ playback }) => playback.step(1),
  ArrowLeft: ({ playback }) => playback.step(-1),
  'Shift+ArrowRight': ({ playback }) => playback.over(1),
  'Shift+ArrowLeft': ({ playback }) => playback.over(-1),
  'Shift+ArrowUp': ({ playback }) => playback.out(),
  PageDown: ({ playback }) => playback.allocation(1),
  PageUp: ({ playback }) => playback.allocation(-1),
  'Control+ArrowRight': (session) => session.shown.nextBookmark(1),
  'Control+ArrowLeft': (session) => session.shown.nextBookmark(-1),
  'Control+b': ({ shown: { bookmarks }, playback }) => bookmarks.toggle(playback.position),
  Home: ({ playback }) => playback.start(),
  End: ({ playback }) => playback.end(),
};

const ANYWHERE: Readonly<Record<string, Action>> = {
  'Control+Enter': (session) => void session.run(),
  'Control+k': (session) => (session.palette = true),
  F8: ({ playback }) => playback.breakpoint(1),
  'Shift+F8': ({ playback }) => playback.breakpoint(-1),
  F2: (session) => session.followStory(1),
  'Shift+F2': (session) => session.followStory(-1),
  F1: (session) => (session.help = true),
  F3: (session) => void askAgain(session, 1),
  'Shift+F3': (session) => void askAgain(session, -1),
  F4: (session) => session.nextFinding(1),
  'Shift+F4': (session) => session.nextFinding(-1),
};

/** Takes a key before anything else does: these work in the editor and on a menu's button too. */
export function handleKeyFirst(event: KeyboardEvent, session: Session): void {
  const action = ANYWHERE[nameOf(event)];
  if (!action || event.isComposing || isElsewhere(event)) return;
  event.preventDefault();
  event.stopPropagation();
  action(session);
}

/** Takes a key that nothing else wanted. */
export function handleKey(event: KeyboardEvent, session: Session): void {
  if (event.defaultPrevented || event.isComposing || isElsewhere(event)) return;
  const target = event.target instanceof Element ? event.target : undefined;
  const name = nameOf(event);
  if (target?.closest('input, textarea, select, [contenteditable="true"], .monaco-editor')) return;
  if (event.key === 'Escape' && session.activity.busy) return session.stop();
  // A sign, so only where the focus is in a part that takes no text.
  if (event.key === '?' && target?.closest('#picture-panel, .transport, .track')) {
    session.help = true;
    return;
  }
  if (event.key === ' ' && !target?.closest('button, [role="tab"], [role="treeitem"]')) {
    event.preventDefault();
    togglePlay(session);
    return;
  }
  const action = KEYS[name];
  // Scrolling keys belong to the list that has the focus.
  if (
    !action ||
    (target?.closest('.viewport, .scroller') && !name.includes('ArrowRight') && !name.includes('ArrowLeft'))
  )
    return;
  if (target?.closest('[role="tablist"], [role="separator"]')) return;
  event.preventDefault();
  session.playback.pause();
  action(session);
}

/** Menus and dialogs have keys of their own. */
function isElsewhere(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('dialog, [role="menu"]') !== null;
}

function togglePlay({ playback, preferences }: Session): void {
  if (playback.playing) playback.pause();
  else playback.play(preferences.speed);
}

/** "Shift+ArrowUp"; the command key of a Mac counts as Control. */
function nameOf(event: KeyboardEvent): string {
  if (event.altKey) return '';
  return (event.ctrlKey || event.metaKey ? 'Control+' : '') + (event.shiftKey ? 'Shift+' : '') + event.key;
}
