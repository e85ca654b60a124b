/** What the files of a lesson are called, and which must be there. */
import type { LocaleName } from '../i18n/format.ts';

export const SETTINGS_FILE = 'lesson.yaml';
/** What every lesson is written in. */
export const LESSON_LANGUAGES = ['en', 'zh'] as const;
export const textFile = (language: LocaleName): string => `lesson.${language}.md`;

/** What a lesson with these files is written in, or should be: another language's text is read where it is there. */
export function languagesOf(files: readonly string[]): readonly LocaleName[] {
  const found = files.flatMap((file) => /^lesson\.([\w-]+)\.md$/.exec(file)?.[1] ?? []);
  return [...new Set([...LESSON_LANGUAGES, ...found.sort()])];
}
