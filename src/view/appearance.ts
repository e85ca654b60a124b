import type { LocaleName } from '../i18n/format.ts';
import { locale } from '../i18n/locale.svelte.ts';
import type { Preferences } from '../session/preferences.svelte.ts';

/** Fetches further words that a page says in a language, as `loadFindingWords`. */
export type LoadWords = (name: LocaleName) => Promise<void>;

/**
 * Shows the document in the person's language and theme. To be called in an effect before others (`$effect.pre`): drawings and the
 * editor read their colours from the document.
 */
export function applyLanguageAndTheme({ locale: name, theme }: Preferences, ...others: readonly LoadWords[]): void {
  document.documentElement.dataset['theme'] = theme;
  // Offline before the words were ever fetched: what is shown stays readable.
  chooseLanguage(name, ...others).catch(() => undefined);
}

/** Resolves when the document speaks it. To be waited for before anything is shown. */
export async function chooseLanguage(name: LocaleName, ...others: readonly LoadWords[]): Promise<void> {
  await locale.choose(name, ...others.map((load) => load(name)));
  document.documentElement.lang = locale.tag;
}
