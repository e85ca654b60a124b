import type { LocaleName } from '../i18n/format.ts';
import { locale } from '../i18n/locale.svelte.ts';
import type { Preferences } from '../session/preferences.svelte.ts';
import { loadFindingWords } from './finding-text.ts';

/** Shows the document in the person's language and theme. To be called in an effect. */
export function applyLanguageAndTheme({ locale: name, theme }: Preferences): void {
  document.documentElement.dataset['theme'] = theme;
  // Offline before the words were ever fetched: what is shown stays readable.
  chooseLanguage(name).catch(() => undefined);
}

/** Resolves when the document speaks it. To be waited for before anything is shown. */
export async function chooseLanguage(name: LocaleName): Promise<void> {
  await locale.choose(name, loadFindingWords(name));
  document.documentElement.lang = locale.tag;
}
