/** What the command palette offers: everything the page can do, by name. */
import { languageTitle, nextLocale } from '../i18n/locale-name.ts';
import type { locale as pageLocale } from '../i18n/locale.svelte.ts';
import { askAgain, askFor } from '../session/ask-when.ts';
import { PICTURE_TABS } from '../session/preferences.svelte.ts';
import type { Session } from '../session/session.svelte.ts';
import { EXPORTS, exportSession } from './export-session.ts';

export interface Command {
  readonly name: string;
  readonly keys?: string;
  readonly run: () => unknown;
}

export function commandsOf(session: Session, locale: typeof pageLocale): Command[] {
  return [
    ...runCommands(session, locale),
    ...moveCommands(session, locale),
    ...searchCommands(session, locale),
    ...pageCommands(session, locale),
  ];
}

function runCommands(session: Session, { messages: t }: typeof pageLocale): Command[] {
  return session.activity.busy
    ? [{ name: t.bar.stop, keys: 'Esc', run: () => session.stop() }]
    : [{ name: t.bar.run, keys: 'Ctrl+Enter', run: () => session.run() }];
}

function moveCommands(
  session: Session,
  { messages: { timeline: t, timelineZoom: z, findings: f, story } }: typeof pageLocale,
): Command[] {
  const { playback, preferences } = session;
  if (!playback.recorded) return [];
  return [
    { name: t.forward, keys: '→', run: () => playback.step(1) },
    { name: t.back, keys: '←', run: () => playback.step(-1) },
    { name: t.over, keys: 'Shift+→', run: () => playback.over(1) },
    { name: t.overBack, keys: 'Shift+←', run: () => playback.over(-1) },
    { name: t.out, keys: 'Shift+↑', run: () => playback.out() },
    { name: t.allocation, keys: 'PageDown', run: () => playback.allocation(1) },
    { name: t.allocationBack, keys: 'PageUp', run: () => playback.allocation(-1) },
    { name: z.bookmark, keys: 'Ctrl+B', run: () => session.shown.bookmarks.toggle(playback.position) },
    { name: z.next, keys: 'Ctrl+→', run: () => session.shown.nextBookmark(1) },
    { name: z.previous, keys: 'Ctrl+←', run: () => session.shown.nextBookmark(-1) },
    { name: z.zoomIn, run: () => session.shown.timeline.zoom(0.5) },
    { name: z.zoomOut, run: () => session.shown.timeline.zoom(2) },
    { name: z.whole, run: () => session.shown.timeline.showWhole() },
    { name: t.start, keys: 'Home', run: () => playback.start() },
    { name: t.end, keys: 'End', run: () => playback.end() },
    playback.playing
      ? { name: t.pause, keys: 'Space', run: () => playback.pause() }
      : { name: t.play, keys: 'Space', run: () => playback.play(preferences.speed) },
    ...(playback.recorded.findings.length > 0
      ? [
          { name: f.next, keys: 'F4', run: () => session.nextFinding(1) },
          { name: f.previous, keys: 'Shift+F4', run: () => session.nextFinding(-1) },
          { name: story.next, keys: 'F2', run: () => session.followStory(1) },
          { name: story.previous, keys: 'Shift+F2', run: () => session.followStory(-1) },
        ]
      : []),
  ];
}

/** "When was this line run?" and its like, and the last of them again. */
function searchCommands(session: Session, { messages: { search: t, palette } }: typeof pageLocale): Command[] {
  if (!session.playback.recorded) return [];
  const { last } = session.shown.search;
  return [
    ...(['write', 'value', 'line', 'lost'] as const).map((kind) => ({
      name: t.ask(t.kinds[kind]),
      run: () => askFor(session, kind),
    })),
    ...(last
      ? [
          { name: palette.againLater, keys: 'F3', run: () => askAgain(session, 1) },
          { name: palette.againEarlier, keys: 'Shift+F3', run: () => askAgain(session, -1) },
        ]
      : []),
  ];
}

function pageCommands(session: Session, locale: typeof pageLocale): Command[] {
  const { preferences, playback } = session;
  const { picture, palette, exports, bar } = locale.messages;
  const set = (change: () => void) => () => {
    change();
    preferences.save();
  };
  return [
    ...PICTURE_TABS.map((tab) => ({ name: palette.show(picture[tab]), run: () => (preferences.pictureTab = tab) })),
    ...(playback.seen
      ? EXPORTS.map((format) => ({ name: exports[format], run: () => exportSession(format, session, locale) }))
      : []),
    {
      name: preferences.theme === 'dark' ? bar.themeToLight : bar.themeToDark,
      run: set(() => (preferences.theme = preferences.theme === 'dark' ? 'light' : 'dark')),
    },
    {
      name: preferences.projector ? palette.projectorOff : palette.projectorOn,
      run: set(() => (preferences.projector = !preferences.projector)),
    },
    {
      name: languageTitle(nextLocale(locale.name)),
      run: set(() => (preferences.locale = nextLocale(locale.name))),
    },
  ];
}
