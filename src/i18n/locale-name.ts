/** The languages. */
const TAGS = { en: 'en', zh: 'zh-CN' } as const;

export type LocaleName = keyof typeof TAGS;
/** Spoken where another language isn't. */
export const ENGLISH: LocaleName = 'en';
/** All, English first. */
export const LOCALES = Object.keys(TAGS) as readonly LocaleName[];

/** The BCP 47 tag for <html lang> and Intl. */
export function languageTag(locale: LocaleName): string {
  return TAGS[locale];
}

/** The language with this name, if there is one. */
export function localeNamed(name: string | null | undefined): LocaleName | undefined {
  return LOCALES.find((each) => each === name);
}

/** The language after this one, and after the last the first: what the language button chooses. */
export function nextLocale(name: LocaleName): LocaleName {
  return LOCALES[(LOCALES.indexOf(name) + 1) % LOCALES.length] ?? ENGLISH;
}

/** The language of a BCP 47 tag ('zh-TW'), if it is one of ours. */
export function localeOfTag(tag: string): LocaleName | undefined {
  return localeNamed(tag.toLowerCase().split(/[-_.]/)[0]);
}
