import { locale } from '../i18n/locale.svelte.ts';
import type { Preferences } from '../session/preferences.svelte.ts';

/** Shows the document in the person's language and theme. To be called in an effect. */
export function applyLanguageAndTheme({ locale: name, theme }: Preferences): void {
  locale.name = name;
  document.documentElement.lang = locale.tag;
  document.documentElement.dataset['theme'] = theme;
}
