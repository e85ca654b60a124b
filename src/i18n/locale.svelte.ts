/** The language in use; components read `locale.messages` and are redrawn when it changes. */
import { en } from './en.ts';
import { languageTag, type LocaleName } from './format.ts';
import type { Messages } from './messages.ts';
import { zh } from './zh.ts';

const CATALOGUES: Readonly<Record<LocaleName, Messages>> = { en, zh };

export class Locale {
  name = $state<LocaleName>('en');
  readonly messages = $derived(CATALOGUES[this.name]);
  readonly tag = $derived(languageTag(this.name));
}

export const locale = new Locale();
