import { COLOURED, PLAIN } from '../report/style.ts';
import type { Style } from '../report/style.ts';
import { ENGLISH, localeOfTag, type LocaleName } from '../i18n/locale-name.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Colours on a terminal, unless NO_COLOR is set (https://no-color.org); FORCE_COLOR sets them elsewhere. */
export function styleFor(stream: { readonly isTTY?: boolean }, environment: Environment): Style {
  if (environment['NO_COLOR']) return PLAIN;
  if (environment['FORCE_COLOR'] && environment['FORCE_COLOR'] !== '0') return COLOURED;
  return stream.isTTY === true && environment['TERM'] !== 'dumb' ? COLOURED : PLAIN;
}

/** The environment's, if it is one of ours, else English. */
export function languageOf(environment: Environment): LocaleName {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return localeOfTag(locale) ?? ENGLISH;
}
