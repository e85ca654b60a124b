/** The language in use; components read `locale.messages` and are redrawn when it changes. */
import { en } from './en.ts';
import { languageTag, type LocaleName } from './format.ts';
import type { Messages } from './messages.ts';

/** English is always there; another language comes when it is first chosen, so that nobody fetches what they don't read. */
const CATALOGUES: Readonly<Record<LocaleName, () => Messages | Promise<Messages>>> = {
  en: () => en,
  zh: async () => (await import('./zh.ts')).zh,
};

export class Locale {
  #name = $state<LocaleName>('en');
  #messages = $state.raw<Messages>(en);
  #chosen: LocaleName = 'en';
  readonly tag = $derived(languageTag(this.#name));

  get name(): LocaleName {
    return this.#name;
  }

  get messages(): Messages {
    return this.#messages;
  }

  /**
   * Speaks this language once its words are there (and `others`, which must not lag behind them); of several choices the last one counts.
   * Where the words can't be fetched, the language stays, and the promise is rejected.
   */
  async choose(name: LocaleName, ...others: readonly Promise<unknown>[]): Promise<void> {
    this.#chosen = name;
    const [messages] = await Promise.all([CATALOGUES[name](), ...others]);
    if (this.#chosen !== name) return;
    this.#name = name;
    this.#messages = messages;
  }
}

export const locale = new Locale();
