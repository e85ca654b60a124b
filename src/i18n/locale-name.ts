/** The languages. None is listed anywhere: each file of `src/languages/` is one, and has its tag for a name (BCP 47). */
import type { Messages } from './messages.ts';
import { byLanguage } from './words.ts';

/** A file's: 'en', 'zh'. */
export type LocaleName = string;
/** Spoken where another language isn't. */
export const ENGLISH: LocaleName = 'en';

/** The words of the page in each language, fetched when they are first spoken: nobody fetches what they don't read. */
export const CATALOGUES = byLanguage(import.meta.glob<Messages>('../languages/*.ts', { import: 'page' }));
/** All, English first. */
export const LOCALES: readonly LocaleName[] = [...CATALOGUES.keys()].sort(
  (a, b) => Number(b === ENGLISH) - Number(a === ENGLISH) || (a < b ? -1 : 1),
);

/** The tag for <html lang> and Intl, with the country that a language is first thought of with: fonts are chosen by it. */
export function languageTag(locale: LocaleName): string {
  const { language, region } = new Intl.Locale(locale).maximize();
  return locale === ENGLISH || !region ? locale : `${language}-${region}`;
}

/** What a language calls itself. */
export function languageTitle(locale: LocaleName): string {
  const title = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
  return title.charAt(0).toLocaleUpperCase(locale) + title.slice(1);
}

/** The language with this name, if there is one. */
export function localeNamed(name: string | null | undefined): LocaleName | undefined {
  return LOCALES.find((each) => each === name);
}

/** The language after this one, and after the last the first: what the language button chooses. */
export function nextLocale(name: LocaleName): LocaleName {
  return LOCALES[(LOCALES.indexOf(name) + 1) % LOCALES.length] ?? ENGLISH;
}

/** The language of a tag ('zh-TW') or of a name that POSIX has for it ('zh_TW.UTF-8'), if it is one of ours. */
export function localeOfTag(tag: string): LocaleName | undefined {
  const [whole = ''] = tag.split(/[.@]/);
  const parts = whole.replaceAll('_', '-').toLowerCase();
  return LOCALES.find((each) => each.toLowerCase() === parts) ?? localeNamed(parts.split('-')[0]);
}

/** What is not in the catalogues, but written with the thing that it is about: in English at least. */
export type InLanguages<Text> = Readonly<Record<LocaleName, Text>> & { readonly en: Text };

/** In this language, or in English where it isn't. */
export function textIn<Text>(texts: InLanguages<Text>, name: LocaleName): Text {
  return texts[name] ?? texts.en;
}
