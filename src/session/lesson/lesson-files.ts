/** Fetches what the build left of lessons. */
import { ENGLISH, type LocaleName } from '../../i18n/locale-name.ts';
import { isFilePath } from '../../util/file-path.ts';
import { unpackReady, type ReadyRecording } from '../ready-recording.ts';
import type { BuiltLesson, ListedLesson } from './built-lesson.ts';

export class LessonFiles {
  readonly #base: URL;

  /** `base` is the URL of the folder, with a slash at its end. */
  constructor(base: URL) {
    this.#base = base;
  }

  list(): Promise<readonly ListedLesson[]> {
    return this.#json<readonly ListedLesson[]>('index.json');
  }

  /** In English where it isn't written in this language. */
  async lesson(name: string, language: LocaleName): Promise<BuiltLesson> {
    try {
      return await this.#json<BuiltLesson>(`${name}.${language}.json`);
    } catch (error) {
      if (language === ENGLISH) throw error;
      return this.#json<BuiltLesson>(`${name}.${ENGLISH}.json`);
    }
  }

  async recording(name: string, program: string): Promise<ReadyRecording> {
    const { body } = await this.#fetch(`${name}/${program}.ready`);
    if (!body) throw new Error(`${name}/${program} is empty`);
    return unpackReady(body);
  }

  async #json<Contents>(path: string): Promise<Contents> {
    return (await (await this.#fetch(path)).json()) as Contents;
  }

  async #fetch(path: string): Promise<Response> {
    // A name may come from the address of a link.
    if (!isFilePath(path)) throw new Error('no such lesson');
    const response = await fetch(new URL(path, this.#base));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response;
  }
}
