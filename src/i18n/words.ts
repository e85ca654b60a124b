/** What one part of the project says (the page, reports, lessons), by language. */
import type { LocaleName } from './locale-name.ts';

/** Files of `src/languages/`, as `import.meta.glob` gives them, by the names of their languages. */
export function byLanguage<File>(files: Readonly<Record<string, File>>): ReadonlyMap<LocaleName, File> {
  return new Map(Object.entries(files).map(([path, file]) => [path.replace(/^.*\/|\.ts$/g, ''), file]));
}

/** English is always there, another language once it was fetched. */
export class Words<Said> {
  readonly #english: Said;
  readonly #files: ReadonlyMap<LocaleName, () => Promise<Said>>;
  readonly #fetched = new Map<LocaleName, Said>();

  constructor(english: Said, files: Readonly<Record<string, () => Promise<Said>>>) {
    this.#english = english;
    this.#files = byLanguage(files);
  }

  /** To be waited for before anything is said in this language. */
  async fetch(name: LocaleName): Promise<void> {
    const words = await this.#files.get(name)?.();
    if (words) this.#fetched.set(name, words);
  }

  in(name: LocaleName): Said {
    return this.#fetched.get(name) ?? this.#english;
  }
}
