/** The language in use; components read `locale.messages` and are redrawn when it changes. */
import { CATALOGUES, ENGLISH, languageTag, type LocaleName } from './locale-name.ts';
import type { Messages } from './messages.ts';

export class Locale {
  #name = $state<LocaleName>(ENGLISH);
  #messages = $state.raw<Messages>();
  #chosen: LocaleName = ENGLISH;
  readonly tag = $derived(languageTag(this.#name));

  get name(): LocaleName {
    return this.#name;
  }

  /** Throws before a first language was chosen: pages wait for that before they show anything. */
  get messages(): Messages {
    if (!this.#messages) throw new Error('no language was chosen');
    return this.#messages;
  }

  /**
   * Speaks this language once its words are there (and `others`, which must not lag behind them); of several choices the last one counts.
   * Where the words can't be fetched, the language stays (English, if there was none), and the promise is rejected.
   */
  async choose(name: LocaleName, ...others: readonly Promise<unknown>[]): Promise<void> {
    this.#chosen = name;
    try {
      const [messages] = await Promise.all([CATALOGUES.get(name)?.(), ...others]);
      if (this.#chosen !== name || !messages) return;
      this.#name = name;
      this.#messages = messages;
    } catch (error) {
      if (!this.#messages && name !== ENGLISH) this.#messages = await CATALOGUES.get(ENGLISH)?.();
      throw error;
    }
  }
}

export const locale = new Locale();
