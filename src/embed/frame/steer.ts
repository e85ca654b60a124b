/** What the page around the frame may wish for. */
import { localeNamed } from '../../i18n/locale-name.ts';
import type { Playback } from '../../session/playback.svelte.ts';
import type { Preferences } from '../../session/preferences.svelte.ts';
import type { ToFrame } from '../protocol.ts';

export function steer(wish: ToFrame, playback: Playback, preferences: Preferences): void {
  if (wish.type === 'go') playback.goTo(wish.step);
  else if (wish.type === 'play') playback.play(preferences.speed);
  else if (wish.type === 'pause') playback.pause();
  else if (wish.type === 'language') preferences.locale = localeNamed(wish.name) ?? preferences.locale;
  else if (wish.type === 'theme') preferences.theme = wish.name;
}

/** Language and theme that the frame's address asks for, instead of the reader's. */
export function applyAddress(asked: URLSearchParams, preferences: Preferences): void {
  const [language, theme] = [localeNamed(asked.get('lang')), asked.get('theme')];
  if (language) preferences.locale = language;
  if (theme === 'light' || theme === 'dark') preferences.theme = theme;
}
