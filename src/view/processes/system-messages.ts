/** The words of processes and what the system does, which come where a program has such. */
import { locale } from '../../i18n/locale.svelte.ts';
import type { LocaleName } from '../../i18n/locale-name.ts';
import type { SystemMessages } from '../../i18n/messages.ts';
import { systemEn } from '../../i18n/system.en.ts';
import { Words } from '../../i18n/words.ts';

const WORDS = new Words<SystemMessages>(
  systemEn,
  import.meta.glob<SystemMessages>('../../languages/*.ts', { import: 'system' }),
);

/** To be waited for before any of them is said in this language. */
export const loadSystemWords = (name: LocaleName): Promise<void> => WORDS.fetch(name);

/** In the language of the page; to be called where a change of it is noticed. */
export const systemWords = (): SystemMessages => WORDS.in(locale.name);
